"""Movements, twenty to a page, and who may open which page."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise

from kit.errors import NotAllowed
from kit.paging import page_number
from payments.models import Wallet
from payments.selectors import movements, wallet_of

ROWS = 20
View = Callable[..., HttpResponse]


def with_wallet(kind: str, refusal: str | Promise) -> Callable[[View], View]:
    """Signed in, with a wallet of this kind, which the view gets as its second argument."""

    def decorate(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            wallet = wallet_of(request.user, kind)
            if wallet is None:
                raise NotAllowed(refusal)
            return view(request, wallet, *args, **kwargs)

        return guarded

    return decorate


def page_of_movements(request: HttpRequest, wallet: Wallet) -> dict[str, Any]:
    """`rows`, and the address of the next page when there is one; one query, nothing is counted. And whether
    all payments stand still.
    """
    number = page_number(request.GET.get("page"))
    start = (number - 1) * ROWS
    found = list(movements([wallet])[start : start + ROWS + 1])
    next_url = f"{request.path}?page={number + 1}" if len(found) > ROWS else ""
    return {
        "rows": found[:ROWS],
        "next_url": next_url,
        "is_first": number == 1,
        "money_stands": getattr(wallet, "money_stands", False),
    }
