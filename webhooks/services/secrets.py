"""The secret that calls are signed with: shown after a proof, changed with a day's overlap."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.services import insist_proof
from events.services import emit
from kit import crypt
from webhooks.errors import SecretIsNew
from webhooks.facts import SecretRotated
from webhooks.models import Endpoint
from webhooks.selectors import new_secret
from webhooks.services.locks import about, lock_own

OVERLAP = timedelta(hours=24)


@transaction.atomic
def rotate_secret(*, endpoint_id: UUID, by: Any) -> Endpoint:
    """A new secret signs at once; the one before it signs too for a day, then it is worth nothing.

    Raises NotAllowed, ProofNeeded; SecretIsNew within that day, which the one before was promised.
    """
    insist_proof(by=by)
    endpoint, now = lock_own(endpoint_id, by), timezone.now()
    if endpoint.old_until is not None and now < endpoint.old_until:
        raise SecretIsNew
    endpoint.old_sealed, endpoint.old_until = endpoint.sealed, now + OVERLAP
    endpoint.sealed = crypt.encrypt(new_secret())
    endpoint.save(update_fields=["sealed", "old_sealed", "old_until"])
    emit(SecretRotated(**about(endpoint)), by=by)
    return endpoint


@transaction.atomic
def reveal_secret(*, endpoint_id: UUID, by: Any) -> str:
    """The present one. Raises NotAllowed, ProofNeeded."""
    insist_proof(by=by)
    return lock_own(endpoint_id, by).secret
