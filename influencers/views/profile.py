from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from influencers.models import Influencer
from influencers.policies import may_edit
from influencers.selectors import missing_items, priced, public_profile, similar_cards
from influencers.views.access import frame_of


@require_GET
def profile(request: HttpRequest, handle: str) -> HttpResponse:
    """A creator's public page. The owner sees what is missing where visitors see nothing."""
    try:
        influencer = public_profile(user=request.user, handle=handle.lower())
    except Influencer.DoesNotExist as error:
        raise Http404 from error
    accounts = list(influencer.social_accounts.all())
    is_owner = may_edit(request.user, influencer)
    context = {
        "frame": frame_of(request),
        "influencer": influencer,
        "accounts": accounts,
        "declared_at": max((one.declared_at for one in accounts), default=None),
        "packages": priced(influencer.packages.all()),
        "similar": similar_cards(influencer),
        "is_owner": is_owner,
        "missing": missing_items(influencer, accounts) if is_owner else [],
        "side": "influencer" if is_owner else "brand",
    }
    return render(request, "influencers/profile.html", context)
