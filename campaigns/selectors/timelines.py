"""The history of a contract: states and money in one list, the same for both sides."""

from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter
from typing import Any

from campaigns.models import Collaboration, Move
from payments.selectors import money_lines


@dataclass(frozen=True)
class TimelineLine:
    """`code` is "collaboration.signed", "deliverable.submitted" ... or, for money, a word of the bank
    ("funded", "released", "fee", "vat", "refunded"). `by_name` is empty when a deadline did it.
    """

    at: datetime
    kind: str
    code: str
    by_name: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    amount_centimes: int | None = None


def timeline(collaboration: Collaboration) -> list[TimelineLine]:
    """Oldest first. Three queries."""
    positions = dict(collaboration.deliverables.values_list("pk", "position"))
    moves = collaboration.moves.select_related("by").order_by("id")
    lines = [state_line(move, positions) for move in moves]
    lines += [
        TimelineLine(
            at=line.at,
            kind="money",
            code=line.kind,
            data={"reference": line.reference},
            amount_centimes=line.amount_centimes,
        )
        for line in money_lines(collaboration.pk)
    ]
    return sorted(lines, key=attrgetter("at"))


def state_line(move: Move, positions: dict[Any, int]) -> TimelineLine:
    """One move; a signature keeps the state, so its side names it. Staff act as the house."""
    code = f"{move.subject}.{move.to_state}"
    if "signed_by" in move.data:
        code = f"{move.subject}.signed_by_{move.data['signed_by']}"
    place = {"position": positions[move.subject_id]} if move.subject_id in positions else {}
    return TimelineLine(
        at=move.made_at, kind="state", code=code, by_name=name_of(move.by), data={**move.data, **place}
    )


def name_of(user: Any) -> str:
    if user is None:
        return ""
    return "InfluMaroc" if user.is_staff else user.name
