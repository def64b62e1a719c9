from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from campaigns.forms.creator import CounterForm
from campaigns.models import Application
from campaigns.selectors import creator_tasks, fit
from campaigns.selectors.browse import fitting
from campaigns.selectors.calendar import today
from campaigns.selectors.creator import (
    TABS,
    application_counts,
    applications_under,
    spotlight,
    waiting_for_brands,
)
from campaigns.views.access import creators_only
from campaigns.views.chores import drawn
from influencers.models import Influencer
from influencers.selectors.score import profile_score
from kit.pages import page
from payments.selectors import FullQuote, earnings, escrow_quote, full_quote

N_FITTING = 5
N_CHORES = 6
PER_PAGE = 20


@require_GET
@creators_only
def home(request: HttpRequest, influencer: Influencer) -> HttpResponse:
    prefetch_related_objects([influencer], "social_accounts")
    counts = application_counts(influencer)
    cards = [{"campaign": row, "fits": fit(row, influencer)} for row in fitting(influencer, N_FITTING)]
    context = {
        **_chores(request),
        "influencer": influencer,
        "today": today(),
        "counts": counts,
        "waiting": waiting_for_brands(influencer),
        "money": earnings(influencer.wallet),
        "score": profile_score(influencer),
        "cards": cards,
    }
    return page(request, "campaigns/creator/home.html", "desk", context)


def _chores(request: HttpRequest) -> dict[str, Any]:
    """The nearest task alone, with what it is worth; the next few; how many more."""
    chores = [drawn(task) for task in creator_tasks(request.user)]
    return {
        "n_chores": len(chores),
        "next": chores[0] if chores else None,
        "spot": spotlight(chores[0].task) if chores else None,
        "then": chores[1:N_CHORES],
        "n_more": max(len(chores) - N_CHORES, 0),
    }


@require_GET
@creators_only
def my_applications(request: HttpRequest, influencer: Influencer) -> HttpResponse:
    counts = application_counts(influencer)
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else counts.first_tab
    rows = Paginator(applications_under(influencer, tab), PER_PAGE).get_page(request.GET.get("page"))
    context = {"tab": tab, "tabs": _tabs(tab, counts), "counts": counts, "rows": rows}
    return page(request, "campaigns/creator/applications.html", "rows", context)


def _tabs(current: str, counts: Any) -> list[dict[str, Any]]:
    labels = {
        "answer": _("To answer"),
        "waiting": _("Waiting for the brand"),
        "accepted": _("Agreed"),
        "over": _("Over"),
    }
    return [
        {"url": f"?tab={name}", "label": label, "count": counts.of(name), "current": name == current}
        for name, label in labels.items()
    ]


@require_GET
@creators_only
def application(request: HttpRequest, influencer: Influencer, pk: UUID) -> HttpResponse:
    row = own_application(influencer, pk)
    return page(request, "campaigns/creator/application.html", "main", _context(row))


def own_application(influencer: Influencer, pk: UUID) -> Application:
    """The creator's own application, or 404."""
    rows = Application.objects.filter(influencer=influencer)
    rows = rows.select_related("campaign__brand__wallet", "influencer__wallet", "collaboration__escrow")
    return get_object_or_404(rows.prefetch_related("offers", "campaign__requirements"), pk=pk)


def _context(row: Application) -> dict[str, Any]:
    return {
        "application": row,
        "campaign": row.campaign,
        "offers": list(row.offers.all()),
        "requirements": list(row.campaign.requirements.all()),
        "quote": _quote(row),
        "form": CounterForm(),
        "may_withdraw": row.can_move(Application.State.WITHDRAWN),
        "deal_url": _deal_url(row),
    }


def _quote(row: Application) -> FullQuote:
    """After fees and tax; once agreed, at the rates frozen in the contract."""
    deal = getattr(row, "collaboration", None)
    if deal is not None:
        return escrow_quote(deal.escrow)
    client, provider = row.campaign.brand.wallet, row.influencer.wallet
    return full_quote(row.price_centimes, client=client, provider=provider)


def _deal_url(row: Application) -> str:
    deal = getattr(row, "collaboration", None)
    return reverse("campaigns:deal", args=[deal.pk]) if deal else ""
