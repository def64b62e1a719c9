import json
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from campaigns.errors import OverBudget, PriceOutOfRange, TooManyRounds
from campaigns.forms.applications import AcceptForm, DeclineForm, OfferForm
from campaigns.models import Application
from campaigns.policies import may_answer
from campaigns.selectors.brand import APPLICATION_TABS, SORTS, applications_under, counts_by_tab, first_tab
from campaigns.services import accept_application, make_offer, reject_application, shortlist_application
from campaigns.views.candidates import Desk, own_application, own_campaign, tab_of
from campaigns.views.lists import offset_page, tabs_of
from campaigns.views.words import isolated
from kit import money
from kit.errors import NotAllowed, Refusal, Stale, ensure
from kit.pages import page

CONFLICT, UNPROCESSABLE = 409, 422
ONE = "campaigns/brand/answer.html"
TABS = {
    "new": pgettext_lazy("applications", "New"),
    "shortlist": pgettext_lazy("applications", "Shortlist"),
    "offers": pgettext_lazy("applications", "Offers"),
    "accepted": pgettext_lazy("applications", "Accepted"),
    "over": pgettext_lazy("applications", "Declined or withdrawn"),
}
ORDERS = {
    "oldest": gettext_lazy("Oldest first"),
    "price": gettext_lazy("Lowest price"),
    "followers": gettext_lazy("Most followers"),
}


@login_required
@require_GET
def applications(request: HttpRequest, pk: UUID) -> HttpResponse:
    campaign = own_campaign(request, pk)
    counts = counts_by_tab(campaign.applications.all(), APPLICATION_TABS)
    tab = request.GET.get("tab", "")
    tab = tab if tab in APPLICATION_TABS else first_tab(counts)
    sort = request.GET.get("sort", "")
    sort = sort if sort in SORTS else "oldest"
    rows, next_url = offset_page(request, applications_under(campaign, tab, sort))
    desk = Desk(request, campaign)
    context = {
        **_frame(desk, counts, tab),
        "cards": [desk.card(row) for row in rows],
        "sort": sort,
        "sorts": ORDERS,
        "next_url": next_url,
    }
    return page(request, "campaigns/brand/applications.html", "rows", context)


def _frame(desk: Desk, counts: dict[str, int], tab: str) -> dict[str, Any]:
    """What the list and a single answer show around their cards."""
    return {
        "campaign": desk.campaign,
        "desk": desk,
        "money": desk.money,
        "money_left": money.plain(max(desk.money.left, 0)),
        "budget_shown": money.plain(desk.money.budget),
        "tab": tab,
        "tabs": tabs_of(TABS, counts, tab),
        "n_here": counts[tab],
        "n_all": sum(counts.values()),
    }


def _card(
    request: HttpRequest, pk: UUID, panel: str = "", form: forms.Form | None = None, status: int = 200
) -> HttpResponse:
    """One application as it is now, with the panel of an answer open in it or not."""
    row = own_application(request, pk)
    desk = Desk(request, row.campaign)
    card = desk.card(row)
    is_open = card.is_ours and desk.may_answer
    counts = counts_by_tab(row.campaign.applications.all(), APPLICATION_TABS)
    context = {
        **_frame(desk, counts, tab_of(row)),
        "card": card,
        "panel": panel if is_open else "",
        "form": form,
        "is_done": not panel,
        "offered": desk.price(form.cleaned_data["price"]) if form and _has_price(form) else None,
    }
    return page(request, ONE, "card", context, status=status)


def _has_price(form: forms.Form) -> bool:
    return isinstance(form, OfferForm) and form.is_bound and bool(form.is_valid())


def _settled(request: HttpRequest, pk: UUID, words: str) -> HttpResponse:
    """After an answer: the fresh card for htmx, else the tab where the application now is."""
    if request.htmx:
        response = _card(request, pk)
        response["HX-Trigger"] = json.dumps({"toast": {"text": words, "tone": "success"}})
        return response
    messages.success(request, words)
    row = own_application(request, pk)
    return redirect(reverse("campaigns:applications", args=[row.campaign_id]) + f"?tab={tab_of(row)}")


def _refused(request: HttpRequest, pk: UUID, refusal: Refusal) -> HttpResponse:
    """Somebody was faster, or the budget is gone: htmx gets the card as it is now, others the usual way."""
    if not request.htmx or isinstance(refusal, NotAllowed):
        raise refusal
    response = _card(request, pk, status=CONFLICT)
    response["HX-Trigger"] = json.dumps({"toast": {"text": str(refusal.detail), "tone": "danger"}})
    return response


def _answerable(request: HttpRequest, pk: UUID) -> Application:
    row = own_application(request, pk)
    ensure(may_answer(request.user, row))
    return row


@login_required
@require_POST
def shortlist(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = own_application(request, pk)
    try:
        shortlist_application(application_id=row.pk, by=request.user)
    except Refusal as refusal:
        return _refused(request, pk, refusal)
    return _settled(
        request, pk, _("%(name)s is on your shortlist.") % {"name": isolated(row.influencer.name)}
    )


@login_required
@require_http_methods(["GET", "POST"])
def offer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Name another price; the creator has 72 hours to answer."""
    row = _answerable(request, pk)
    if request.method == "GET":
        return _card(request, pk, "offer", OfferForm(initial={"price": _guide(row)}))
    form = OfferForm(request.POST)
    if not form.is_valid() or "preview" in request.POST:
        return _card(request, pk, "offer", form, UNPROCESSABLE if form.errors else 200)
    price, message = form.cleaned_data["price"], form.cleaned_data["message"]
    try:
        make_offer(application_id=row.pk, price_centimes=price, message=message, by=request.user)
    except (OverBudget, PriceOutOfRange, TooManyRounds) as refusal:
        form.add_error("price", explained(refusal))
        return _card(request, pk, "offer", form, UNPROCESSABLE)
    except Refusal as refusal:
        return _refused(request, pk, refusal)
    words = _("%(amount)s offered. The creator has 72 hours to answer.")
    return _settled(request, pk, words % {"amount": isolated(money.plain(price))})


def _guide(row: Application) -> int:
    """What is planned for one place, when the creator asks for more."""
    return min(row.campaign.pay_centimes or row.price_centimes, row.price_centimes)


def explained(refusal: Refusal) -> str:
    """Why a price cannot be offered, with what is missing."""
    missing = refusal.facts.get("missing_centimes")
    if not missing:
        return str(refusal.detail)
    return _("%(amount)s missing: the budget holds less than this price.") % {"amount": money.plain(missing)}


@login_required
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET repeats amount, payee and what comes next; POST writes the contract."""
    row = _answerable(request, pk)
    if request.method == "GET":
        return _card(request, pk, "accept", AcceptForm(initial={"price": row.price_centimes}))
    form = AcceptForm(request.POST)
    try:
        deal = accept_application(application_id=row.pk, price_centimes=shown_price(form), by=request.user)
    except Refusal as refusal:
        return _already(request, row) or _refused(request, pk, refusal)
    if request.htmx:
        return _settled(request, pk, _("The contract %(number)s is ready to sign.") % {"number": deal.number})
    messages.success(request, _("Accepted. Read the contract and sign it."))
    return redirect("campaigns:deal", pk=deal.pk)


def shown_price(form: AcceptForm) -> int:
    """The price that the page announced. Raises Stale without one."""
    if not form.is_valid():
        raise Stale
    return int(form.cleaned_data["price"])


def _already(request: HttpRequest, row: Application) -> HttpResponse | None:
    """A second click on accept finds the contract of the first."""
    fresh = Application.objects.select_related("collaboration").get(pk=row.pk)
    if request.htmx or fresh.state != Application.State.ACCEPTED:
        return None
    return redirect("campaigns:deal", pk=fresh.collaboration.pk)


@login_required
@require_http_methods(["GET", "POST"])
def decline(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = _answerable(request, pk)
    form = DeclineForm(request.POST if request.method == "POST" else None)
    if request.method == "GET" or not form.is_valid():
        return _card(request, pk, "decline", form, UNPROCESSABLE if form.is_bound else 200)
    try:
        reject_application(application_id=row.pk, note=form.cleaned_data["note"], by=request.user)
    except Refusal as refusal:
        return _refused(request, pk, refusal)
    return _settled(request, pk, _("Declined. %(name)s is told.") % {"name": isolated(row.influencer.name)})
