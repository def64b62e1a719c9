"""What happens on the marketplace, by the API: contracts are signed, worked on, ended early, fought over."""

from typing import Any

from accounts.models import User
from campaigns.models import Collaboration, Deliverable
from campaigns.services import decide_dispute
from campaigns.tasks import run_clocks
from events.models import Delivery
from events.services import settle_rows
from influmaroc.simulation import earning, paying
from influmaroc.simulation.client import Refused
from influmaroc.simulation.world import Failure, World
from kit.amounts import money
from payments.models import Payment, Payout
from payments.services import Report

NEXT = {
    "due": "submit",
    "submitted": "review",
    "changes_requested": "submit",
    "approved": "publish",
    "published": "accept",
}
STRANGER = {403, 404}
PAGES = ["payments/history", "applications", "collaborations", "campaigns", "subscription/charges"]
LOST = 0.05
BATCH = 50


def people_of(world: World, deal: Collaboration) -> tuple[User, User]:
    """Who acts for the brand, and the creator."""
    brand = next(user for wallet, user in world.payers if wallet.pk == deal.brand.wallet_id)
    return brand, next(user for wallet, user in world.payees if wallet.pk == deal.influencer.wallet_id)


def contracts(*states: str) -> Any:
    """In the order they were made."""
    rows = Collaboration.objects.select_related("brand", "influencer").order_by("pk")
    return rows.filter(state__in=states) if states else rows


def sign(world: World) -> str:
    """One side or both; sometimes one that has signed already."""
    deal = world.pick(contracts("agreed"))
    if deal is None:
        return "nothing to sign"
    sides = people_of(world, deal)
    for user in world.chance.choice([sides, sides, sides, sides[:1], sides[1:]]):
        read = world.hand.people.get(user, f"collaborations/{deal.pk}")
        body = {"name": "Somebody Simulated", "terms_hash": read["terms_hash"]}
        world.hand.people.post(user, f"collaborations/{deal.pk}/sign", **body)
    deal.refresh_from_db()
    return f"{deal.pk} {deal.state}"


def work(world: World) -> str:
    """One piece goes on by a few steps, now and then by a wrong one."""
    piece = world.pick(
        Deliverable.objects.filter(
            state__in=Deliverable.MOVES, collaboration__state__in=["funded", "active"]
        ).order_by("pk")
    )
    if piece is None:
        return "nothing to do"
    deal, done = contracts().get(pk=piece.collaboration_id), []
    for _ in range(world.chance.randint(1, 6)):
        if piece.state in NEXT:
            is_lost = world.chance.random() < LOST
            step = world.chance.choice([*NEXT.values()]) if is_lost else NEXT[piece.state]
            _work(world, deal, piece, step)
            piece.refresh_from_db()
            done.append(step)
    return f"{piece.pk} {done}"


def _work(world: World, deal: Collaboration, piece: Deliverable, step: str) -> None:
    brand, creator = people_of(world, deal)
    people, path, mark = world.hand.people, f"deliverables/{piece.pk}", f"{world.chance.getrandbits(64):x}"
    if step == "submit":
        people.post(creator, f"{path}/submissions", url=f"https://drive.example.ma/{mark}", caption="Draft")
    elif step == "review":
        decision = world.chance.choice(["approve", "approve", "approve", "request_changes"])
        people.post(brand, f"{path}/review", decision=decision, comment="As agreed")
    elif step == "publish":
        people.post(creator, f"{path}/publication", url=f"https://www.instagram.com/p/{mark}")
    else:
        people.post(brand, f"{path}/accept")


def end_early(world: World) -> str:
    """One side cancels the contract, or calls for staff."""
    deal = world.pick(contracts("agreed", "signed", "funded", "active", "disputed"))
    if deal is None:
        return "nothing to end"
    user, how = world.pick(people_of(world, deal)), world.chance.choice(["cancel", "dispute"])
    world.hand.people.post(user, f"collaborations/{deal.pk}/{how}", reason="Simulated")
    deal.refresh_from_db()
    return f"{how} {deal.pk} by {user.role}: {deal.state}"


def decide(world: World) -> str:
    """Staff give the creator a share; they do it in the admin, which has no API."""
    deal = world.pick(contracts("disputed"))
    if deal is None:
        return "no dispute"
    share = world.chance.choice([0, 10_000, world.chance.randint(0, 10_000)])
    decide_dispute(
        collaboration_id=deal.pk, influencer_bps=share, decision="Simulated", by=world.pick(world.clerks)
    )
    return f"{share} of {deal.pk}"


def come_back(world: World) -> str:
    """The payer comes back from the provider, who is asked, and may be silent."""
    payment = world.pick(Payment.objects.order_by("pk"))
    if payment is None:
        return "nobody pays"
    before, said = payment.state, _word(world, payment)
    status = world.hand.confirm(payment, said, payment.made_by)
    payment.refresh_from_db()
    if before != Payment.State.PAID and payment.state == Payment.State.PAID:
        world.took[payment.currency] += payment.amount_centimes
    return f"{payment.reference} {before} -> {status}"


def _word(world: World, payment: Payment) -> Report | None:
    status = world.chance.choices(["paid", "failed", "pending", "absent", ""], [40, 15, 15, 10, 20])[0]
    report = Report(
        reference=payment.reference,
        status=status,
        amount_centimes=payment.amount_centimes,
        currency=payment.currency,
        provider_ref=f"S-{payment.reference}",
    )
    return report if status else None


def take_back_payout(world: World) -> str:
    """A creator thinks again, sometimes too late."""
    payout = world.pick(Payout.objects.order_by("pk"))
    if payout is None:
        return "no payout"
    by = next(user for wallet, user in world.payees if wallet.pk == payout.wallet_id)
    return str(world.hand.people.post(by, f"finances/payouts/{payout.pk}/cancel")["status"])


def trespass(world: World) -> str:
    """Somebody reaches for a contract of others: there is no such thing."""
    deal = world.pick(contracts())
    if deal is None:
        return "nothing to reach for"
    everybody = [user for _, user in [*world.payers, *world.payees]]
    stranger = world.pick([user for user in everybody if user not in people_of(world, deal)])
    people, how = world.hand.people, world.chance.choice(["pay", "sign", "cancel", "dispute"])
    try:
        if how == "pay":
            body = {"collaboration": str(deal.pk), "gateway": "sandbox"}
            people.post(stranger, "payments/create-payment-intent", **body)
        else:
            body = {"name": "A Stranger", "terms_hash": deal.terms_hash, "reason": "Mine"}
            people.post(stranger, f"collaborations/{deal.pk}/{how}", **body)
    except Refused as refused:
        if refused.status in STRANGER:
            return f"{stranger.pk} may not {how} {deal.pk}"
        raise Failure(f"{stranger.pk} is told {refused.code} of {deal.pk}") from refused
    raise Failure(f"{stranger.pk} could {how} {deal.pk}")


def look(world: World) -> str:
    """Everybody reads what is theirs, and what is said agrees with the books."""
    people = world.hand.people
    people.get(world.pick(world.payers)[1], world.pick(PAGES))
    wallet, user = world.pick(world.payees)
    told, kept = people.get(user, "finances/earnings")["available"], money(earning.available(wallet))
    if told != kept:
        raise Failure(f"{user.pk} is told {told}, the books say {kept}")
    deal = world.pick(contracts().filter(escrow__payments__isnull=False).distinct())
    if deal is None:
        return str(told)
    for user in people_of(world, deal):
        people.get(user, f"collaborations/{deal.pk}/timeline")
    if not people.get(world.clerks[0], f"admin/ledger/books?deal={deal.pk}")["balances"]:
        raise Failure(f"the books of {deal.pk} do not balance")
    return f"{deal.pk} balances"


def let_work_be_done(world: World) -> str:
    """The worker runs what facts have caused. None of it may fail."""
    n_done = 0
    while due := list(Delivery.objects.pending().order_by("pk").values_list("pk", flat=True)[:BATCH]):
        n_done += settle_rows(rows=Delivery.objects.filter(pk__in=due))
        failed = Delivery.objects.pending().filter(attempts__gt=0).first()
        if failed:
            raise Failure(f"{failed.reaction} failed: {failed.last_error}")
    return str(n_done)


def let_time_pass(world: World) -> str:
    """And the deadlines of the marketplace with it. No row may be passed over."""
    told = earning.let_time_pass(world)
    beat = run_clocks()
    if beat["failed"]:
        raise Failure(f"deadlines failed: {beat}")
    return f"{told} {beat}"


# Contracts end as their parties or the clock end them, not by the bank's own words.
ACTIONS: list[tuple[Any, int]] = [
    (paying.open_deal, 14),
    (sign, 14),
    (paying.start_payment, 14),
    (paying.provider_speaks, 18),
    (come_back, 5),
    (work, 30),
    (end_early, 3),
    (decide, 2),
    (paying.refund_on_its_way, 8),
    (paying.send_parked_back, 1),
    (paying.dispute, 2),
    (earning.ask_for_payout, 8),
    (take_back_payout, 1),
    (earning.move_payout, 12),
    (earning.subscribe, 2),
    (earning.pay_plan, 2),
    (trespass, 2),
    (look, 4),
    (let_work_be_done, 12),
    (let_time_pass, 4),
]
