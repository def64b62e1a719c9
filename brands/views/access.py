from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse

from brands.selectors import own_brand


def members_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Signed in and working for a brand, which the view gets as its second argument."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, own_brand(request.user), *args, **kwargs)

    return guarded
