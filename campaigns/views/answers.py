"""The price on the table, answered where it is talked about: the same steps for both sides.

htmx puts each step into the offer's card; without scripts it is a page that leads back to the conversation.
"""

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from campaigns.errors import OverBudget, PriceOutOfRange, TooManyRounds
from campaigns.forms.applications import AcceptForm, DeclineForm, OfferForm
from campaigns.forms.creator import CounterForm
from campaigns.models import Application
from campaigns.policies import BRAND
from campaigns.selectors.talks import talk_of
from campaigns.services import (
    accept_application,
    counter_offer,
    make_offer,
    reject_application,
    withdraw_application,
)
from campaigns.services.offers import ensure_turn
from campaigns.views.applications import explained, shown_price
from campaigns.views.candidates import Card, Desk
from campaigns.views.words import isolated
from kit import money
from kit.errors import Refusal
from kit.links import path
from kit.pages import page
from kit.requests import htmx_of
from payments.selectors import FullQuote, Quote, full_quote

UNPROCESSABLE = 422
PAGE = "campaigns/talk/answer.html"


@dataclass(frozen=True)
class Table:
    """An application whose price waits for this person's side. `card` is what a brand weighs it by."""

    request: HttpRequest
    row: Application
    side: str

    @property
    def is_brand(self) -> bool:
        return self.side == BRAND

    @cached_property
    def desk(self) -> Desk:
        return Desk(self.request, self.row.campaign)

    @property
    def card(self) -> Card | None:
        return self.desk.card(self.row) if self.is_brand else None

    @property
    def is_from_page(self) -> bool:
        """Asked on the creator's page of the application, not in the conversation."""
        return not self.is_brand and self.request.POST.get("from") == "application"

    @property
    def back(self) -> str:
        """Where it was asked."""
        if self.is_from_page:
            return reverse("campaigns:application", args=[self.row.pk])
        return talk_of(self.row) or reverse("messaging:list")

    def price(self, centimes: int) -> Quote | FullQuote:
        """What a price means for this side: fees, tax, what is paid or received."""
        if self.is_brand:
            return self.desk.price(centimes)
        client, provider = self.row.campaign.brand.wallet, self.row.influencer.wallet
        return full_quote(centimes, client=client, provider=provider)

    def show(self, step: str, form: Form | None = None, status: int = 200, **more: Any) -> HttpResponse:
        """A step as a page, or as what stands in the card."""
        context = {
            "row": self.row,
            "application": self.row,
            "campaign": self.row.campaign,
            "is_brand": self.is_brand,
            "answer": path("campaigns:answer", self.row.pk),
            "is_from_page": self.is_from_page,
            "talk": self.back,
            "step": step,
            "form": form,
            **more,
        }
        return page(self.request, PAGE, "panel", context, status=status)

    def done(self, words: str) -> HttpResponse:
        """The conversation tells the step itself; here is only that it worked."""
        if htmx_of(self.request):
            note = {"toast": {"text": words, "tone": "success"}, "answered": True}
            return HttpResponse(headers={"HX-Trigger": json.dumps(note)})
        messages.success(self.request, words)
        return redirect(self.back)


def _row(request: HttpRequest, pk: UUID) -> Application:
    """An application of one of this person's sides; 404 for everybody else."""
    rows = Application.objects.visible_to(request.user)
    rows = rows.select_related("campaign__brand__wallet", "influencer__wallet", "collaboration")
    return get_object_or_404(rows.prefetch_related("offers"), pk=pk)


def _table(request: HttpRequest, row: Application) -> Table:
    """Raises NotAllowed for those who may only look, NotYourTurn, and WrongState when nothing is open."""
    return Table(request, row, ensure_turn(request.user, row))


@login_required
@require_GET
def doors(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Accept, name another price, decline: what the card shows while none of them is open."""
    return _table(request, _row(request, pk)).show("")


@login_required
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET repeats the amount, who pays and is paid, and what comes next; POST writes the contract."""
    row = _row(request, pk)
    deal = getattr(row, "collaboration", None)
    if request.method == "POST" and deal is not None:
        return _to_deal(request, deal.pk)  # a second click finds the contract of the first
    table = _table(request, row)
    if request.method == "GET":
        form = AcceptForm(initial={"price": row.price_centimes})
        quote = table.price(row.price_centimes)
        return table.show("accept", form, card=table.card, quote=quote)
    price = shown_price(AcceptForm(request.POST))
    made = accept_application(application_id=pk, price_centimes=price, by=request.user)
    messages.success(request, _("Accepted. Read the contract and sign it."))
    return _to_deal(request, made.pk)


def _to_deal(request: HttpRequest, pk: UUID) -> HttpResponse:
    where = reverse("campaigns:deal", args=[pk])
    return HttpResponse(headers={"HX-Redirect": where}) if htmx_of(request) else redirect(where)


@login_required
@require_http_methods(["GET", "POST"])
def counter(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Name another price. `preview` only calculates what it means."""
    table = _table(request, _row(request, pk))
    typed = request.POST if request.method == "POST" else None
    form = OfferForm(typed) if table.is_brand else CounterForm(typed)
    if not form.is_valid() or "preview" in request.POST:
        quote = table.price(form.cleaned_data["price"]) if form.is_valid() else None
        return table.show("counter", form, UNPROCESSABLE if form.errors else 200, quote=quote)
    act = make_offer if table.is_brand else counter_offer
    price, message = form.cleaned_data["price"], form.cleaned_data["message"]
    try:
        act(application_id=pk, price_centimes=price, message=message, by=request.user)
    except (OverBudget, PriceOutOfRange, TooManyRounds) as refusal:
        return _wrong_price(table, form, refusal)
    return table.done(_("%(amount)s offered.") % {"amount": isolated(money.plain(price))})


def _wrong_price(table: Table, form: Form, refusal: Refusal) -> HttpResponse:
    form.add_error("price", explained(refusal))
    return table.show("counter", form, UNPROCESSABLE)


@login_required
@require_http_methods(["GET", "POST"])
def decline(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The application ends here; a brand may say a kind word."""
    table = _table(request, _row(request, pk))
    typed = request.POST if request.method == "POST" else None
    form = DeclineForm(typed) if table.is_brand else Form(typed)
    if not form.is_valid():
        return table.show("decline", form, UNPROCESSABLE if form.is_bound else 200)
    if table.is_brand:
        reject_application(application_id=pk, note=form.cleaned_data["note"], by=request.user)
    else:
        withdraw_application(application_id=pk, by=request.user)
    return table.done(_("Declined. The other side is told."))
