from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from influencers.selectors import influencer_of
from kit.errors import NotAllowed


def creators_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
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
