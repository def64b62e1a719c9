"""Runs of the auditor, each a row; and the hold on money while the last one found the books wrong."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.services import insist_proof
from events.services import emit
from kit.errors import WrongState, ensure
from payments import policies
from payments.errors import AuditRunning, MoneyOnHold, SecondOfStaffNeeded
from payments.facts import LedgerHoldLifted, LedgerTurnedRed
from payments.models import AuditRun, LedgerEntry, LedgerHold, LedgerSeal, LedgerTransaction
from payments.selectors.audit import Finding, audit
from payments.selectors.holds import accepted_marks, is_on_hold, mark_of, open_hold
from payments.selectors.warnings import warnings
from payments.services.journal import seal_all

log = logging.getLogger(__name__)
LOCK = 7_250_550_002


def run_audit(*, by: Any = None) -> AuditRun:
    """Seal what is new, prove the books on one snapshot, keep the result; hold money or let it go.

    Without `by` it is the house itself. Raises NotAllowed, AuditRunning.
    """
    if by is not None:
        ensure(policies.may_audit(by))
    with _alone():
        started, at = time.monotonic(), timezone.now()
        seal_all()
        findings, notes = audit(), warnings()
        took_ms = int((time.monotonic() - started) * 1000)
        run = _keep(findings, {"at": at, "took_ms": took_ms, "warnings": notes, "asked_by": by})
    for note in notes:
        log.error("ledger: %s", note["said"])
    return run


@transaction.atomic
def _keep(findings: list[Finding], row: dict[str, Any]) -> AuditRun:
    head = LedgerSeal.objects.first()
    run = AuditRun.objects.create(
        **row,
        n_findings=len(findings),
        findings=[finding.as_dict() for finding in findings],
        n_transactions=LedgerTransaction.objects.count(),
        n_entries=LedgerEntry.objects.count(),
        head_sequence=head.sequence if head else 0,
        head_hash=head.hash if head else b"",
    )
    if run.is_green:
        _let_go(run)
    else:
        _hold(run)
    return run


def _hold(run: AuditRun) -> None:
    """Stop money, unless two people have looked at everything that is wrong and let it move."""
    if is_on_hold() or {mark_of(finding) for finding in run.findings} <= accepted_marks():
        return
    LedgerHold.objects.create(run=run)
    log.error("the ledger is wrong, money is on hold: %s findings, audit %s", run.n_findings, run.pk)
    emit(LedgerTurnedRed(run_id=str(run.pk), n_findings=run.n_findings))


def _let_go(run: AuditRun) -> None:
    hold = _locked()
    if hold is None:
        return
    hold.green_run, hold.lifted_at = run, timezone.now()
    hold.save(update_fields=["green_run", "lifted_at"])
    emit(LedgerHoldLifted(hold_id=str(hold.pk), reason=""))


@transaction.atomic
def ask_lift(*, reason: str, by: Any) -> LedgerHold:
    """Say why money may move although the books are wrong; another person has to agree. Raises NotAllowed,
    ProofNeeded, WrongState when nothing is on hold.
    """
    insist_proof(by=by)
    ensure(policies.may_correct(by))
    if not reason.strip():
        raise ValidationError({"reason": _("Say why.")})
    hold = _locked()
    if hold is None:
        raise WrongState
    hold.asked_by, hold.reason = by, reason.strip()[:300]
    hold.save(update_fields=["asked_by", "reason"])
    return hold


@transaction.atomic
def lift_hold(*, by: Any) -> LedgerHold:
    """Agree with whoever asked. The findings of now hold nothing any more; new ones do. Raises NotAllowed,
    ProofNeeded, WrongState when nobody asked, SecondOfStaffNeeded.
    """
    insist_proof(by=by)
    ensure(policies.may_correct(by))
    hold = _locked()
    if hold is None or hold.asked_by_id is None:
        raise WrongState
    if hold.asked_by_id == by.pk:
        raise SecondOfStaffNeeded
    hold.lifted_by, hold.lifted_at = by, timezone.now()
    hold.save(update_fields=["lifted_by", "lifted_at"])
    log.error("money moves again by decision of two people: hold %s, %s", hold.pk, hold.reason)
    emit(LedgerHoldLifted(hold_id=str(hold.pk), reason=hold.reason), by=by)
    return hold


def insist_money_moves() -> None:
    """For steps that lead to a movement later, like sending somebody to a bank: raises MoneyOnHold."""
    if open_hold() is not None:
        raise MoneyOnHold


def _locked() -> LedgerHold | None:
    return LedgerHold.objects.select_for_update(of=("self",)).filter(lifted_at=None).first()


@contextmanager
def _alone() -> Iterator[None]:
    """One audit at a time, over several database transactions; a connection that dies lets go."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            raise AuditRunning
    try:
        yield
    finally:
        if connection.connection and not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
