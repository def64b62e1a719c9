from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from kit.errors import NotAllowed, ensure
from payments.models import Wallet
from payments.selectors import wallet_of
from plans import policies


def wallet_for(request: HttpRequest) -> Wallet:
    """The brand's wallet, for everybody in its team. Raises NotAllowed."""
    wallet = wallet_of(request.user, Wallet.Kind.BRAND)
    if wallet is None:
        raise NotAllowed(_("This page is for brands."))
    return wallet


def wallet_to_pay_from(request: HttpRequest) -> Any:
    """The same, for whoever may pay from it. Raises NotAllowed."""
    wallet = wallet_for(request)
    ensure(policies.may_subscribe(request.user, wallet))
    return wallet
