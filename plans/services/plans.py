from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kit.errors import ensure
from plans import policies
from plans.models import Plan


@transaction.atomic
def add_plan(*, code: str, starts_at: datetime, terms: dict[str, Any], note: str, by: Any) -> Plan:
    """Put new terms of a plan in force from a moment to come; who subscribed keeps the old ones until the
    period ends. Raises NotAllowed, ValidationError.
    """
    ensure(policies.may_set_plans(by))
    if starts_at < timezone.now():
        raise ValidationError({"starts_at": _("Terms are added for a moment to come, never changed.")})
    plan = Plan(code=code, starts_at=starts_at, note=note, made_by=by, **terms)
    plan.full_clean()
    plan.save()
    return plan
