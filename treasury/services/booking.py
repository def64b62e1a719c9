"""How each kind of match is booked. The house's bank is owed to us when negative: money in is -, out is +."""

from collections.abc import Callable
from typing import Any, NoReturn

from django.utils.translation import gettext as _

from kit.ids import is_uuid
from payments.models import LedgerAccount, Payment, Payout, Refund
from payments.services import Leg, Report, post, record_report, settle_payout, settle_refund
from plans.models import Charge
from plans.services import settle_charge
from treasury.errors import DoesNotFit
from treasury.models import Match

Kind = LedgerAccount.Kind
TRANSFER = "bank"  # the gateway whose money comes by bank transfer
SENDING = "sending"  # of a payout and of a refund
IN, OUT = 1, -1
DIRECTION = {
    Match.Kind.PAYMENT: IN,
    Match.Kind.STRAY: IN,
    Match.Kind.PLAN: IN,
    Match.Kind.PAYOUT: OUT,
    Match.Kind.REFUND: OUT,
    Match.Kind.CHARGE: OUT,
    Match.Kind.TAX: OUT,
    Match.Kind.VAT: OUT,
}


def check(match: Match) -> None:
    """Raise DoesNotFit when a line cannot be what is said: direction, unknown target, amount, state."""
    amount = match.line.amount_centimes
    wanted = DIRECTION.get(Match.Kind(match.kind), 0)
    if wanted and (amount > 0) != (wanted == IN):
        _refuse("direction", _("money went the other way"))
    if match.kind == Match.Kind.PAYOUT:
        _same(payout_of(match), match)
    elif match.kind == Match.Kind.REFUND:
        _same(refund_of(match), match)
    elif match.kind == Match.Kind.PLAN:
        _check_plan(match)
    elif match.kind == Match.Kind.PAYMENT:
        payment_of(match)
    elif match.kind == Match.Kind.SETTLEMENT and not (match.target and _gross(match) >= abs(amount)):
        _refuse("amount", _("say which provider, and the whole amount before its charge"))


def payment_of(match: Match) -> Payment:
    """The transfer that a brand announced. Raises DoesNotFit."""
    payment = Payment.objects.filter(reference=match.target, gateway=TRANSFER).first()
    if payment is None:
        _refuse("unknown_target", _("no transfer was announced under this reference"))
    if payment.state == Payment.State.PAID:
        _refuse("state", _("this transfer has arrived already"))
    if payment.currency != match.line.currency:
        _refuse("currency", _("another currency"))
    return payment


def _check_plan(match: Match) -> None:
    charge = Charge.objects.by_transfer().filter(reference=match.target).first()
    if charge is None:
        _refuse("unknown_target", _("no subscription is charged under this reference"))
    if charge.state != Charge.State.DUE:
        _refuse("state", _("this charge is paid or given up"))
    if (charge.total_centimes, charge.currency) != (match.line.amount_centimes, match.line.currency):
        _refuse("amount", _("another amount"))


def payout_of(match: Match) -> Payout:
    """The transfer to an influencer. Raises DoesNotFit."""
    payout = Payout.objects.filter(pk=match.target).first() if is_uuid(match.target) else None
    return payout or _refuse("unknown_target", _("no such transfer to an influencer"))


def refund_of(match: Match) -> Refund:
    """The refund by transfer. Raises DoesNotFit."""
    rows = Refund.objects.filter(payment__gateway=TRANSFER)
    refund = rows.filter(pk=match.target).first() if is_uuid(match.target) else None
    return refund or _refuse("unknown_target", _("no such refund by transfer"))


def _same(row: Payout | Refund, match: Match) -> None:
    if row.state != SENDING:
        _refuse("state", _("it is not on its way"))
    if (row.amount_centimes, row.currency) != (-match.line.amount_centimes, match.line.currency):
        _refuse("amount", _("another amount"))


def _refuse(code: str, words: str) -> NoReturn:
    raise DoesNotFit(DoesNotFit.detail % {"why": words}, why=code)


def _gross(match: Match) -> int:
    return match.gross_centimes if match.gross_centimes is not None else abs(match.line.amount_centimes)


def _arrived(match: Match, by: Any) -> str:
    """The brand's money is here: credit what was announced, then clear it into the bank."""
    line, payment = match.line, payment_of(match)
    report = Report(
        reference=payment.reference,
        status="paid",
        amount_centimes=line.amount_centimes,
        currency=line.currency,
        provider_ref=line.fingerprint[:32],
    )
    outcome = record_report(payment_id=payment.pk, report=report)
    _post(match, [Leg(Kind.PROVIDER_CLEARING, TRANSFER, line.amount_centimes)])
    return outcome


def _plan_paid(match: Match, by: Any) -> str:
    line = match.line
    settle_charge(reference=match.target, key=f"bank-line:{line.pk}", reason=line.label)
    return "paid"


def _stray(match: Match, by: Any) -> str:
    """Nobody knows whose it is: it is owed to whoever sent it, and never credited."""
    _post(match, [Leg(Kind.SUSPENSE, match.line.pk, match.line.amount_centimes)])
    return "parked"


def _paid_out(match: Match, by: Any) -> str:
    settle_payout(payout_id=payout_of(match).pk, bank_ref=_bank_ref(match), by=by)
    return "settled"


def _refunded(match: Match, by: Any) -> str:
    settle_refund(refund_id=refund_of(match).pk, provider_ref=_bank_ref(match))
    _post(match, [Leg(Kind.PROVIDER_CLEARING, TRANSFER, match.line.amount_centimes)])
    return "settled"


def _settled(match: Match, by: Any) -> str:
    """A provider paid us: what it collected, less its charge, which is ours to bear."""
    net = match.line.amount_centimes
    gross = _gross(match) if net > 0 else -_gross(match)
    _post(
        match,
        [Leg(Kind.PROVIDER_CLEARING, match.target, gross), Leg(Kind.PROVIDER_COSTS, "", net - gross)],
    )
    return "settled"


def _to(kind: str) -> Callable[[Match, Any], str]:
    def book(match: Match, by: Any) -> str:
        _post(match, [Leg(kind, "", match.line.amount_centimes)])
        return "booked"

    return book


def _post(match: Match, legs: list[Leg]) -> None:
    """Against the bank, under the line's own key: a line is booked once, whatever is said about it."""
    line = match.line
    post(
        key=f"bank-line:{line.pk}",
        kind=f"bank_{match.kind}"[:24],
        legs=[*legs, Leg(Kind.BANK, "", -line.amount_centimes)],
        reason=line.label,
        currency=line.currency,
    )


def _bank_ref(match: Match) -> str:
    return match.line.reference or match.line.fingerprint[:20]


BOOKINGS: dict[str, Callable[[Match, Any], str]] = {
    Match.Kind.PAYMENT: _arrived,
    Match.Kind.STRAY: _stray,
    Match.Kind.PLAN: _plan_paid,
    Match.Kind.PAYOUT: _paid_out,
    Match.Kind.REFUND: _refunded,
    Match.Kind.SETTLEMENT: _settled,
    Match.Kind.CHARGE: _to(Kind.PROVIDER_COSTS),
    Match.Kind.TAX: _to(Kind.TAX_WITHHELD),
    Match.Kind.VAT: _to(Kind.VAT_DUE),
}
