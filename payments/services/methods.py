"""Where people are paid: checked, encrypted, and slow to change.

A payout goes to the method it was made with, or nowhere: adding an account or choosing another default moves
nothing that is under way; removing an account stops what has not left for it.
"""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.services import insist_proof
from events.services import emit
from kit import crypt
from kit.errors import ensure
from kit.morocco import RIB_DIGITS, is_rib
from payments import policies
from payments.errors import (
    PayoutKindNotOffered,
    PayoutMethodGone,
    RibHasLetters,
    RibWrongKey,
    RibWrongLength,
    WrongAddress,
)
from payments.facts import PayoutMethodAdded, PayoutMethodRemoved
from payments.models import Payout, PayoutMethod, Wallet
from payments.selectors import payout_address, payout_kinds, payout_methods
from payments.services.payout_ends import give_back

SPACERS = " \u00a0\u202f\u2009.-_/\t\r\n"
Kind = PayoutMethod.Kind
SHAPES = {
    Kind.PAYPAL: re.compile(r"[^@\s]{1,64}@[^@\s]+\.[^@\s]{2,}|[A-Z0-9]{13}"),
    Kind.STRIPE: re.compile(r"acct_[A-Za-z0-9]{8,40}"),
}


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
    """Add a RIB and make it the default. The first is usable at once; a later one waits 72 hours; one that
    is kept already only becomes the default.

    Raises NotAllowed, WrongRib and ProofNeeded.
    """
    digits = check_rib(rib)
    return _add(wallet, PayoutMethod(kind=Kind.RIB, holder_name=holder_name[:120]), digits, by)


@transaction.atomic
def add_provider_method(*, wallet: Wallet, kind: str, currency: str, address: str, by: Any) -> PayoutMethod:
    """Add an account at PayPal (mailbox or id) or Stripe (acct_…), under the same rules as a RIB.

    Raises NotAllowed, PayoutKindNotOffered, WrongAddress and ProofNeeded.
    """
    offered = payout_kinds(wallet)
    if kind not in SHAPES or currency not in offered.get(kind, []):
        raise PayoutKindNotOffered(offered=offered)
    address = address.strip()
    if not SHAPES[Kind(kind)].fullmatch(address):
        raise WrongAddress
    return _add(
        wallet, PayoutMethod(kind=kind, currency=currency, holder_name=wallet.name[:120]), address, by
    )


@transaction.atomic
def set_default_method(*, method_id: UUID, by: Any) -> PayoutMethod:
    """Be paid here from now on. Raises NotAllowed, PayoutMethodGone and ProofNeeded."""
    method = _locked(method_id, by)
    _make_default(method)
    return method


@transaction.atomic
def remove_payout_method(*, method_id: UUID, by: Any) -> PayoutMethod:
    """Never pay here again. What has not left for it fails and is available again; what is already at the
    bank cannot be called back. Said twice, it happens once.

    Raises NotAllowed and ProofNeeded.
    """
    try:
        method = _locked(method_id, by)
    except PayoutMethodGone:
        return PayoutMethod.objects.get(pk=method_id)
    was_default, method.is_default, method.removed_at = method.is_default, False, timezone.now()
    method.save(update_fields=["is_default", "removed_at"])
    waiting = [Payout.State.REQUESTED, Payout.State.APPROVED]
    for payout_id in method.payouts.filter(state__in=waiting).order_by("id").values_list("pk", flat=True):
        payout = Payout.objects.lock(payout_id)
        if payout.state in waiting:
            give_back(payout, Payout.Reason.METHOD_REMOVED, by=by)
    left = payout_methods(method.wallet)
    if was_default and left:
        _make_default(left[0])
    emit(PayoutMethodRemoved(wallet_id=str(method.wallet_id), last4=method.masked), by=by)
    return method


def _add(wallet: Wallet, method: PayoutMethod, address: str, by: Any) -> PayoutMethod:
    insist_proof(by=by)
    wallet = Wallet.objects.lock(wallet.pk)
    ensure(policies.may_move(by, wallet))
    for kept in payout_methods(wallet):
        if _same(kept, method, address):
            _make_default(kept)
            return kept
    is_first = not wallet.payout_methods.exists()
    hold = timedelta(seconds=0 if is_first else settings.PAYOUT_METHOD_HOLD_S)
    method.wallet, method.is_default, method.usable_at = wallet, False, timezone.now() + hold
    method.address_encrypted, method.hint = crypt.encrypt(address), _hint(method.kind, address)
    method.save()
    _make_default(method)
    fact = PayoutMethodAdded(
        wallet_id=str(wallet.pk), last4=method.masked, usable_at=method.usable_at.isoformat()
    )
    emit(fact, by=by)
    return method


def _same(kept: PayoutMethod, method: PayoutMethod, address: str) -> bool:
    if (kept.kind, kept.currency) != (method.kind, method.currency):
        return False
    return payout_address(kept) == address


def _hint(kind: str, address: str) -> str:
    """Four last signs; of a mailbox its first letter and where it is."""
    name, _at, host = address.rpartition("@")
    return f"{name[0]}•••@{host}"[:80] if kind == Kind.PAYPAL and name else address[-4:]


def _locked(method_id: UUID, by: Any) -> PayoutMethod:
    insist_proof(by=by)
    method = PayoutMethod.objects.get(pk=method_id)
    method.wallet = Wallet.objects.lock(method.wallet_id)
    method.refresh_from_db(fields=["is_default", "removed_at", "usable_at"])
    ensure(policies.may_move(by, method.wallet))
    if method.removed_at is not None:
        raise PayoutMethodGone
    return method


def _make_default(method: PayoutMethod) -> None:
    """Under the wallet's lock. One statement after the other: the index allows no two."""
    rows = PayoutMethod.objects.filter(wallet_id=method.wallet_id, is_default=True)
    rows.exclude(pk=method.pk).update(is_default=False)
    if not method.is_default:
        method.is_default = True
        method.save(update_fields=["is_default"])
