"""What lines of the bank could be. Suggestions are not eyes: two people still have to agree."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from payments.models import Payment, Payout, Refund
from plans.models import Charge
from treasury.models import Match, StatementLine

OURS = re.compile(r"(?:IM|PL)[0-9A-F]{16}")
CHARGE_WORDS = re.compile(r"\b(FRAIS|COMMISSION|COMM|AGIOS|TIMBRE|ABONNEMENT)\b")
PROVIDER_WORDS = {"CMI": "cmi", "MAROC TELECOMMERCE": "cmi", "STRIPE": "stripe", "PAYPAL": "paypal"}
N_MOST = 5
N_READ = 500  # of what waits, newest first: more alike amounts than that help nobody
NAME_LETTERS = 4
SURE, LIKELY, POSSIBLE = 100, 60, 30


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """`score` of 100 is our own reference with the right amount; `why` is a code: reference, name, amount,
    words.
    """

    kind: str
    target: str
    score: int
    why: str
    shown: str = ""


@dataclass(frozen=True, kw_only=True)
class _Waiting:
    """Everything that a page of lines could be: read once for all of them."""

    payments: list[Payment]
    charges: list[Charge]
    payouts: list[Payout]
    refunds: list[Refund]


def suggest(line: StatementLine) -> list[Suggestion]:
    """For one line, the best first, five at most."""
    return suggestions([line])[line.pk]


def suggestions(lines: Iterable[StatementLine]) -> dict[Any, list[Suggestion]]:
    """For many lines, by id. Four queries, however many lines."""
    rows = list(lines)
    waiting = _waiting(rows)
    return {row.pk: sorted(_of(row, waiting), key=lambda one: -one.score)[:N_MOST] for row in rows}


def _waiting(rows: list[StatementLine]) -> _Waiting:
    said = {reference for row in rows for reference in OURS.findall(_tight(row))}
    came = {row.amount_centimes for row in rows if row.amount_centimes > 0}
    went = {-row.amount_centimes for row in rows if row.amount_centimes < 0}
    alike = Q(amount_centimes__in=came, state__in=["pending", "unknown"])
    payments = Payment.objects.filter(gateway="bank").exclude(state="paid")
    payments = payments.filter(Q(reference__in=said) | alike).select_related("escrow__payer")
    sending = {"state": "sending", "amount_centimes__in": went}
    return _Waiting(
        payments=list(payments.order_by("-made_at")[:N_READ]),
        charges=list(_charges(said)),
        payouts=list(Payout.objects.filter(**sending).select_related("wallet")[:N_READ]),
        refunds=list(Refund.objects.filter(**sending, payment__gateway="bank")[:N_READ]),
    )


def _charges(said: set[str]) -> QuerySet[Any]:
    """Those of a card are Stripe's to ask for."""
    due = Charge.objects.due().by_transfer()
    return due.filter(reference__in=said).select_related("subscription__wallet")


def _words(line: StatementLine) -> str:
    return " ".join(f"{line.label} {line.reference}".upper().split())


def _tight(line: StatementLine) -> str:
    """Without what banks put between the signs of a reference."""
    return re.sub(r"[\s.-]", "", _words(line))


def _of(line: StatementLine, waiting: _Waiting) -> list[Suggestion]:
    return _incoming(line, waiting) if line.amount_centimes > 0 else _outgoing(line, waiting)


def _incoming(line: StatementLine, waiting: _Waiting) -> list[Suggestion]:
    words, tight = _words(line), _tight(line)
    payments = [row for row in waiting.payments if row.currency == line.currency]
    named = [row for row in payments if row.reference in tight]
    alike = [row for row in payments if row.amount_centimes == line.amount_centimes]
    found = [_announced(row, line) for row in named or alike]
    found += [_charged(row, line) for row in waiting.charges if row.reference in tight]
    providers = {name for word, name in PROVIDER_WORDS.items() if word in words}
    return [*found, *(_by_words(Match.Kind.SETTLEMENT, name) for name in sorted(providers))]


def _announced(payment: Payment, line: StatementLine) -> Suggestion:
    is_named = payment.reference in _tight(line)
    is_exact = payment.amount_centimes == line.amount_centimes
    payer = payment.escrow.payer.name
    score, why = (SURE if is_exact else LIKELY, "reference") if is_named else (POSSIBLE, "amount")
    if not is_named and _names(payer, _words(line)):
        score, why = LIKELY, "name"
    return Suggestion(kind=Match.Kind.PAYMENT, target=payment.reference, score=score, why=why, shown=payer)


def _charged(row: Charge, line: StatementLine) -> Suggestion:
    score = SURE if row.total_centimes == line.amount_centimes else LIKELY
    brand = row.subscription.wallet.name
    return Suggestion(kind=Match.Kind.PLAN, target=row.reference, score=score, why="reference", shown=brand)


def _by_words(kind: str, target: str) -> Suggestion:
    return Suggestion(kind=kind, target=target, score=LIKELY, why="words")


def _names(name: str, words: str) -> bool:
    """A word of the name, four letters or longer, stands in the label."""
    return any(len(word) >= NAME_LETTERS and word in words for word in name.upper().split())


def _outgoing(line: StatementLine, waiting: _Waiting) -> list[Suggestion]:
    words = _words(line)
    payouts = [row for row in waiting.payouts if _fits(row, line)]
    refunds = [row for row in waiting.refunds if _fits(row, line)]
    found = [_ours(Match.Kind.PAYOUT, row, words, row.wallet.name) for row in payouts]
    found += [_ours(Match.Kind.REFUND, row, words, "") for row in refunds]
    if CHARGE_WORDS.search(words):
        found.append(_by_words(Match.Kind.CHARGE, ""))
    return found


def _fits(row: Payout | Refund, line: StatementLine) -> bool:
    return (row.amount_centimes, row.currency) == (-line.amount_centimes, line.currency)


def _ours(kind: str, row: Payout | Refund, words: str, name: str) -> Suggestion:
    is_named = str(row) in words.replace(" ", "")
    score, why = (SURE, "reference") if is_named else (POSSIBLE, "amount")
    if not is_named and name and _names(name, words):
        score, why = LIKELY, "name"
    return Suggestion(kind=kind, target=str(row.pk), score=score, why=why, shown=name or str(row))
