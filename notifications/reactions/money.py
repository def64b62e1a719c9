"""Money that moved or did not: the people of the wallet it concerns."""

from typing import Any

from events.facts import Fact, reacts_to
from kit.links import path
from notifications.reactions.post import post
from notifications.selectors import people, subjects
from notifications.selectors.subjects import Subject
from payments import facts
from payments.models import Payout, Wallet


def _tell_available(fact: Fact, deal_id: str, wallet_id: str, net_centimes: int) -> None:
    about = subjects.deal_of(deal_id)
    if about is None or net_centimes <= 0:
        return
    link = path("payments:earnings")
    post(fact, "money_available", people.holders(wallet_id), about, link, amount_centimes=net_centimes)


@reacts_to(facts.EscrowReleased)
def tell_creator_of_money(fact: facts.EscrowReleased) -> None:
    """The creator can ask for a transfer."""
    _tell_available(fact, fact.deal_id, fact.wallet_id, fact.net_centimes)


@reacts_to(facts.EscrowSplit)
def tell_creator_of_share(fact: facts.EscrowSplit) -> None:
    """The creator can ask for a transfer of a part."""
    _tell_available(fact, fact.deal_id, fact.payee_wallet_id, fact.net_centimes)


@reacts_to(facts.RefundSettled)
def tell_brand_of_refund(fact: facts.RefundSettled) -> None:
    """Those who pay learn that the money is with their bank."""
    about = subjects.deal_of(fact.deal_id) or Subject("")
    readers, amount = people.holders(fact.wallet_id), fact.amount_centimes
    post(fact, "refund_settled", readers, about, path("payments:history"), amount_centimes=amount)


@reacts_to(facts.PaymentFailed)
def ask_brand_to_pay_again(fact: facts.PaymentFailed) -> None:
    """Those who pay may try again."""
    about = subjects.deal_of(fact.deal_id)
    if about is not None:
        link = path("campaigns:fund", fact.deal_id)
        post(fact, "payment_failed", people.holders(fact.wallet_id), about, link)


@reacts_to(facts.PayoutMethodAdded)
def warn_of_new_account(fact: facts.PayoutMethodAdded) -> None:
    """A changed bank account is told at once, in case it was not them."""
    _tell_holders(fact, "payout_method_added", last4=fact.last4, usable_at=fact.usable_at)


@reacts_to(facts.PayoutMethodRemoved)
def warn_of_removed_account(fact: facts.PayoutMethodRemoved) -> None:
    """The same when one is taken away."""
    _tell_holders(fact, "payout_method_removed", last4=fact.last4)


@reacts_to(facts.PayoutDelayed)
def tell_of_delay(fact: facts.PayoutDelayed) -> None:
    """The creator learns why, and the new day."""
    amount = {"amount_centimes": fact.amount_centimes}
    _tell_holders(fact, "payout_delayed", expected_on=fact.expected_on[:10], reason=fact.reason, **amount)


def _tell_holders(fact: Any, kind: str, **data: Any) -> None:
    thread = Subject(f"wallet:{fact.wallet_id}")
    post(fact, kind, people.holders(fact.wallet_id), thread, path("payments:earnings"), **data)


@reacts_to(facts.PayoutRequested)
def tell_of_request(fact: facts.PayoutRequested) -> None:
    """The creator has a trace of the request; staff have a transfer to approve."""
    amount = {"amount_centimes": fact.amount_centimes}
    _tell_holders(fact, "payout_requested", expected_on=fact.expected_on[:10], **amount)
    wallet = Wallet.objects.get(pk=fact.wallet_id)
    link = path("admin:payments_payout_change", fact.payout_id)
    about = Subject(f"wallet:{wallet.pk}", {"name": wallet.name})
    post(fact, "payout_requested_staff", people.staff(), about, link, **amount)


@reacts_to(facts.PayoutApproved)
def tell_of_approval(fact: facts.PayoutApproved) -> None:
    """The creator learns that the transfer leaves soon."""
    _tell_holders(fact, "payout_approved", amount_centimes=fact.amount_centimes)


@reacts_to(facts.PayoutPaid)
def tell_of_payment(fact: facts.PayoutPaid) -> None:
    """The creator learns on which account the money is."""
    payout = Payout.objects.select_related("method").get(pk=fact.payout_id)
    _tell_holders(fact, "payout_paid", amount_centimes=fact.amount_centimes, last4=payout.method.masked)


@reacts_to(facts.PayoutFailed)
def tell_of_failure(fact: facts.PayoutFailed) -> None:
    """The creator learns why, and that the money is there again."""
    if fact.reason == Payout.Reason.CANCELLED_BY_YOU:
        return
    _tell_holders(fact, "payout_failed", amount_centimes=fact.amount_centimes, reason=fact.reason)


@reacts_to(facts.LedgerTurnedRed)
def warn_staff_of_books(fact: facts.LedgerTurnedRed) -> None:
    """Money stands still: everybody of the staff has to know, by letter too."""
    link = path("admin:payments_auditrun_change", fact.run_id)
    post(fact, "ledger_red", people.staff(), Subject("ledger"), link, n=fact.n_findings)


@reacts_to(facts.LedgerHoldLifted)
def tell_staff_of_end(fact: facts.LedgerHoldLifted) -> None:
    """Money moves again; `quote` says why, when it is people's decision."""
    link = path("admin:payments_ledgerhold_change", fact.hold_id)
    post(fact, "ledger_hold_lifted", people.staff(), Subject("ledger"), link, quote=fact.reason)


@reacts_to(facts.CorrectionProposed)
def ask_second_of_staff(fact: facts.CorrectionProposed) -> None:
    """A second person has to look at it."""
    link = path("admin:payments_ledgercorrection_change", fact.correction_id)
    post(fact, "correction_proposed", people.staff(), Subject("ledger"), link, quote=fact.reason)
