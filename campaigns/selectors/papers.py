"""Files of the work and of disputes: what a page shows of them, and who may have them
(settings.FILE_READERS)."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from campaigns.models import Collaboration, Deliverable, Dispute
from campaigns.policies import may_decide
from files.models import File
from files.selectors import FileCard, card_of, cards_of, own_files
from kit.ids import is_uuid

Cards = dict[str, list[FileCard]]


def files_of_work(deliverables: Iterable[Deliverable], reader: Any) -> Cards:
    """The files of every version of these, by its `target`, for somebody who may see them. Two queries, or
    none while nothing was sent.
    """
    return _cards([one.target for row in deliverables for one in row.submissions.all()], reader)


def files_of_dispute(dispute: Dispute | None, reader: Any) -> list[FileCard]:
    """What both sides put forward, the oldest first. Two queries, or none without a dispute."""
    return _cards([dispute.target], reader).get(dispute.target, []) if dispute else []


def evidence_from(dispute: Dispute | None) -> dict[UUID, str]:
    """Which side put each file forward, by its name. One query, or none without a dispute."""
    if dispute is None:
        return {}
    deal = dispute.collaboration
    rows = File.objects.attached_to([dispute.target]).values_list("pk", "owner")
    creator = deal.influencer.user_id
    return {pk: deal.influencer.name if owner == creator else deal.brand.name for pk, owner in rows}


def waiting_files(user: Any, ids: Sequence[UUID]) -> list[FileCard]:
    """A person's own files that can be put on something, for a form that is shown once more."""
    rows = own_files(user).usable().filter(pk__in=ids, attached_to="").order_by("pk") if ids else []
    return [card_of(row, user) for row in rows]


def _cards(targets: list[str], reader: Any) -> Cards:
    return cards_of(targets=targets, reader=reader) if targets else {}


def may_read_work(user: Any, file: Any) -> bool:
    """Both sides of the contract; staff who decide, once there was a dispute. At most two queries."""
    pk = file.attached_to.removeprefix("deliverable:")
    if not is_uuid(pk):
        return False
    rows = Collaboration.objects.filter(deliverables__submissions=pk)
    return _is_party(user, rows) or (may_decide(user) and rows.filter(dispute__isnull=False).exists())


def may_read_evidence(user: Any, file: Any) -> bool:
    """Both sides of the contract, and staff who decide. One query."""
    pk = file.attached_to.removeprefix("evidence:")
    return pk.isdecimal() and (may_decide(user) or _is_party(user, Collaboration.objects.filter(dispute=pk)))


def _is_party(user: Any, rows: Any) -> bool:
    return bool(rows.visible_to(user).exists())
