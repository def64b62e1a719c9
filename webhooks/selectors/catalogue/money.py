"""Payments, payouts, papers and plans."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from events.facts import Fact
from invoicing import facts as papers
from payments import facts
from plans import facts as plans
from webhooks.selectors.catalogue import whom
from webhooks.selectors.catalogue.shape import EventType

DISPUTED = ("deal_id", "amount_centimes", "is_held")


def _payout(name: str, fact: type[Fact], words: Promise, *fields: str) -> EventType:
    return EventType(name, fact, "payout", whom.wallet, words, ("amount_centimes", *fields))


def _account(name: str, fact: type[Fact], words: Promise, *fields: str) -> EventType:
    return EventType(name, fact, "payout_account", whom.wallet, words, ("last4", *fields))


def _chargeback(name: str, fact: type[facts.ChargebackFact], words: Promise) -> EventType:
    return EventType(name, fact, "chargeback", whom.disputed, words, DISPUTED)


MONEY = (
    EventType(
        "payment.secured",
        facts.EscrowFunded,
        "deal",
        whom.payer,
        _("Your payment has arrived and is held."),
        ("amount_centimes",),
    ),
    EventType(
        "payment.failed",
        facts.PaymentFailed,
        "deal",
        whom.wallet,
        _("A payment did not go through."),
        ("reason",),
    ),
    EventType(
        "payment.released",
        facts.EscrowReleased,
        "deal",
        whom.wallet,
        _("Money is available to you."),
        ("net_centimes", "is_last"),
    ),
    EventType(
        "payment.released",
        facts.EscrowSplit,
        "deal",
        whom.payee,
        _("Money is available to you."),
        ("net_centimes", "is_last"),
    ),
    EventType(
        "refund.started",
        facts.EscrowRefunded,
        "deal",
        whom.wallet,
        _("Money is on its way back to you."),
        ("amount_centimes", "is_last"),
    ),
    EventType(
        "refund.split",
        facts.EscrowSplit,
        "deal",
        whom.payer,
        _("A part of the money is on its way back to you."),
        ("refund_centimes", "is_last"),
    ),
    EventType(
        "refund.settled",
        facts.RefundSettled,
        "deal",
        whom.wallet,
        _("A refund is with your bank."),
        ("amount_centimes",),
    ),
    EventType(
        "approval.asked",
        facts.SpendApprovalAsked,
        "approval",
        whom.wallet,
        _("A payment waits for a second person."),
        ("deal_id", "amount_centimes"),
    ),
    EventType(
        "approval.decided",
        facts.SpendApprovalDecided,
        "approval",
        whom.wallet,
        _("A second person answered."),
        ("deal_id", "amount_centimes", "is_approved"),
    ),
    _chargeback("chargeback.opened", facts.ChargebackOpened, _("A bank took a payment back.")),
    _chargeback("chargeback.won", facts.ChargebackWon, _("The bank gave it back.")),
    _chargeback("chargeback.lost", facts.ChargebackLost, _("The money stays with the payer.")),
    _payout("payout.requested", facts.PayoutRequested, _("A transfer is asked for."), "expected_on"),
    _payout("payout.approved", facts.PayoutApproved, _("A transfer is approved.")),
    _payout("payout.paid", facts.PayoutPaid, _("A transfer was made."), "bank_ref"),
    _payout("payout.failed", facts.PayoutFailed, _("A transfer failed or was cancelled."), "reason"),
    _payout(
        "payout.delayed", facts.PayoutDelayed, _("A transfer is later than said."), "expected_on", "reason"
    ),
    _account("payout_account.added", facts.PayoutMethodAdded, _("A new account to be paid on."), "usable_at"),
    _account("payout_account.removed", facts.PayoutMethodRemoved, _("Nothing is paid there any more.")),
    EventType(
        "document.issued",
        papers.DocumentsIssued,
        "documents",
        whom.wallet,
        _("Invoices or statements were issued for you."),
        ("document_ids", "numbers"),
    ),
    EventType(
        "mandate.accepted", papers.MandateAccepted, "mandate", whom.wallet, _("We write your invoices."), ()
    ),
    EventType(
        "mandate.revoked", papers.MandateRevoked, "mandate", whom.wallet, _("You write your invoices."), ()
    ),
    EventType(
        "plan.changed",
        plans.PlanChanged,
        "plan",
        whom.wallet,
        _("Your brand is on another plan."),
        ("plan", "was"),
    ),
    EventType(
        "plan.charged",
        plans.PlanCharged,
        "charge",
        whom.wallet,
        _("A plan has to be paid."),
        ("reference", "total_centimes", "due_on"),
    ),
    EventType(
        "plan.paid",
        plans.PlanPaid,
        "charge",
        whom.wallet,
        _("A plan is paid."),
        ("net_centimes", "vat_centimes"),
    ),
)
