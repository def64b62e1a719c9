"""Payments that banks took back."""

from django.db.models import F, QuerySet, Sum

from payments.models import Chargeback, Escrow, Wallet


def chargebacks_of(escrow: Escrow) -> QuerySet[Chargeback]:
    """Newest first."""
    return Chargeback.objects.filter(payment__escrow=escrow)


def payer_debts(wallet: Wallet) -> dict[str, int]:
    """What a wallet owes the house after lost chargebacks, by currency; empty when it owes nothing."""
    owed = Chargeback.objects.owed().filter(payment__escrow__payer=wallet).order_by()
    sums = owed.values("currency").annotate(n=Sum(F("amount_centimes") - F("covered_centimes")))
    return dict(sums.values_list("currency", "n"))
