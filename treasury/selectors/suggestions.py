"""What a line of the bank could be. Suggestions are not eyes: two people still have to agree."""

import re
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from payments.models import Payment, Payout, Refund
from plans.models import Charge
from treasury.models import Match, StatementLine

OURS = re.compile(r"(?:IM|PL)[0-9A-F]{16}")
CHARGE_WORDS = re.compile(r"\b(FRAIS|COMMISSION|COMM|AGIOS|TIMBRE|ABONNEMENT)\b")
PROVIDER_WORDS = {"CMI": "cmi", "MAROC TELECOMMERCE": "cmi", "STRIPE": "stripe", "PAYPAL": "paypal"}
N_MOST = 5
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


def suggest(line: StatementLine) -> list[Suggestion]:
    """The best first, five at most; at most four queries."""
    words = " ".join(f"{line.label} {line.reference}".upper().split())
    found = _incoming(line, words) if line.amount_centimes > 0 else _outgoing(line, words)
    return sorted(found, key=lambda one: -one.score)[:N_MOST]


def _incoming(line: StatementLine, words: str) -> list[Suggestion]:
    said = set(OURS.findall(re.sub(r"[\s.-]", "", words)))
    waiting = Payment.objects.filter(gateway="bank", currency=line.currency).exclude(state="paid")
    rows = waiting.select_related("escrow__payer").order_by("-made_at")
    found = [_announced(row, line, words) for row in rows.filter(reference__in=said)]
    if not found:
        alike = rows.filter(amount_centimes=line.amount_centimes, state__in=["pending", "unknown"])[:N_MOST]
        found = [_announced(row, line, words) for row in alike]
    return [*found, *_plans(line, said), *_provider(words)]


def _plans(line: StatementLine, said: set[str]) -> list[Suggestion]:
    rows = Charge.objects.due().filter(reference__in=said).select_related("subscription__wallet")
    return [
        Suggestion(
            kind=Match.Kind.PLAN,
            target=row.reference,
            score=SURE if row.total_centimes == line.amount_centimes else LIKELY,
            why="reference",
            shown=row.subscription.wallet.name,
        )
        for row in rows
    ]


def _announced(payment: Payment, line: StatementLine, words: str) -> Suggestion:
    is_named = payment.reference in re.sub(r"[\s.-]", "", words)
    is_exact = payment.amount_centimes == line.amount_centimes
    payer = payment.escrow.payer.name
    score, why = (SURE if is_exact else LIKELY, "reference") if is_named else (POSSIBLE, "amount")
    if not is_named and _names(payer, words):
        score, why = LIKELY, "name"
    return Suggestion(kind=Match.Kind.PAYMENT, target=payment.reference, score=score, why=why, shown=payer)


def _names(name: str, words: str) -> bool:
    """A word of the payer's name, four letters or longer, stands in the label."""
    return any(len(word) > len("SARL") - 1 and word in words for word in name.upper().split())


def _provider(words: str) -> list[Suggestion]:
    return [
        Suggestion(kind=Match.Kind.SETTLEMENT, target=name, score=LIKELY, why="words")
        for word, name in PROVIDER_WORDS.items()
        if word in words
    ]


def _outgoing(line: StatementLine, words: str) -> list[Suggestion]:
    amount = {"amount_centimes": -line.amount_centimes, "currency": line.currency, "state": "sending"}
    payouts: QuerySet[Any] = Payout.objects.filter(**amount).select_related("wallet")[:N_MOST]
    refunds: QuerySet[Any] = Refund.objects.filter(**amount, payment__gateway="bank")[:N_MOST]
    found = [_ours(Match.Kind.PAYOUT, row, words, row.wallet.name) for row in payouts]
    found += [_ours(Match.Kind.REFUND, row, words, "") for row in refunds]
    if CHARGE_WORDS.search(words):
        found.append(Suggestion(kind=Match.Kind.CHARGE, target="", score=LIKELY, why="words"))
    return found


def _ours(kind: str, row: Payout | Refund, words: str, name: str) -> Suggestion:
    is_named = str(row) in words.replace(" ", "")
    score, why = (SURE, "reference") if is_named else (POSSIBLE, "amount")
    if not is_named and name and _names(name, words):
        score, why = LIKELY, "name"
    return Suggestion(kind=kind, target=str(row.pk), score=score, why=why, shown=name or str(row))
