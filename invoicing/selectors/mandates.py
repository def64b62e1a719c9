"""The mandate to bill in a creator's name: its text, and who gave it."""

import hashlib
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from invoicing.models import Mandate
from payments.models import Wallet


def mandate_of(wallet: Wallet) -> Mandate | None:
    """The one in force now."""
    return mandate_at(wallet.pk, timezone.now())


def mandate_at(wallet_id: Any, at: Any) -> Mandate | None:
    """The one in force at a moment."""
    return Mandate.objects.in_force(wallet_id, at)


def mandate_text(language: str) -> str:
    """The text in force, as it is shown and kept with the word of whoever accepts it."""
    with override(language):
        context = {"version": settings.MANDATE_VERSION, "platform": settings.PLATFORM_IDENTITY["legal_name"]}
        return render_to_string("invoicing/mandate.txt", context).strip()


def hash_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
