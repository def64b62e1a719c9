"""One application as the brand reads it: the person, the price and what it means, what may be answered."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from campaigns.models import Application, Campaign
from campaigns.policies import may_edit
from campaigns.selectors import fit
from campaigns.selectors.brand import APPLICATION_TABS, for_answers
from campaigns.selectors.budgets import room_in
from campaigns.views.access import know_side
from campaigns.views.words import round_amount
from payments.selectors import Quote, quote

State = Application.State
OURS = {State.PENDING, State.SHORTLISTED, State.COUNTERED}


@dataclass(frozen=True)
class Card:
    """`missing` is what the budget lacks for this price; `after` what it would hold afterwards."""

    row: Application
    quote: Quote
    fits: list[tuple[str, bool]]
    verdict: dict[str, str]
    after: int
    is_ours: bool
    has_place: bool

    @property
    def missing(self) -> int:
        return max(-self.after, 0)

    @property
    def may_accept(self) -> bool:
        return self.is_ours and self.has_place and not self.missing


class Desk:
    """What all cards of one campaign share. Two queries: what is left, and the rates."""

    def __init__(self, request: HttpRequest, campaign: Campaign) -> None:
        self.campaign = campaign
        self.money, self.places = room_in(campaign)
        self.may_answer = may_edit(request.user, campaign)
        self._rates = quote(0, payer=campaign.brand.wallet)

    def card(self, row: Application) -> Card:
        row.campaign = self.campaign
        after = self.money.left - row.price_centimes
        is_live = row.state in OURS or row.state == State.OFFERED
        return Card(
            row=row,
            quote=self.price(row.price_centimes),
            fits=fit(self.campaign, row.influencer),
            verdict=self._verdict(row.price_centimes, after) if is_live else {},
            after=after,
            is_ours=row.state in OURS,
            has_place=bool(self.places.free),
        )

    def price(self, centimes: int) -> Quote:
        """A price at the rates in force, without asking for them again."""
        return self._rates.of(centimes)

    def _verdict(self, centimes: int, after: int) -> dict[str, str]:
        """How a price compares with the budget for one place, or with what is left of all of it."""
        guide = self.campaign.pay_centimes
        if after < 0:
            return _say("danger", "circle-x", _("%(amount)s missing"), -after)
        if centimes > guide:
            return _say("warning", "circle-alert", _("%(amount)s more than planned"), centimes - guide)
        if centimes < guide:
            return _say("success", "circle-check", _("%(amount)s less than planned"), guide - centimes)
        return _say("success", "circle-check", _("At the planned price"), 0)


def _say(tone: str, icon: str, words: str, centimes: int) -> dict[str, str]:
    return {
        "tone": tone,
        "icon": icon,
        "text": words % {"amount": round_amount(centimes)} if centimes else words,
    }


def own_campaign(request: HttpRequest, pk: Any) -> Campaign:
    """A campaign of this person's brands; 404 for everybody else."""
    know_side(request)
    rows = Campaign.objects.of_brand_of(request.user).select_related("brand__wallet")
    return get_object_or_404(rows, pk=pk)


def own_application(request: HttpRequest, pk: Any) -> Application:
    """An application to one of this person's campaigns; 404 for everybody else."""
    rows = Application.objects.filter(campaign__brand__memberships__user=request.user)
    return get_object_or_404(for_answers(rows).select_related("campaign__brand__wallet"), pk=pk)


def tab_of(row: Application) -> str:
    """Where an application stands in the list."""
    return next(tab for tab, states in APPLICATION_TABS.items() if row.state in states)
