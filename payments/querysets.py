from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils import timezone


class WalletQuerySet(QuerySet):
    def lock(self, pk: Any) -> Any:
        return self.select_for_update(of=("self",), no_key=True).get(pk=pk)

    def visible_to(self, user: Any) -> "WalletQuerySet":
        return self.filter(holders__user=user)


class FeeScheduleQuerySet(QuerySet):
    def in_force(self, at: datetime | None = None) -> Any:
        """The schedule at a moment (now by default); None when no row has started yet."""
        return self.filter(starts_at__lte=at or timezone.now()).order_by("-starts_at").first()


class EscrowQuerySet(QuerySet):
    def visible_to(self, user: Any) -> "EscrowQuerySet":
        """Both parties see an escrow; nobody else does."""
        seen = Q(payer__holders__user=user) | Q(payee__holders__user=user)
        return self.filter(seen).distinct()

    def lock(self, pk: Any) -> Any:
        return self.select_for_update(of=("self",)).select_related("payer", "payee").get(pk=pk)


class EscrowPartQuerySet(QuerySet):
    def open(self) -> "EscrowPartQuerySet":
        """Still held, in the order in which they are given away."""
        return self.filter(state="held").order_by("position")


class ChargebackQuerySet(QuerySet):
    def lock(self, pk: Any) -> Any:
        """The chargeback alone; lock its escrow first."""
        return self.select_for_update(of=("self",)).get(pk=pk)

    def open(self) -> "ChargebackQuerySet":
        """The bank has not decided."""
        return self.filter(state="opened")

    def owed(self) -> "ChargebackQuerySet":
        """Lost, and somebody still owes the house money for it."""
        return self.filter(state="lost", settled_at=None, covered_centimes__lt=F("amount_centimes"))


class PaymentQuerySet(QuerySet):
    def lock(self, pk: Any) -> Any:
        """The payment alone; lock its escrow first."""
        return self.select_for_update(of=("self",)).get(pk=pk)

    def visible_to(self, user: Any) -> "PaymentQuerySet":
        """Only the payer's side sees attempts to pay."""
        return self.filter(escrow__payer__holders__user=user)


class PayoutQuerySet(QuerySet):
    def lock(self, pk: Any) -> Any:
        return self.select_for_update(of=("self",)).select_related("wallet").get(pk=pk)

    def visible_to(self, user: Any) -> "PayoutQuerySet":
        return self.filter(wallet__holders__user=user)


class PayoutBatchQuerySet(QuerySet):
    def lock(self, pk: Any) -> Any:
        """The batch alone; its payouts are locked after it."""
        return self.select_for_update(of=("self",)).get(pk=pk)


class ApprovalQuerySet(QuerySet):
    def lock(self, pk: Any) -> Any:
        """The approval alone; lock its escrow first."""
        return self.select_for_update(of=("self",)).get(pk=pk)

    def visible_to(self, user: Any) -> "ApprovalQuerySet":
        """The payer's side sees what its people ask each other."""
        return self.filter(escrow__payer__holders__user=user)

    def open(self) -> "ApprovalQuerySet":
        """Asked or given, and not too old."""
        return self.filter(state__in=["asked", "approved"], expires_at__gt=timezone.now())
