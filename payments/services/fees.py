from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kit.errors import ensure
from payments import policies
from payments.models import FeeSchedule


@transaction.atomic
def add_fees(*, starts_at: datetime, rates: dict[str, int], note: str, by: Any) -> FeeSchedule:
    """Put new rates (field name: basis points) in force from a moment to come; open escrows keep theirs.

    Raises NotAllowed, and ValidationError for a moment that has passed or rates beyond reason.
    """
    ensure(policies.may_set_fees(by))
    if starts_at < timezone.now():
        raise ValidationError(_("Rates are added for a moment to come, never changed."))
    schedule = FeeSchedule(starts_at=starts_at, note=note, made_by=by, **rates)
    schedule.full_clean()
    schedule.save()
    return schedule
