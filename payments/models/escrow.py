from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kit.ids import uuid7
from kit.states import Staged
from payments.models.wallets import Wallet
from payments.querysets import EscrowPartQuerySet, EscrowQuerySet


class Sums:
    """Totals of a price with its fees: the price of a whole deal, or of one part of it."""

    price_centimes: Any
    brand_fee_centimes: Any
    brand_vat_centimes: Any
    influencer_fee_centimes: Any
    influencer_vat_centimes: Any

    @property
    def total_centimes(self) -> int:
        """What the brand pays."""
        return self.price_centimes + self.brand_fee_centimes + self.brand_vat_centimes

    @property
    def net_centimes(self) -> int:
        """What the influencer receives when all of it is released."""
        return self.price_centimes - self.influencer_fee_centimes - self.influencer_vat_centimes


class Escrow(Sums, Staged, models.Model):
    """Money set aside by one wallet for another (screen word: fonds sécurisés), with its frozen arithmetic.

    `deal_id` is the caller's own id (a collaboration); the bank does not know what it means.
    brand pays  price + brand_fee + brand_vat;  influencer gets  price - influencer_fee - influencer_vat.
    It consists of parts (EscrowPart) that close one by one; it ends with the last of them. While it is frozen
    (a dispute of the parties, a chargeback of the payer's bank) none of them closes.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("Waiting for the money")
        HELD = "held", _("Funds secured")
        RELEASING = "releasing", _("Being released")
        RELEASED = "released", _("Released")
        REFUNDING = "refunding", _("Being refunded")
        REFUNDED = "refunded", _("Refunded")
        SPLITTING = "splitting", _("Being split")
        SPLIT = "split", _("Split")
        CANCELLED = "cancelled", _("Cancelled before funding")

    MOVES = {
        State.PENDING: {State.HELD, State.CANCELLED},
        State.HELD: {State.RELEASING, State.REFUNDING, State.SPLITTING},
        State.RELEASING: {State.RELEASED},
        State.REFUNDING: {State.REFUNDED},
        State.SPLITTING: {State.SPLIT},
    }

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    deal_id = models.UUIDField(_("deal"), unique=True)
    title = models.CharField(_("title"), max_length=160)
    payer = models.ForeignKey(Wallet, models.PROTECT, related_name="escrows_paid", verbose_name=_("payer"))
    payee = models.ForeignKey(Wallet, models.PROTECT, related_name="escrows_earned", verbose_name=_("payee"))
    currency = models.CharField(_("currency"), max_length=3, default="MAD")
    price_centimes = models.BigIntegerField(_("price"))
    brand_fee_centimes = models.BigIntegerField(_("brand's fee"))
    brand_vat_centimes = models.BigIntegerField(_("VAT on the brand's fee"))
    influencer_fee_centimes = models.BigIntegerField(_("influencer's fee"))
    influencer_vat_centimes = models.BigIntegerField(_("VAT on the influencer's fee"))
    fee_bps = models.JSONField(_("rates when agreed"), help_text="brand, influencer, vat")
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PENDING)
    opened_at = models.DateTimeField(_("opened"), auto_now_add=True)
    held_at = models.DateTimeField(_("secured"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    disputed_at = models.DateTimeField(_("frozen by a dispute since"), null=True, blank=True)
    charged_back_at = models.DateTimeField(_("frozen by a chargeback since"), null=True, blank=True)

    objects = EscrowQuerySet.as_manager()

    class Meta:
        verbose_name = _("escrow")
        verbose_name_plural = _("escrows")
        ordering = ["-opened_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(payer=F("payee")), name="escrow_two_parties"),
            models.CheckConstraint(condition=Q(price_centimes__gt=0), name="escrow_not_empty"),
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "pending",
                        "held",
                        "releasing",
                        "released",
                        "refunding",
                        "refunded",
                        "splitting",
                        "split",
                        "cancelled",
                    ]
                ),
                name="escrow_state_known",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def frozen_reason(self) -> str:
        """Why nothing may move: chargeback, dispute, or nothing. What a bank takes back goes first."""
        if self.charged_back_at:
            return "chargeback"
        return "dispute" if self.disputed_at else ""

    @property
    def is_frozen(self) -> bool:
        return bool(self.frozen_reason)


class EscrowPart(Sums, Staged, models.Model):
    """One milestone of an escrow: a part of its price with the fees and VAT that go with it, closed once.

    The parts add up to their escrow in every column. A deal paid in one go has one part with the escrow's
    own id. `given_centimes` is what of the price the influencer got when it closed. All writes happen with
    the escrow locked.
    """

    class Name(models.TextChoices):
        WHOLE = "whole", _("The whole price")
        DRAFT = "draft", _("When the drafts are approved")
        PUBLISHED = "published", _("When the publications are accepted")
        RETAINED = "retained", _("Retained")

    State = Escrow.State
    MOVES = {
        State.PENDING: {State.HELD, State.CANCELLED},
        State.HELD: {State.RELEASING, State.REFUNDING, State.SPLITTING},
        State.RELEASING: {State.RELEASED},
        State.REFUNDING: {State.REFUNDED},
        State.SPLITTING: {State.SPLIT},
    }

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    escrow = models.ForeignKey(Escrow, models.PROTECT, related_name="parts", verbose_name=_("escrow"))
    position = models.PositiveSmallIntegerField(_("position"))
    name = models.CharField(_("milestone"), max_length=10, choices=Name.choices)
    price_centimes = models.BigIntegerField(_("price"))
    brand_fee_centimes = models.BigIntegerField(_("brand's fee"))
    brand_vat_centimes = models.BigIntegerField(_("VAT on the brand's fee"))
    influencer_fee_centimes = models.BigIntegerField(_("influencer's fee"))
    influencer_vat_centimes = models.BigIntegerField(_("VAT on the influencer's fee"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PENDING)
    retained_until = models.DateTimeField(_("retained until"), null=True, blank=True)
    given_centimes = models.BigIntegerField(_("given to the influencer"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    objects = EscrowPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("escrow part")
        verbose_name_plural = _("escrow parts")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["escrow", "position"], name="escrow_part_once"),
            models.CheckConstraint(condition=Q(price_centimes__gt=0), name="escrow_part_not_empty"),
            models.CheckConstraint(
                condition=Q(given_centimes=None) | Q(given_centimes__range=(0, F("price_centimes"))),
                name="escrow_part_gives_what_it_has",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "pending",
                        "held",
                        "releasing",
                        "released",
                        "refunding",
                        "refunded",
                        "splitting",
                        "split",
                        "cancelled",
                    ]
                ),
                name="escrow_part_state_known",
            ),
        ]
        indexes = [
            models.Index(fields=["escrow"], condition=Q(state="held"), name="escrow_part_held"),
        ]

    def __str__(self) -> str:
        return f"{self.escrow_id} {self.name}"
