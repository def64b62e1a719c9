"""What people say about how they want to be told. Saying it twice changes nothing."""

from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from notifications.errors import KindFixed
from notifications.models import Choice, Habits
from notifications.selectors import default_way, event_of, ways_open


class Wish(NamedTuple):
    """How one kind is to arrive on one channel."""

    kind: str
    channel: str
    way: str


@transaction.atomic
def choose(*, by: User, wishes: list[Wish], habits: dict[str, Any] | None = None) -> None:
    """Keep what differs from the defaults; forget what is a default again. `habits` are columns of Habits.

    Two at once end with the last word for each wish. Raises KindFixed when one is not open to choice, and
    ValidationError when only one end of the quiet time is given.
    """
    if any(wish.way not in ways_open(wish.kind, wish.channel) for wish in wishes):
        raise KindFixed
    wanted = {(event_of(wish.kind), wish.channel): wish.way for wish in wishes}
    changed = {cell: way for cell, way in wanted.items() if way != default_way(*cell)}
    _forget(by, [cell for cell in wanted if cell not in changed])
    Choice.objects.bulk_create(
        [
            Choice(user=by, kind=kind, channel=channel, way=way)
            for (kind, channel), way in sorted(changed.items())
        ],
        update_conflicts=True,
        unique_fields=["user", "kind", "channel"],
        update_fields=["way"],
    )
    if habits:
        _keep_habits(by, habits)


def _forget(user: User, cells: list[tuple[str, str]]) -> None:
    """Choices that are the default again."""
    if cells:
        chosen = reduce(or_, (Q(kind=kind, channel=channel) for kind, channel in cells))
        Choice.objects.filter(chosen, user=user).delete()


def _keep_habits(user: User, changed: dict[str, Any]) -> None:
    Habits.objects.get_or_create(user=user)
    row = Habits.objects.select_for_update().get(user=user)
    for name, value in changed.items():
        setattr(row, name, value)
    if (row.quiet_from is None) != (row.quiet_until is None):
        missing = "quiet_from" if row.quiet_from is None else "quiet_until"
        raise ValidationError({missing: _("Give both hours of the quiet time, or none.")})
    row.save(update_fields=list(changed))
