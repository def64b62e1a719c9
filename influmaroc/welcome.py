"""The first steps after opening an account: a checklist drawn from what is really there."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from accounts.models import User
from brands.models import Brand
from brands.selectors import brand_of
from campaigns.models import Application, Campaign
from influencers.models import Influencer
from influencers.selectors import influencer_of


@dataclass(frozen=True)
class Step:
    """One line of the checklist: what it is, how long it takes, and the page (with its part) that does it."""

    code: str
    icon: str
    title: Promise
    text: Promise
    minutes: int
    page: str
    part: str = ""

    @property
    def url(self) -> str:
        return reverse(self.page) + self.part


BRAND_STEPS = (
    Step(
        "company",
        "store",
        _("Introduce your company"),
        _("Sector, city and a few sentences: creators read them before they apply."),
        2,
        "brands:edit",
        "#about",
    ),
    Step(
        "ice",
        "badge-check",
        _("Give the company's ICE"),
        _("15 digits, checked at once. Needed before the first payment."),
        1,
        "brands:edit",
        "#company",
    ),
    Step(
        "campaign",
        "megaphone",
        _("Write a first campaign"),
        _("Four short pages, saved as you write."),
        5,
        "campaigns:new",
    ),
    Step(
        "approval",
        "send",
        _("Send it for approval"),
        _("Our team reads each campaign before creators see it."),
        1,
        "campaigns:mine",
    ),
    Step(
        "applications",
        "users",
        _("Receive applications"),
        _("Compare prices and audiences, then choose. Nothing is paid before you agree."),
        0,
        "campaigns:mine",
    ),
)
CREATOR_STEPS = (
    Step(
        "about",
        "pen-line",
        _("Introduce yourself"),
        _("Your city, a few sentences and the languages you create in."),
        2,
        "influencers:edit",
        "#about",
    ),
    Step(
        "niches",
        "sparkles",
        _("Say what you talk about"),
        _("Up to five niches: that is how brands find you."),
        1,
        "influencers:edit",
        "#niches",
    ),
    Step(
        "account",
        "at-sign",
        _("Add an account"),
        _("Name and number of followers, shown as declared by you."),
        1,
        "influencers:edit",
        "#accounts",
    ),
    Step(
        "package",
        "package",
        _("Offer a first package"),
        _("What you make, for how much, with which rights."),
        3,
        "influencers:packages",
    ),
    Step(
        "apply",
        "send",
        _("Apply to a campaign"),
        _("You see what you would receive, net, before you send."),
        5,
        "campaigns:creator_browse",
    ),
)


@login_required
@require_GET
def welcome(request: HttpRequest) -> HttpResponse:
    """Five steps to the first value, by role; skipping is a link like any other."""
    steps, done, landing = _checklist(request.user)
    if not steps:
        return redirect(landing)
    context = {
        "steps": [(step, step.code in done) for step in steps],
        "n_done": len(done),
        "percent": 100 * len(done) // len(steps),
        "next_step": next((step for step in steps if step.code not in done), None),
        "landing": landing,
    }
    return render(request, "accounts/welcome.html", context)


def _checklist(user: Any) -> tuple[tuple[Step, ...], set[str], str]:
    if user.role == User.Role.BRAND and (brand := brand_of(user)):
        return BRAND_STEPS, brand_done(brand), reverse("campaigns:brand_home")
    if user.role == User.Role.INFLUENCER and (influencer := influencer_of(user)):
        return CREATOR_STEPS, creator_done(influencer), reverse("campaigns:creator_home")
    return (), set(), reverse("admin:index") if user.is_staff else reverse("home")


def brand_done(brand: Brand) -> set[str]:
    """Codes of the steps a brand has done. Two queries."""
    states = set(Campaign.objects.filter(brand=brand).values_list("state", flat=True))
    facts = {
        "company": brand.sector and brand.city and brand.about,
        "ice": brand.ice and brand.legal_name,
        "campaign": states,
        "approval": states - {Campaign.State.DRAFT},
        "applications": Application.objects.filter(campaign__brand=brand).exists(),
    }
    return {code for code, fact in facts.items() if fact}


def creator_done(influencer: Influencer) -> set[str]:
    """Codes of the steps a creator has done. Three queries."""
    facts = {
        "about": influencer.bio and influencer.city and influencer.languages,
        "niches": influencer.niches,
        "account": influencer.social_accounts.exists(),
        "package": influencer.packages.exists(),
        "apply": Application.objects.filter(influencer=influencer).exists(),
    }
    return {code for code, fact in facts.items() if fact}
