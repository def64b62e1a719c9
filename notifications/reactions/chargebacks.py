"""A bank takes a payment back: both sides and the staff, as far as it concerns them."""

from typing import Any

from events.facts import reacts_to
from kit.links import path
from notifications.reactions.post import post
from notifications.selectors import people, subjects
from notifications.selectors.subjects import Subject
from payments import facts


def _about(fact: facts.ChargebackFact) -> Subject:
    return subjects.deal_of(fact.deal_id) or Subject(f"wallet:{fact.payer_wallet_id}")


def _tell_both(fact: facts.ChargebackFact, kind: str) -> None:
    """Those who pay; those who are paid only when it is about money that is still held for them."""
    wallets = [fact.payer_wallet_id, fact.payee_wallet_id] if fact.is_held else [fact.payer_wallet_id]
    readers = [reader for wallet in wallets for reader in people.holders(wallet)]
    post(fact, kind, readers, _about(fact), path("campaigns:deal", fact.deal_id), **_amount(fact))


def _amount(fact: facts.ChargebackFact) -> dict[str, Any]:
    return {"amount_centimes": fact.amount_centimes, "amount_currency": fact.currency}


def _tell_staff(fact: facts.ChargebackFact, kind: str, **data: Any) -> None:
    link = path("admin:payments_chargeback_change", fact.chargeback_id)
    post(fact, kind, people.staff(), _about(fact), link, **_amount(fact), **data)


@reacts_to(facts.ChargebackOpened)
def tell_of_chargeback(fact: facts.ChargebackOpened) -> None:
    """Both sides learn why nothing moves; staff have evidence to send."""
    _tell_both(fact, "chargeback_opened" if fact.is_held else "chargeback_opened_late")
    _tell_staff(fact, "chargeback_opened_staff")


@reacts_to(facts.ChargebackWon)
def tell_of_won_chargeback(fact: facts.ChargebackWon) -> None:
    """Both sides go on."""
    _tell_both(fact, "chargeback_won" if fact.is_held else "chargeback_won_late")


@reacts_to(facts.ChargebackLost)
def tell_of_lost_chargeback(fact: facts.ChargebackLost) -> None:
    """Both sides learn that it is over, the payer what is owed, the staff whom to ask for it."""
    if fact.is_held:
        _tell_both(fact, "chargeback_lost")
    if fact.owed_centimes:
        owed = {"owed_centimes": fact.owed_centimes, "owed_currency": fact.currency}
        readers, link = people.holders(fact.payer_wallet_id), path("payments:history")
        post(fact, "chargeback_owed", readers, _about(fact), link, **owed)
        _tell_staff(fact, "chargeback_owed_staff", **owed)
