from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from brands.models import Brand
from brands.policies import may_manage
from campaigns.forms.starts import STARTS
from campaigns.models import Campaign
from campaigns.policies import may_cancel_campaign, may_edit
from campaigns.selectors import campaign_consequences, campaign_money, missing_items
from campaigns.selectors.brand import (
    CAMPAIGN_TABS,
    counts_by_tab,
    first_tab,
    funnel,
    under_way,
    with_figures,
)
from campaigns.selectors.rooms import deals_of
from campaigns.selectors.spending import months, spending
from campaigns.services import cancel_campaign, duplicate_campaign
from campaigns.views.access import brands_only
from campaigns.views.candidates import own_campaign
from campaigns.views.charts import chart_of
from campaigns.views.dates import coming_dates
from campaigns.views.duties import duties_of
from campaigns.views.lists import keyset, tabs_of
from campaigns.views.turns import turn_of
from kit.errors import WrongState, ensure
from kit.ids import uuid7
from kit.pages import page

N_DUTIES, N_RUNNING, N_DEALS = 6, 4, 50
CONFLICT = 409
State = Campaign.State
TABS = {
    "open": pgettext_lazy("campaigns", "Open"),
    "running": pgettext_lazy("campaigns", "In progress"),
    "preparing": pgettext_lazy("campaigns", "In preparation"),
    "over": pgettext_lazy("campaigns", "Over"),
}


@require_GET
@brands_only
def home(request: HttpRequest, brand: Brand) -> HttpResponse:
    duties = duties_of(request.user, brand)
    running = under_way(request.user, N_RUNNING)
    first = duties[0] if duties and duties[0].is_mine else None
    context = {
        "brand": brand,
        "next": first,
        "then": [duty for duty in duties[:N_DUTIES] if duty is not first],
        "n_more": max(len(duties) - N_DUTIES, 0),
        "n_mine": sum(duty.is_mine for duty in duties),
        "running": running,
        "dates": coming_dates(request.user, duties, running),
        "may_create": may_manage(request.user, brand),
        **_money(brand),
        **({} if running or duties else _idle(request)),
    }
    return page(request, "campaigns/brand/home.html", "desk", context)


def _money(brand: Brand) -> dict[str, Any]:
    by_month = months(brand.wallet)
    return {
        "money": spending(brand.wallet),
        "paid_recently": sum(month.paid_recently for month in by_month),
        "months": [month for month in reversed(by_month) if month.secured or month.paid or month.refunded],
        "charts": chart_of(by_month),
        "paid_in_all": sum(month.paid for month in by_month),
    }


def _idle(request: HttpRequest) -> dict[str, Any]:
    """Nothing runs and nothing waits: the drafts to take up again, or a first campaign to begin."""
    recent = list(Campaign.objects.of_brand_of(request.user).order_by("-updated_at")[:3])
    drafts = [row for row in recent if row.state in CAMPAIGN_TABS["preparing"]]
    return {"is_new": not recent, "drafts": drafts, **_start()}


def _start() -> dict[str, Any]:
    """What a page without campaigns offers instead."""
    return {"starts": STARTS, "key": uuid7().hex}


@require_GET
@brands_only
def mine(request: HttpRequest, brand: Brand) -> HttpResponse:
    rows = Campaign.objects.of_brand_of(request.user)
    counts = counts_by_tab(rows, CAMPAIGN_TABS)
    tab = request.GET.get("tab", "")
    tab = tab if tab in CAMPAIGN_TABS else first_tab(counts)
    shown, next_url = keyset(request, with_figures(rows.filter(state__in=CAMPAIGN_TABS[tab])))
    context = {
        "rows": shown,
        "next_url": next_url,
        "tab": tab,
        "tabs": tabs_of(TABS, counts, tab),
        "n_all": sum(counts.values()),
        "may_create": may_manage(request.user, brand),
        **_start(),
    }
    return page(request, "campaigns/brand/mine.html", "rows", context)


@login_required
@require_GET
def overview(request: HttpRequest, pk: UUID) -> HttpResponse:
    campaign = own_campaign(request, pk)
    deals = deals_of(request.user).filter(campaign=campaign).order_by("-pk")[:N_DEALS]
    steps = funnel(campaign)
    may_change = may_edit(request.user, campaign)
    context = {
        "campaign": campaign,
        "funnel": steps,
        "money": campaign_money(campaign),
        "deals": [{"deal": row, "turn": turn_of(row, request.user)} for row in deals],
        "moves": campaign.moves.filter(subject="campaign").select_related("by").order_by("-id"),
        "missing": missing_items(campaign) if campaign.state in {State.DRAFT, State.REJECTED} else [],
        "is_editable": campaign.state in {State.DRAFT, State.REJECTED, State.OPEN, State.IN_PROGRESS},
        "is_frozen": campaign.state in {State.OPEN, State.IN_PROGRESS} and steps.applied > 0,
        "may_edit": may_change,
        "may_cancel": campaign.can_move(State.CANCELLED) and may_change,
    }
    return page(request, "campaigns/brand/overview.html", "main", context)


@login_required
@require_POST
def duplicate(request: HttpRequest, pk: UUID) -> HttpResponse:
    campaign = own_campaign(request, pk)
    copy = duplicate_campaign(campaign_id=campaign.pk, by=request.user)
    messages.success(request, _("Copied without its dates. Read it through, then send it."))
    return redirect("campaigns:wizard", pk=copy.pk, step=1)


@login_required
@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET shows what every contract would cost, POST ends them all; a changed cost is shown again first."""
    campaign = own_campaign(request, pk)
    ensure(may_cancel_campaign(request.user, campaign))
    if not campaign.can_move(State.CANCELLED):
        raise WrongState(state=campaign.state, wanted=str(State.CANCELLED))
    cost = _cost(campaign)
    if request.method == "POST" and request.POST.get("shown") == str(cost["kept"]):
        cancel_campaign(campaign_id=campaign.pk, by=request.user)
        messages.success(request, _("The campaign is cancelled and everybody concerned is told."))
        return redirect("campaigns:overview", pk=pk)
    is_stale = request.method == "POST"
    context = {"campaign": campaign, "is_stale": is_stale, **cost}
    return page(request, "campaigns/brand/cancel.html", "form", context, status=CONFLICT if is_stale else 200)


def _cost(campaign: Campaign) -> dict[str, Any]:
    """Who is told, which contracts end, and what they keep and give back."""
    ends = campaign_consequences(campaign)
    return {
        "ends": ends,
        "kept": sum(end.influencer_centimes for _deal, end in ends),
        "refund": sum(end.refund_centimes for _deal, end in ends),
        "n_waiting": campaign.applications.live().count(),
        "n_disputes": campaign.collaborations.filter(state="disputed").count(),
    }
