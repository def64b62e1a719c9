"""A creator's word that the platform bills in their name."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.services import insist_proof
from events.services import emit
from invoicing import policies
from invoicing.errors import AlreadyMandated
from invoicing.facts import MandateAccepted, MandateRevoked
from invoicing.models import Mandate
from invoicing.selectors import hash_of, mandate_of, mandate_text
from kit.errors import Stale, WrongState, ensure
from kit.numbers import current_language
from payments.models import Wallet


@transaction.atomic
def accept_mandate(*, wallet: Wallet, text_sha256: str, by: Any) -> Mandate:
    """Keep the word with the text it was given to. It counts for what closes from now on.

    `text_sha256` is of the text that was shown. Raises NotAllowed, ProofNeeded, AlreadyMandated, and Stale
    when the text has changed since.
    """
    ensure(policies.may_mandate(by, wallet))
    insist_proof(by=by)
    Wallet.objects.lock(wallet.pk)
    if mandate_of(wallet) is not None:
        raise AlreadyMandated
    language = current_language()
    text = mandate_text(language)
    if hash_of(text) != text_sha256:
        raise Stale(version=settings.MANDATE_VERSION)
    mandate = Mandate.objects.create(
        wallet=wallet,
        version=settings.MANDATE_VERSION,
        language=language,
        text=text,
        text_sha256=text_sha256,
        accepted_by=by,
        accepted_at=timezone.now(),
    )
    emit(MandateAccepted(wallet_id=str(wallet.pk), version=mandate.version), by=by)
    return mandate


@transaction.atomic
def revoke_mandate(*, wallet: Wallet, by: Any) -> Mandate:
    """From now on the creator bills by themselves; what was billed under it stays. Raises NotAllowed,
    ProofNeeded, WrongState.
    """
    ensure(policies.may_mandate(by, wallet))
    insist_proof(by=by)
    Wallet.objects.lock(wallet.pk)
    mandate = mandate_of(wallet)
    if mandate is None:
        raise WrongState
    mandate.revoked_at, mandate.revoked_by = timezone.now(), by
    mandate.save(update_fields=["revoked_at", "revoked_by"])
    emit(MandateRevoked(wallet_id=str(wallet.pk), version=mandate.version), by=by)
    return mandate
