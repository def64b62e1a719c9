"""What is to be done next, by whom and until when: for one contract, and for a whole desk."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from campaigns.models import Collaboration, Deliverable, Signature
from campaigns.policies import BRAND, INFLUENCER, may_fund, may_sign_for, side_of
from campaigns.selectors.consequences import is_retaining

K, D = Collaboration.State, Deliverable.State
# In each live state of a deliverable: the code of the step and the side that owes it.
STEPS = {
    D.DUE: ("submit", INFLUENCER),
    D.CHANGES_REQUESTED: ("change", INFLUENCER),
    D.SUBMITTED: ("review", BRAND),
    D.APPROVED: ("publish", INFLUENCER),
    D.PUBLISHED: ("accept", BRAND),
}


@dataclass(frozen=True)
class NextStep:
    """`who` is you, them or nobody. `code` is the step (sign, fund, submit, change, review, publish, accept,
    decide, bank, retained) or, when it is over, the final state. `due_at` is the deadline people read.
    """

    who: str
    code: str
    due_at: datetime | None = None
    deliverable: Deliverable | None = None

    @property
    def is_overdue(self) -> bool:
        return self.deliverable is not None and self.deliverable.is_overdue


def next_step(collaboration: Collaboration, user: Any) -> NextStep:
    """The step for this person first, else the one the other side owes, the earliest deadline first.

    At most two queries; none for deliverables and signatures that are prefetched.
    """
    if collaboration.state == K.AGREED:
        return signing_step(collaboration, user)
    if collaboration.state == K.SIGNED:
        return step(collaboration, "fund", may_act=may_fund(user, collaboration))
    if collaboration.state in {K.FUNDED, K.ACTIVE, K.DISPUTED}:
        return secured_step(collaboration, user)
    return NextStep(who="nobody", code=collaboration.state)


def secured_step(collaboration: Collaboration, user: Any) -> NextStep:
    """Work, unless somebody outside decides first: a bank, then the staff."""
    if collaboration.escrow.charged_back_at:
        return NextStep(who="them", code="bank")
    if collaboration.state == K.DISPUTED:
        return step(collaboration, "decide", may_act=False)
    return working_step(collaboration, side_of(user, collaboration))


def step(collaboration: Collaboration, code: str, *, may_act: bool) -> NextStep:
    return NextStep(who="you" if may_act else "them", code=code, due_at=collaboration.due_at)


def signing_step(collaboration: Collaboration, user: Any) -> NextStep:
    missing = set(Signature.Side.values) - {row.side for row in collaboration.signatures.all()}
    return step(collaboration, "sign", may_act=may_sign_for(user, collaboration) in missing)


def working_step(collaboration: Collaboration, side: str | None) -> NextStep:
    """Among the open deliverables: yours before theirs, then the earliest."""
    rows = [row for row in collaboration.deliverables.all() if row.state in STEPS]
    if not rows:
        code = "retained" if is_retaining(collaboration.escrow) else collaboration.state
        return NextStep(who="nobody", code=code, due_at=collaboration.due_at if code == "retained" else None)
    first = min(
        rows, key=lambda row: (STEPS[D(row.state)][1] != side, row.expected_at is None, row.expected_at)
    )
    code, owner = STEPS[D(first.state)]
    who = "you" if owner == side else "them"
    return NextStep(who=who, code=code, due_at=first.expected_at, deliverable=first)
