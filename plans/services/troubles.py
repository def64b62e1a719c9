"""What does not fit in a plan paid by card is kept for staff, and never guessed at."""

import logging
from typing import Any

from django.db import transaction
from django.utils import timezone

from kit.errors import ensure
from plans import policies
from plans.models import CardPlan, CardTrouble

log = logging.getLogger(__name__)


def note_trouble(card: CardPlan, what: str, about: str, **amounts: Any) -> None:
    """Somebody of staff has to look: it is kept until somebody did, and logged once. In the caller's
    transaction.
    """
    _row, is_new = CardTrouble.objects.get_or_create(card=card, what=what, about=about[:80], defaults=amounts)
    if is_new:
        log.error("card plan %s (%s): %s %s %s", card.pk, card.stripe_id, what, about, amounts or "")


@transaction.atomic
def see_trouble(*, trouble_id: int, by: Any) -> CardTrouble:
    """Somebody of staff looked at it, the first one counts. Nothing else changes. Raises NotAllowed."""
    ensure(policies.may_look_at_trouble(by))
    row = CardTrouble.objects.select_for_update(of=("self",)).get(pk=trouble_id)
    if row.seen_at is None:
        row.seen_by, row.seen_at = by, timezone.now()
        row.save(update_fields=["seen_by", "seen_at"])
    return row
