from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from campaigns.forms.browse import BrowseForm
from campaigns.models import Campaign
from campaigns.policies import influencer_of
from campaigns.selectors.briefs import fit
from campaigns.selectors.browse import COUNTED, browse, count_capped, similar, without_one
from campaigns.selectors.record import brand_record
from campaigns.selectors.standing import Standing, standing
from campaigns.views.access import creators_only, frame_of
from influencers.models import Influencer
from kit.pages import page
from kit.paging import page_number
from payments.selectors import Quote, full_quote, quote

PER_PAGE = 24
LAST_PAGE = COUNTED // PER_PAGE
SIMILAR_STATES = {"full", "deadline", "ended", "missing"}


@dataclass(frozen=True)
class Chip:
    """One filter in force, and the address of the same list without it."""

    name: str
    label: str
    href: str
    n_without: int | None = None


@require_GET
def browse_page(request: HttpRequest) -> HttpResponse:
    influencer = influencer_of(request.user) if request.user.is_authenticated else None
    return _list(request, influencer)


@require_GET
@creators_only
def creator_browse(request: HttpRequest, influencer: Influencer) -> HttpResponse:
    return _list(request, influencer)


def _list(request: HttpRequest, influencer: Influencer | None) -> HttpResponse:
    form = BrowseForm(request.GET, by_fit=influencer is not None)
    context = {"frame": frame_of(request), "form": form, "influencer": influencer}
    part = "more" if request.headers.get("HX-Target") == "more" else "results"
    context |= _found(request, form, influencer)
    response = page(request, "campaigns/public/browse.html", part, context)
    if part == "results":
        response["HX-Push-Url"] = _clean_address(request)
    return response


def _found(request: HttpRequest, form: BrowseForm, influencer: Influencer | None) -> dict[str, Any]:
    """One page of what was asked for; when it is empty, what each filter hides."""
    asked, number = form.asked(), page_number(request.GET.get("page"), LAST_PAGE)
    rows = browse(asked, influencer)
    shown = list(rows[(number - 1) * PER_PAGE : number * PER_PAGE])
    if number > 1 and not shown:
        raise Http404
    hidden = without_one(asked) if not shown else {}
    return {
        "asked": asked,
        "cards": [_card(row, influencer) for row in shown],
        "chips": _chips(request.GET, form, asked, hidden),
        **_pages(request.GET, number, count_capped(rows)),
    }


def _clean_address(request: HttpRequest) -> str:
    """The page's address without the filters that were left empty."""
    words = _filled(request.GET).urlencode()
    return f"{request.path}?{words}" if words else request.path


def _filled(query: QueryDict) -> QueryDict:
    copy = query.copy()
    for name, values in list(copy.lists()):
        copy.setlist(name, [value for value in values if value])
    return copy


def _pages(query: QueryDict, number: int, n_found: int) -> dict[str, Any]:
    n_shown = min(number * PER_PAGE, n_found)
    has_next = n_found > number * PER_PAGE and number < LAST_PAGE
    return {
        "n_found": min(n_found, COUNTED),
        "is_capped": n_found > COUNTED,
        "n_shown": n_shown,
        "n_more": min(PER_PAGE, n_found - n_shown),
        "previous": _address(query, page=number - 1) if number > 1 else "",
        "next": _address(query, page=number + 1) if has_next else "",
    }


def _address(query: QueryDict, **changes: Any) -> str:
    copy = query.copy()
    for name, value in changes.items():
        copy[name] = str(value)
    return f"?{copy.urlencode()}"


def _card(campaign: Campaign, influencer: Influencer | None) -> dict[str, Any]:
    return {"campaign": campaign, "fits": fit(campaign, influencer) if influencer else []}


def _chips(query: QueryDict, form: BrowseForm, asked: dict, n_without: dict[str, int]) -> list[Chip]:
    chips = []
    for name, value in asked.items():
        if name == "sort":
            continue
        for one in value if isinstance(value, list) else [value]:
            href = _without(query, name, one)
            chips.append(Chip(name, form.label_of(name, one), href, n_without.get(name)))
    return sorted(chips, key=lambda chip: -(chip.n_without or 0))


def _without(query: QueryDict, name: str, value: str) -> str:
    copy = _filled(query)
    copy.setlist(name, [one for one in copy.getlist(name) if one != value and name != "q"])
    copy.pop("page", None)
    return f"?{copy.urlencode()}"


def _quote(campaign: Campaign, box: Standing) -> Quote:
    """What a creator receives; the one who reads, after their own tax."""
    if box.influencer is None:
        return quote(campaign.pay_centimes)
    client, provider = campaign.brand.wallet, box.influencer.wallet
    return full_quote(campaign.pay_centimes, client=client, provider=provider)


@require_GET
def campaign_page(request: HttpRequest, slug: str) -> HttpResponse:
    visible = Campaign.objects.visible_to(request.user).select_related("brand__wallet")
    campaign = get_object_or_404(visible, slug=slug)
    box = standing(campaign, request.user)
    context = {
        "campaign": campaign,
        "requirements": list(campaign.requirements.all()),
        "box": box,
        "quote": _quote(campaign, box) if campaign.budget_centimes else None,
        "record": brand_record(campaign.brand),
        "similar": similar(campaign) if box.code in SIMILAR_STATES else [],
        "may_apply": box.code == "open",
        "frame": frame_of(request),
    }
    return page(request, "campaigns/public/page.html", "box", context)
