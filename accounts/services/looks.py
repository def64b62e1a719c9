"""Staff look at the site as somebody sees it: for a reason, for a while, and never with their hands."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import SecurityEvent, StaffLook, User
from accounts.policies import may_see_as
from accounts.services.trail import note
from kit.errors import ensure
from kit.ids import is_uuid
from kit.requests import Caller
from kit.text import tidy_lines


@transaction.atomic
def start_look(*, person_id: Any, reason: str, by: User, caller: Caller) -> StaffLook:
    """Begin to look at the site as a person sees it; they find it in their trail.

    Raises NotAllowed, User.DoesNotExist and ValidationError under "reason".
    """
    person = User.objects.get(pk=person_id)
    ensure(may_see_as(by, person))
    why = tidy_lines(reason)[:500]
    if not why:
        raise ValidationError({"reason": _("Say why: it is kept.")})
    for look in StaffLook.objects.select_for_update().filter(staff=by, ended_at=None):
        _close(look)
    note(user=person, kind=SecurityEvent.Kind.SEEN_AS, by=by, reason=why)
    note(user=by, kind=SecurityEvent.Kind.LOOKED_AS, by=by, caller=caller, reason=f"{person.email}\n{why}")
    return StaffLook.objects.create(staff=by, person=person, reason=why)


def open_look(*, look_id: Any, staff: User) -> StaffLook | None:
    """The look that this member of staff has open, its person with it; None once it may not go on.

    It ends with its time, and as soon as the right or the person's account is gone. One query, and one more
    that closes it.
    """
    if not (is_uuid(look_id) and staff.is_authenticated):
        return None
    rows = StaffLook.objects.select_related("person").filter(staff=staff, ended_at=None)
    look = rows.filter(pk=look_id).first()
    if look is None:
        return None
    if timezone.now() < look.until and may_see_as(staff, look.person):
        return look
    _close(look)
    return None


def count_page(*, look: StaffLook) -> None:
    """One more page was looked at."""
    StaffLook.objects.filter(pk=look.pk).update(n_pages=F("n_pages") + 1)


def end_look(*, look: StaffLook) -> None:
    """Stop looking."""
    _close(look)


def _close(look: StaffLook) -> None:
    look.ended_at = min(timezone.now(), look.until)
    look.save(update_fields=["ended_at"])
