from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from campaigns.errors import AlreadyApplied, ApplicationsClosed, NotEligible, PriceOutOfRange
from campaigns.forms.creator import ApplyForm
from campaigns.models import Application, Campaign
from campaigns.selectors.browse import similar
from campaigns.selectors.standing import Standing, standing
from campaigns.services import apply_to_campaign, withdraw_application
from campaigns.views.access import creators_only
from campaigns.views.creator import own_application
from influencers.models import Influencer
from kit.errors import Refusal
from kit.money import parse_amount
from kit.pages import page
from kit.throttle import take
from payments.selectors import FullQuote, full_quote

CONFLICT, UNPROCESSABLE = 409, 422


@require_http_methods(["GET", "POST"])
@creators_only
def apply(request: HttpRequest, influencer: Influencer, slug: str) -> HttpResponse:
    visible = Campaign.objects.visible_to(request.user).select_related("brand__wallet")
    campaign = get_object_or_404(visible, slug=slug)
    box = standing(campaign, request.user)
    if box.application is not None:
        return _existing(request, box.application)
    if request.method == "POST":
        return _send(request, campaign, box)
    if box.code != "open":
        return redirect("campaigns:page", slug=slug)
    first = {"price": campaign.pay_centimes or None}
    return _form(request, campaign, box, ApplyForm(initial=first))


def _existing(request: HttpRequest, mine: Application) -> HttpResponse:
    messages.info(request, _("You have already applied: here is your application."))
    return redirect("campaigns:application", pk=mine.pk)


def _send(request: HttpRequest, campaign: Campaign, box: Standing) -> HttpResponse:
    form = ApplyForm(request.POST)
    if not form.is_valid() or "preview" in request.POST:
        return _form(request, campaign, box, form, status=UNPROCESSABLE if form.errors else 200)
    try:
        mine = _apply(request, campaign, form)
    except AlreadyApplied:
        return _existing(request, Application.objects.get(campaign=campaign, influencer=box.influencer))
    except (ApplicationsClosed, NotEligible) as refusal:
        return _refused(request, campaign, form, refusal)
    except PriceOutOfRange as refusal:
        form.add_error("price", str(refusal.detail))
        return _form(request, campaign, box, form, status=UNPROCESSABLE)
    return redirect("campaigns:application", pk=mine.pk)


def _apply(request: HttpRequest, campaign: Campaign, form: ApplyForm) -> Application:
    pitch, price = form.cleaned_data["pitch"], form.cleaned_data["price"]
    take("apply", str(request.user.pk))
    mine = apply_to_campaign(campaign_id=campaign.pk, pitch=pitch, price_centimes=price, by=request.user)
    messages.success(request, _("Your application was sent."))
    return mine


def _refused(request: HttpRequest, campaign: Campaign, form: ApplyForm, refusal: Refusal) -> HttpResponse:
    """It closed while one was writing: the words stay, with the reason and what else is open."""
    box, more = standing(campaign, request.user), {"refusal": refusal, "similar": similar(campaign)}
    return _form(request, campaign, box, form, status=CONFLICT, **more)


def _form(
    request: HttpRequest, campaign: Campaign, box: Standing, form: ApplyForm, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        "campaign": campaign,
        "requirements": list(campaign.requirements.all()),
        "box": box,
        "form": form,
        "quote": _quote_of(form["price"].value(), box.influencer, campaign) if box.influencer else None,
        **more,
    }
    return page(request, "campaigns/creator/apply.html", "form", context, status=status)


def _quote_of(price: Any, influencer: Influencer, campaign: Campaign | None) -> FullQuote | None:
    """What a typed price leaves after fees and tax; None while it cannot be read."""
    centimes = parse_amount(str(price or ""))
    client = campaign.brand.wallet if campaign else None
    return full_quote(centimes, client=client, provider=influencer.wallet) if centimes else None


@require_GET
@creators_only
def net(request: HttpRequest, influencer: Influencer) -> HttpResponse:
    """The calculation under a price while it is typed; a whole page for those without scripts."""
    visible = Campaign.objects.visible_to(request.user).select_related("brand__wallet")
    campaign = visible.filter(slug=request.GET.get("campaign", "")[:200]).first()
    found = _quote_of(request.GET.get("price") or request.GET.get("price_centimes"), influencer, campaign)
    return page(request, "campaigns/creator/net.html", "sum", {"quote": found})


@require_POST
@creators_only
def withdraw(request: HttpRequest, influencer: Influencer, pk: UUID) -> HttpResponse:
    row = own_application(influencer, pk)
    withdraw_application(application_id=row.pk, by=request.user)
    messages.success(request, _("Your application was withdrawn."))
    return redirect("campaigns:application", pk=row.pk)
