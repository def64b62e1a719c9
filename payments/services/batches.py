"""Bank transfers made together: one person builds a batch, another checks and releases it.

Lock order: the batch, then its payouts by id. Whether a payout may leave is asked again at the release: one
that failed meanwhile (its account was removed, staff stopped it) has left the batch by itself.
"""

import logging
from collections.abc import Sequence
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.services import insist_proof
from kit import crypt
from kit.errors import ensure
from payments import policies
from payments.errors import (
    BatchNeedsChecker,
    BatchNotReleased,
    NotForBatch,
    NothingToBatch,
    PayoutFileChanged,
)
from payments.models import Payout, PayoutBatch, PayoutFile, PayoutLine, PayoutMethod
from payments.selectors import payout_address, payouts_to_batch
from payments.services.audits import insist_money_moves
from payments.services.bank_files import LAYOUTS, Order, Transfer
from payments.services.payout_ends import pay_off
from payments.services.sending import claim

log = logging.getLogger(__name__)
State = PayoutBatch.State


@transaction.atomic
def build_batch(*, by: Any, payout_ids: Sequence[UUID] = ()) -> PayoutBatch:
    """Put approved transfers to RIBs into a new batch: the ones named, or all that wait, oldest first.

    Raises NotAllowed, NotForBatch (none is taken then), NothingToBatch.
    """
    ensure(policies.may_build_batches(by))
    wanted = list(payout_ids) or list(payouts_to_batch(by)[: settings.PAYOUT_BATCH_MOST])
    rows = Payout.objects.filter(pk__in=wanted).select_related("method", "wallet").order_by("id")
    locked = list(rows.select_for_update(of=("self",)))
    taken = set(
        PayoutLine.objects.filter(payout__in=locked, is_live=True).values_list("payout_id", flat=True)
    )
    fit = [row for row in locked if row.pk not in taken and _fits(row)]
    if payout_ids and len(fit) < len(set(payout_ids)):
        left = ", ".join(str(row) for row in locked if row not in fit)
        raise NotForBatch(NotForBatch.detail % {"payouts": left or "?"}, payouts=left)
    if not fit:
        raise NothingToBatch
    ensure(policies.may_run_all(by, fit))
    batch = PayoutBatch.objects.create(made_by=by)
    PayoutLine.objects.bulk_create(
        PayoutLine(batch=batch, payout=row, position=place) for place, row in enumerate(fit, start=1)
    )
    return batch


@transaction.atomic
def release_batch(*, batch_id: UUID, by: Any) -> PayoutBatch:
    """Checked: its payouts are on their way, and the files are made, once and for ever.

    Raises NotAllowed, BatchNeedsChecker, MoneyOnHold, SecondPersonNeeded, NothingToBatch, WrongState,
    ProofNeeded.
    """
    insist_proof(by=by)
    batch = PayoutBatch.objects.lock(batch_id)
    ensure(policies.may_build_batches(by))
    batch.move(State.RELEASED)
    if batch.made_by_id == by.pk:
        raise BatchNeedsChecker
    lines = _locked_lines(batch)
    if not lines:
        raise NothingToBatch
    insist_money_moves()
    ensure(policies.may_run_all(by, [line.payout for line in lines]))
    for line in lines:
        claim(line.payout, by=by)
    batch.released_by, batch.released_at = by, timezone.now()
    batch.n_lines, batch.total_centimes = len(lines), sum(line.payout.amount_centimes for line in lines)
    batch.save(update_fields=["state", "released_by", "released_at", "n_lines", "total_centimes"])
    _make_files(batch, lines)
    return batch


@transaction.atomic
def mark_batch_sent(*, batch_id: UUID, by: Any) -> PayoutBatch:
    """The file is at the bank. Said twice, it happens once. Raises NotAllowed, WrongState."""
    batch = PayoutBatch.objects.lock(batch_id)
    ensure(policies.may_build_batches(by))
    if batch.state == State.SENT:
        return batch
    batch.move(State.SENT)
    batch.sent_by, batch.sent_at = by, timezone.now()
    batch.save(update_fields=["state", "sent_by", "sent_at"])
    return batch


@transaction.atomic
def cancel_batch(*, batch_id: UUID, by: Any) -> PayoutBatch:
    """Take apart a batch that was not released; its payouts can go into another. Raises NotAllowed,
    WrongState."""
    batch = PayoutBatch.objects.lock(batch_id)
    ensure(policies.may_build_batches(by))
    batch.move(State.CANCELLED)
    batch.save(update_fields=["state"])
    batch.lines.filter(is_live=True).update(is_live=False)
    return batch


@transaction.atomic
def settle_batch(*, batch_id: UUID, bank_ref: str, by: Any) -> int:
    """The bank made all of them: end what is still on its way as paid, and say how many. Lines that failed
    one by one stay failed. Raises NotAllowed, BatchNotReleased, ProofNeeded."""
    insist_proof(by=by)
    batch = PayoutBatch.objects.lock(batch_id)
    ensure(policies.may_build_batches(by))
    if batch.released_at is None:
        raise BatchNotReleased
    waiting = [line.payout for line in _locked_lines(batch) if line.payout.state in Payout.OUTSIDE]
    ensure(policies.may_run_all(by, waiting))
    for payout in waiting:
        pay_off(payout, bank_ref, by=by)
    return len(waiting)


@transaction.atomic
def fetch_payout_file(*, batch_id: UUID, layout: str, by: Any) -> tuple[PayoutFile, bytes]:
    """The bytes that were made at the release, after their hash was looked at; who fetched them is logged.

    Raises NotAllowed, BatchNotReleased, PayoutFileChanged, ProofNeeded.
    """
    insist_proof(by=by)
    ensure(policies.may_build_batches(by))
    file = PayoutFile.objects.filter(batch_id=batch_id, layout=layout).first()
    if file is None:
        raise BatchNotReleased
    content = crypt.unseal(bytes(file.sealed))
    if sha256(content).hexdigest() != file.sha256:
        log.error("payout file %s is not what was released", file)
        raise PayoutFileChanged
    log.info("payout file %s is given to %s", file, by)
    return file, content


def _fits(payout: Payout) -> bool:
    method = payout.method
    return (
        payout.state == Payout.State.APPROVED
        and method.kind == PayoutMethod.Kind.RIB
        and method.removed_at is None
    )


def _locked_lines(batch: PayoutBatch) -> list[PayoutLine]:
    """Live lines in their order, each with its payout locked; one that left while we waited is not there."""
    ids = list(batch.lines.filter(is_live=True).values_list("payout_id", flat=True))
    rows = Payout.objects.filter(pk__in=ids).select_related("method", "wallet").order_by("id")
    locked = {row.pk: row for row in rows.select_for_update(of=("self",))}
    lines = list(batch.lines.filter(is_live=True).order_by("position"))
    for line in lines:
        line.payout = locked[line.payout_id]
    return lines


def _make_files(batch: PayoutBatch, lines: list[PayoutLine]) -> None:
    order = _order(batch, lines)
    for layout in LAYOUTS.values():
        if layout.name != "csv" and not order.debtor_rib:
            continue  # a bank's own file names the account it is paid from
        content = layout.write(order)
        PayoutFile.objects.create(
            batch=batch,
            layout=layout.name,
            name=f"influmaroc-{batch.made_at:%Y%m%d}-{batch}.{layout.ending}",
            sealed=crypt.seal(content),
            sha256=sha256(content).hexdigest(),
        )


def _order(batch: PayoutBatch, lines: list[PayoutLine]) -> Order:
    house, when = settings.PAYOUT_RAILS["rib"], batch.released_at or timezone.now()
    return Order(
        reference=batch.reference,
        made_at=timezone.localtime(when),
        execute_on=timezone.localdate(when),
        debtor=house["holder"],
        debtor_rib=house["account"],
        transfers=[
            Transfer(
                position=line.position,
                reference=line.payout.reference,
                rib=payout_address(line.payout.method),
                holder=line.payout.method.holder_name,
                amount_centimes=line.payout.amount_centimes,
            )
            for line in lines
        ],
    )
