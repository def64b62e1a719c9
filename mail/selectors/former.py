"""Where people were written to before."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from mail.models import Letter


def former_addresses(user_ids: Iterable[UUID], since: datetime) -> dict[UUID, list[str]]:
    """Mailboxes that were these people's own until some time after `since`: each was told of the change then.

    One query.
    """
    rows = Letter.objects.filter(kind="email_changed", user_id__in=list(user_ids), queued_at__gte=since)
    found: dict[UUID, list[str]] = {}
    for user_id, address in rows.order_by("queued_at").values_list("user_id", "to"):
        if user_id is not None and address not in found.setdefault(user_id, []):
            found[user_id].append(address)
    return found
