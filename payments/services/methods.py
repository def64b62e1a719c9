"""Bank accounts to be paid on: checked, encrypted, and slow to change."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.services import insist_proof
from events.services import emit
from kit import crypt
from kit.errors import ensure
from kit.morocco import RIB_DIGITS, is_rib
from payments import policies
from payments.errors import RibHasLetters, RibWrongKey, RibWrongLength
from payments.facts import PayoutMethodAdded
from payments.models import PayoutMethod, Wallet
from payments.selectors import full_rib, payout_method

SPACERS = " \u00a0\u202f\u2009.-_/\t\r\n"


def check_rib(typed: str) -> str:
    """The 24 digits of what somebody typed, spaces and dots aside. Raises a WrongRib that says what is
    off."""
    kept = "".join(c for c in typed if c not in SPACERS and c.isprintable())
    strange = "".join(dict.fromkeys(c for c in kept if not c.isdecimal()))[:10]
    digits = "".join(str(int(c)) for c in kept if c.isdecimal())
    if strange:
        raise RibHasLetters(RibHasLetters.detail % {"strange": strange}, strange=strange)
    if len(digits) != RIB_DIGITS:
        raise RibWrongLength(RibWrongLength.detail % {"given": len(digits)}, given=len(digits))
    if not is_rib(digits):
        raise RibWrongKey(RibWrongKey.detail % {"key": digits[-2:]}, key=digits[-2:])
    return digits


@transaction.atomic
def add_payout_method(*, wallet: Wallet, holder_name: str, rib: str, by: Any) -> PayoutMethod:
    """Set the wallet's RIB. The first is usable at once; a change waits 72 hours; the same RIB changes
    nothing.

    Raises NotAllowed, WrongRib and ProofNeeded.
    """
    insist_proof(by=by)
    wallet = Wallet.objects.lock(wallet.pk)
    ensure(policies.may_move(by, wallet))
    digits = check_rib(rib)
    current = payout_method(wallet)
    if current is not None and full_rib(current) == digits:
        return current
    now = timezone.now()
    hold = timedelta(seconds=settings.PAYOUT_METHOD_HOLD_S if wallet.payout_methods.exists() else 0)
    PayoutMethod.objects.filter(wallet=wallet, removed_at=None).update(removed_at=now)
    method = PayoutMethod.objects.create(
        wallet=wallet,
        holder_name=holder_name[:120],
        rib_encrypted=crypt.encrypt(digits),
        rib_last4=digits[-4:],
        usable_at=now + hold,
    )
    fact = PayoutMethodAdded(
        wallet_id=str(wallet.pk), last4=method.rib_last4, usable_at=method.usable_at.isoformat()
    )
    emit(fact, by=by)
    return method
