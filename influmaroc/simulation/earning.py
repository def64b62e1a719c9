"""What happens to secured money: given away in whole or in parts, paid out, and time that passes."""

from typing import Any

from influmaroc.simulation.world import World
from payments import services
from payments.models import Escrow, EscrowPart, LedgerAccount, Payout, Wallet
from payments.selectors import held_parts
from payments.tasks import expire_approvals
from plans.models import Charge
from plans.services import settle_charge
from plans.tasks import run_plans


def close_whole(world: World) -> str:
    """Release, refund or split everything that is still held."""
    deal = world.pick(Escrow.objects.filter(state="held").order_by("id"))
    if deal is None:
        return "nothing held"
    how = world.chance.choice(["release", "refund", "split"])
    if how == "split":
        part = world.chance.randint(0, sum(one.price_centimes for one in held_parts(deal)))
        services.split(escrow_id=deal.pk, influencer_price_centimes=part, reason="simulated")
    else:
        getattr(services, how)(escrow_id=deal.pk, reason="simulated")
    return f"{how} {deal.pk}"


def close_part(world: World) -> str:
    """The same for one milestone."""
    part = world.pick(EscrowPart.objects.filter(escrow__state="held", state="held").order_by("id"))
    if part is None:
        return "no part held"
    how = world.chance.choice(["release_part", "release_part", "refund_part", "split_part"])
    more = {}
    if how == "split_part":
        more = {"influencer_price_centimes": world.chance.randint(0, part.price_centimes)}
    getattr(services, how)(part_id=part.pk, reason="simulated", **more)
    return f"{how} {part.pk}"


def available(wallet: Wallet) -> int:
    """What the ledger keeps for a creator, free to leave."""
    row = LedgerAccount.objects.filter(kind="influencer_available", owner=str(wallet.pk)).first()
    return row.balance_centimes if row else 0


def ask_for_payout(world: World) -> str:
    """All, some, or more than there is."""
    wallet, user = world.pick(world.payees)
    kept = available(wallet)
    amount = world.chance.choice([kept, kept // 2, kept + 1, 10_000])
    return str(world.hand.ask_for_payout(wallet, amount, user))


def move_payout(world: World) -> str:
    """One step of one payout by one clerk: also the wrong step, and the same step twice."""
    payout = world.pick(Payout.objects.order_by("id"))
    if payout is None:
        return "no payout"
    clerk = world.pick(world.clerks)
    step = world.chance.choice(["approve", "send", "settle", "settle", "fail"])
    before = payout.state
    world.hand.move_payout(payout, step, clerk)
    payout.refresh_from_db()
    if (before, payout.state) != ("paid", "paid") and payout.state == Payout.State.PAID:
        world.bank += payout.amount_centimes
    return f"{payout.pk} {before} -> {payout.state}"


def subscribe(world: World) -> str:
    """A brand takes a plan or changes it."""
    wallet, user = world.pick(world.payers)
    code = world.chance.choice(["free", "pro", "scale"])
    world.hand.subscribe(wallet, code, user)
    return f"{wallet.pk} {code}"


def pay_plan(world: World) -> str:
    """The transfer for a plan is seen on the statement."""
    row = world.pick(Charge.objects.order_by("id"))
    if row is None:
        return "no charge"
    settle_charge(reference=row.reference, key=f"simulated:{row.pk}", reason="simulated")
    world.bank -= row.total_centimes
    return row.reference


def let_time_pass(world: World) -> str:
    """Minutes, weeks, a clock set back, the night Ramadan moves the hour; then what beat would do."""
    span = world.chance.choice(
        [{"minutes": 7}, {"hours": 3}, {"days": 1}, {"days": 4}, {"days": 40}, {"hours": -2}, {"seconds": 1}]
    )
    world.later(**span)
    run_plans()
    expire_approvals()
    return str(span)


ACTIONS: list[tuple[Any, int]] = [
    (close_whole, 6),
    (close_part, 10),
    (ask_for_payout, 6),
    (move_payout, 10),
    (subscribe, 1),
    (pay_plan, 2),
    (let_time_pass, 5),
]
