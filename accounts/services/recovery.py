"""Codes on paper, for the day the phone is lost."""

import base64
import secrets

from django.db import transaction
from django.utils import timezone

from accounts.models import RecoveryCode, SecurityEvent, User
from accounts.services.proof import insist_proof
from accounts.services.trail import NOWHERE, note
from kit.requests import Caller
from kit.tokens import digest
from mail.services import post_letter

N_CODES = 10


@transaction.atomic
def make_recovery_codes(*, by: User, caller: Caller = NOWHERE) -> list[str]:
    """Ten new ones, shown once; the ones before are dead. Raises ProofNeeded."""
    insist_proof(by=by)
    codes = fresh_codes(user=by)
    note(user=by, kind=SecurityEvent.Kind.CODES_MADE, caller=caller)
    post_letter(kind="recovery_codes_made", to=by.email, language=by.language, user_id=by.pk)
    return codes


@transaction.atomic
def fresh_codes(*, user: User) -> list[str]:
    """Replace a person's codes, who is locked meanwhile."""
    User.objects.select_for_update().get(pk=user.pk)
    codes = [_code() for _n in range(N_CODES)]
    user.recovery_codes.all().delete()
    RecoveryCode.objects.bulk_create(RecoveryCode(user=user, code_hash=digest(_plain(one))) for one in codes)
    return codes


def _code() -> str:
    """120 random bits in base32, enough for a hash without salt: six groups of four signs."""
    text = base64.b32encode(secrets.token_bytes(15)).decode()
    return "-".join(text[start : start + 4] for start in range(0, 24, 4))


def _plain(code: str) -> str:
    return "".join(sign for sign in code.upper() if sign.isalnum())


@transaction.atomic
def use_recovery_code(*, user: User, code: str, caller: Caller = NOWHERE) -> bool:
    """Whether this is one of the codes that are left; then it is used up, and the mailbox is told."""
    rows = RecoveryCode.objects.filter(user=user, code_hash=digest(_plain(code)), used_at=None)
    if not rows.update(used_at=timezone.now()):
        return False
    note(user=user, kind=SecurityEvent.Kind.CODE_USED, caller=caller)
    n_left = user.recovery_codes.filter(used_at=None).count()
    post_letter(
        kind="recovery_code_used",
        to=user.email,
        language=user.language,
        user_id=user.pk,
        data={"n_left": n_left},
    )
    return True
