from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kit.errors import WrongState, ensure
from taxes import policies
from taxes.models import RuleSwitch
from taxes.selectors import RULES

CODES = {rule.code for rule in RULES}


@transaction.atomic
def propose_switch(*, code: str, is_on: bool, starts_on: date, reason: str, by: Any) -> RuleSwitch:
    """Ask to turn a rule on or off from a day on. Raises NotAllowed, ValidationError."""
    ensure(policies.may_set_rules(by))
    if code not in CODES:
        raise ValidationError({"code": _("There is no such rule.")})
    if starts_on < timezone.localdate():
        raise ValidationError({"starts_on": _("What was taxed stays as it was: choose today or later.")})
    row = RuleSwitch(code=code, is_on=is_on, starts_on=starts_on, reason=reason.strip()[:300], made_by=by)
    row.full_clean(exclude=["approved_by"])
    row.save()
    return row


@transaction.atomic
def approve_switch(*, switch_id: int, by: Any) -> RuleSwitch:
    """A second person agrees, and it counts. Raises NotAllowed (also for the same person), WrongState."""
    ensure(policies.may_set_rules(by))
    row = RuleSwitch.objects.select_for_update(of=("self",)).get(pk=switch_id)
    ensure(row.made_by_id != by.pk)
    if row.approved_at is not None:
        raise WrongState(state="approved", wanted="approved")
    row.approved_by, row.approved_at = by, timezone.now()
    row.save(update_fields=["approved_by", "approved_at"])
    return row
