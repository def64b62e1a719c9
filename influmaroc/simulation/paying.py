"""What payers and their provider do: pay, fail, repeat themselves, come late, take money back."""

from typing import Any

from influmaroc.simulation.world import World
from payments import services
from payments.models import Chargeback, Escrow, Payment, Refund
from payments.services import Report

BOOKED = {"credited", "late_refund", "wrong_amount"}
SMALLEST_STAGED = 3  # a centime for each stage
PRICES = (1, 2, 3, 99, 100, 101, 333, 4_999, 45_000, 450_000, 9_999_999)


def open_deal(world: World) -> str:
    """A price, odd ones preferred, in one piece or in three."""
    price = world.chance.choice([*PRICES, world.chance.randint(1, 3_000_000)])
    payer, payee = world.pick(world.payers), world.pick(world.payees)
    stages = [("whole", price)]
    if price >= SMALLEST_STAGED and world.chance.choice([True, False]):
        first, second = price * 3 // 10, price // 2
        stages = [("draft", first), ("published", second), ("retained", price - first - second)]
        stages = [stage for stage in stages if stage[1]]
    return f"{price} in {len(stages)}: {world.hand.open_deal(payer, payee, stages)}"


def start_payment(world: World) -> str:
    """In dirhams, euro or dollars; again, or another way, while one is open."""
    deal = world.pick(Escrow.objects.filter(state="pending").order_by("id"))
    if deal is None:
        return "nothing to pay"
    by = next(user for wallet, user in world.payers if wallet.pk == deal.payer_id)
    currency = world.chance.choice(["MAD", "MAD", "EUR", "USD"])
    made = Payment.objects.get(pk=world.hand.start_payment(deal, currency, by))
    return f"{made.reference} {made.amount_centimes} {made.currency}"


def provider_speaks(world: World) -> str:
    """One message about one payment, delivered up to three times, right or wrong."""
    payment = world.pick(Payment.objects.order_by("id"))
    if payment is None:
        return "nobody pays"
    report = _said(world, payment)
    outcomes = [_deliver(world, payment, report) for _ in range(world.chance.choice([1, 1, 2, 3]))]
    return f"{payment.reference} {report.status} {report.amount_centimes} {report.currency}: {outcomes}"


def _said(world: World, payment: Payment) -> Report:
    how = world.chance.choices(
        ["paid", "amount", "currency", "failed", "pending", "absent"], [60, 6, 4, 15, 10, 5]
    )[0]
    amount, currency = payment.amount_centimes, payment.currency
    if how == "amount":
        amount = max(1, amount + world.chance.choice([-1, 1, -amount // 2]))
    if how == "currency":
        currency = "EUR" if currency != "EUR" else "MAD"
    status = how if how in {"failed", "pending", "absent"} else "paid"
    return Report(
        reference=payment.reference,
        status=status,
        amount_centimes=amount,
        currency=currency,
        provider_ref=f"S-{payment.reference}",
    )


def _deliver(world: World, payment: Payment, report: Report) -> str:
    """As a callback: stored, then handled; the same message again is another delivery of the same event."""
    outcome = services.handle_provider_event(event_id=world.hand.tell(report))
    if outcome in BOOKED:
        world.took[report.currency] += report.amount_centimes
    return outcome


def give_up(world: World) -> str:
    """The brand changes its mind before it paid."""
    deal = world.pick(Escrow.objects.filter(state="pending").order_by("id"))
    return "nothing open" if deal is None else str(services.cancel_escrow(escrow_id=deal.pk).pk)


def refund_on_its_way(world: World) -> str:
    """The provider takes a refund, is silent, or says no and is asked again."""
    refund = world.pick(Refund.objects.exclude(state="done").order_by("id"))
    if refund is None:
        return "no refund"
    if refund.state == Refund.State.FAILED:
        services.retry_refund(refund_id=refund.pk, by=world.clerks[0])
        return f"{refund.pk} again"
    claimed = services.begin_refund(refund_id=refund.pk)
    if claimed is None:
        return f"{refund.pk} not due"
    return _answer(world, claimed)


def _answer(world: World, refund: Refund) -> str:
    how = world.chance.choices(["done", "silent", "refused"], [70, 20, 10])[0]
    if how == "silent":
        services.postpone_refund(refund_id=refund.pk, reason="silent")
    elif how == "refused":
        services.fail_refund(refund_id=refund.pk, reason="refused")
    else:
        services.settle_refund(refund_id=refund.pk, provider_ref=f"S-{refund.pk}")
        world.took[refund.currency] -= refund.amount_centimes
        services.settle_refund(refund_id=refund.pk, provider_ref=f"S-{refund.pk}")
    return f"{refund.pk} {how}"


def send_parked_back(world: World) -> str:
    """Staff return money that came with a wrong amount."""
    payment = world.pick(Payment.objects.filter(failure="wrong_amount").order_by("id"))
    if payment is None:
        return "nothing parked"
    return str(services.return_parked(payment_id=payment.pk, by=world.clerks[0]).pk)


def dispute(world: World) -> str:
    """A bank takes a payment back, gives in, or wins; sometimes the end is told before the beginning."""
    known = world.pick(Chargeback.objects.filter(state="opened").order_by("id"))
    payment = known.payment if known else world.pick(Payment.objects.filter(is_credited=True).order_by("id"))
    if payment is None:
        return "nothing to dispute"
    status = world.chance.choice(["opened", "won", "lost"])
    reference = known.provider_ref if known else f"D-{payment.reference}"
    before = _state_of(reference)
    report = Report(
        reference=payment.reference,
        status=status,
        subject="dispute",
        subject_ref=reference,
        amount_centimes=payment.amount_centimes,
        currency=payment.currency,
    )
    outcome = services.record_dispute(payment_id=payment.pk, report=report)
    _remember(world, payment, before, _state_of(reference))
    return f"{reference} {status}: {outcome}"


def _state_of(reference: str) -> str:
    row = Chargeback.objects.filter(provider_ref=reference).first()
    return row.state if row else ""


def _remember(world: World, payment: Payment, before: str, after: str) -> None:
    """The provider keeps the money while it is disputed and when the dispute is lost."""
    gone = {"": 0, "won": 0, "opened": 1, "lost": 1}
    world.disputed[payment.currency] += (gone[after] - gone[before]) * payment.amount_centimes


ACTIONS: list[tuple[Any, int]] = [
    (open_deal, 10),
    (start_payment, 14),
    (provider_speaks, 22),
    (give_up, 2),
    (refund_on_its_way, 10),
    (send_parked_back, 1),
    (dispute, 3),
]
