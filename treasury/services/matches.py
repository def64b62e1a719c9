"""What a line of the bank is: one person says it, another agrees, and only then money is booked."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.services import insist_proof
from kit.errors import ensure
from treasury import policies
from treasury.errors import SameTwoEyes
from treasury.models import Match, StatementLine
from treasury.services.booking import BOOKINGS, check

State = Match.State
Line = StatementLine.State


@transaction.atomic
def propose_match(
    *, line_id: UUID, kind: str, target: str, by: Any, gross_centimes: int | None = None
) -> Match:
    """Say what a line is. Nothing moves. Raises NotAllowed, WrongState, DoesNotFit."""
    ensure(policies.may_read_statements(by))
    line = StatementLine.objects.lock(line_id)
    line.move(Line.PROPOSED)
    match = Match(
        line=line, kind=kind, target=target.strip()[:64], gross_centimes=gross_centimes, proposed_by=by
    )
    check(match)
    line.save(update_fields=["state"])
    match.save()
    return match


@transaction.atomic
def approve_match(*, match_id: UUID, by: Any) -> Match:
    """Agree, and book it: the line is matched and the ledger moves, together or not at all.

    Raises NotAllowed, SameTwoEyes, WrongState, DoesNotFit when it no longer fits, ProofNeeded.
    """
    ensure(policies.may_read_statements(by))
    insist_proof(by=by)
    match, line = _locked(match_id)
    if match.proposed_by_id == by.pk:
        raise SameTwoEyes
    match.move(State.APPROVED)
    line.move(Line.MATCHED)
    check(match)
    match.outcome = BOOKINGS[match.kind](match, by)
    _decide(match, line, by)
    return match


@transaction.atomic
def refuse_match(*, match_id: UUID, by: Any) -> Match:
    """It is something else: the line is open again. The proposer may take it back too. Raises WrongState."""
    ensure(policies.may_read_statements(by))
    match, line = _locked(match_id)
    match.move(State.REFUSED)
    line.move(Line.OPEN)
    _decide(match, line, by)
    return match


def _locked(match_id: UUID) -> tuple[Match, StatementLine]:
    line = StatementLine.objects.lock(Match.objects.values_list("line_id", flat=True).get(pk=match_id))
    match = Match.objects.select_for_update(of=("self",)).get(pk=match_id)
    match.line = line
    return match, line


def _decide(match: Match, line: StatementLine, by: Any) -> None:
    match.decided_by, match.decided_at = by, timezone.now()
    match.save(update_fields=["state", "outcome", "decided_by", "decided_at"])
    line.save(update_fields=["state"])
