from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from brands.selectors import brand_of, own_brand
from campaigns.policies import influencer_of
from kit.errors import NotAllowed

View = Callable[..., HttpResponse]


def creators_only(view: View) -> View:
    """Signed in, with a creator's profile, which the view gets as its second argument."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        influencer = influencer_of(request.user)
        if influencer is None:
            raise NotAllowed(_("This page is for creators."))
        return view(request, influencer, *args, **kwargs)

    return guarded


def frame_of(request: HttpRequest) -> str:
    """The frame of a page that visitors and signed-in people share."""
    return "app.html" if request.user.is_authenticated else "public.html"


def brands_only(view: View) -> View:
    """Signed in, and a member of a brand, which the view gets as its second argument."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, own_brand(request.user), *args, **kwargs)

    return guarded


def know_side(request: HttpRequest) -> None:
    """For pages that both sides open: a brand's member asks once for the brand and the role, which the rights
    and the frame of the page then find remembered.
    """
    if request.user.is_authenticated and request.user.is_brand:
        brand_of(request.user)
