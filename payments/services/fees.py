from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kit.errors import ensure
from payments import policies
from payments.models import FeeSchedule


@transaction.atomic
def add_fees(*, schedule: FeeSchedule, by: Any) -> FeeSchedule:
    """Put new rates in force from a moment to come; escrows that are open keep theirs.

    Raises NotAllowed, and ValidationError for a moment that has passed or rates beyond reason.
    """
    ensure(policies.may_set_fees(by))
    if schedule.pk is not None or schedule.starts_at < timezone.now():
        raise ValidationError(_("Rates are added for a moment to come, never changed."))
    schedule.made_by = by
    schedule.full_clean()
    schedule.save()
    return schedule
