from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.fields.json import KeyTransform
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kit.ids import uuid7
from kit.states import Staged
from payments.models.escrow import Escrow
from payments.models.rates import ExchangeRate
from payments.models.references import short
from payments.querysets import PaymentQuerySet


class Payment(Staged, models.Model):
    """One attempt to bring an escrow's money in through one gateway.

    The payer is charged `amount_centimes` of `currency`; the escrow gets `escrow_centimes` of its own. Where
    the two currencies differ, `rate` is the one frozen when the attempt was made.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("Waiting for the bank")
        PAID = "paid", _("Paid")
        FAILED = "failed", _("Failed")
        EXPIRED = "expired", _("Expired")
        UNKNOWN = "unknown", _("Being checked")

    MOVES = {
        State.PENDING: {State.PAID, State.FAILED, State.EXPIRED, State.UNKNOWN},
        State.UNKNOWN: {State.PENDING, State.PAID, State.FAILED, State.EXPIRED},
        # Money that arrives after we gave up is still money: it is credited or sent back, never dropped.
        State.FAILED: {State.PAID},
        State.EXPIRED: {State.PAID},
    }

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    escrow = models.ForeignKey(Escrow, models.PROTECT, related_name="payments", verbose_name=_("escrow"))
    gateway = models.CharField(_("gateway"), max_length=20)
    reference = models.CharField(_("our reference at the gateway"), max_length=40, unique=True)
    provider_ref = models.CharField(_("the gateway's reference"), max_length=80, blank=True)
    amount_centimes = models.BigIntegerField(_("amount"))
    currency = models.CharField(_("currency"), max_length=3, default="MAD")
    escrow_centimes = models.BigIntegerField(_("amount in the escrow's currency"))
    rate = models.ForeignKey(
        ExchangeRate,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="payments",
        verbose_name=_("exchange rate"),
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PENDING)
    failure = models.CharField(_("reason of failure"), max_length=120, blank=True)
    is_credited = models.BooleanField(_("funded its escrow"), default=False)
    action = models.JSONField(_("what the browser does next"), default=dict)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("made by")
    )
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)

    objects = PaymentQuerySet.as_manager()

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["escrow"], condition=Q(state="pending"), name="one_open_payment_per_escrow"
            ),
            models.UniqueConstraint(
                fields=["escrow"], condition=Q(is_credited=True), name="one_credited_payment_per_escrow"
            ),
            models.CheckConstraint(
                condition=Q(is_credited=False) | Q(state="paid"), name="payment_credited_is_paid"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["pending", "paid", "failed", "expired", "unknown"]),
                name="payment_state_known",
            ),
        ]
        indexes = [
            models.Index(
                fields=["made_at"], condition=Q(state__in=["pending", "unknown"]), name="payment_open"
            ),
            models.Index(fields=["gateway", "provider_ref"], name="payment_at_provider"),
        ]

    def __str__(self) -> str:
        return self.reference


TOO_EARLY = ("dispute_unpaid", "early_dispute", "early_refund")  # outcomes


class ProviderEvent(models.Model):
    """What a gateway told us, stored raw before anything is believed; handled once.

    `body` is the adapter's reading of `raw` (see payments.gateways.port.Report). What comes too early (a
    refund of a payment that is not paid yet, a dispute of one whose number at the provider nobody knows yet)
    is parked, and handled again when its time has come. What staff have to look at is strange.
    """

    PARKED = frozenset(TOO_EARLY)
    STRANGE = frozenset(
        {
            *{"unknown_reference", "unknown_refund", "wrong_amount", "wrong_currency", "second_capture"},
            *{"late_refund", "dispute_wrong_amount", "dispute_of_another", "dispute_contradicts"},
        }
    )

    gateway = models.CharField(_("gateway"), max_length=20)
    external_id = models.CharField(_("event id"), max_length=80)
    body = models.JSONField(_("body"))
    raw = models.TextField(_("as received"), blank=True)
    headers = models.JSONField(_("headers that were signed"), default=dict, blank=True)
    payment = models.ForeignKey(
        Payment, models.PROTECT, null=True, blank=True, related_name="events", verbose_name=_("payment")
    )
    received_at = models.DateTimeField(_("received"), auto_now_add=True)
    handled_at = models.DateTimeField(_("handled"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("provider event")
        verbose_name_plural = _("provider events")
        ordering = ["-received_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["gateway", "external_id"], name="provider_event_once")]
        indexes = [
            models.Index(fields=["received_at"], condition=Q(handled_at=None), name="provider_event_open"),
            models.Index(fields=["gateway", "-received_at"], name="provider_event_newest"),
            models.Index(
                fields=["received_at"],
                condition=Q(outcome__in=list(TOO_EARLY)),
                name="provider_event_parked",
            ),
            models.Index(
                F("gateway"),
                KeyTransform("provider_ref", "body"),
                condition=Q(outcome="early_dispute"),
                name="provider_event_early_dispute",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gateway} {self.external_id}"

    @property
    def state(self) -> str:
        """waiting, parked, strange or done."""
        if self.outcome in self.PARKED:
            return "parked"
        if self.handled_at is None:
            return "waiting"
        return "strange" if self.outcome in self.STRANGE else "done"


class Refund(Staged, models.Model):
    """Money on its way back to the payer, through the gateway and in the currency it came from.

    `escrow_centimes` is what of the escrow it settles, in the escrow's currency; none for parked money that
    never reached the escrow.
    """

    class State(models.TextChoices):
        REQUESTED = "requested", _("Requested")
        SENDING = "sending", _("On its way")
        DONE = "done", _("Refunded")
        FAILED = "failed", _("Failed")

    MOVES = {
        State.REQUESTED: {State.SENDING},
        State.SENDING: {State.DONE, State.FAILED},
        State.FAILED: {State.SENDING},
    }

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    payment = models.ForeignKey(Payment, models.PROTECT, related_name="refunds", verbose_name=_("payment"))
    amount_centimes = models.BigIntegerField(_("amount"))
    currency = models.CharField(_("currency"), max_length=3, default="MAD")
    escrow_centimes = models.BigIntegerField(_("amount in the escrow's currency"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=120, blank=True)
    failure = models.CharField(_("reason of failure"), max_length=120, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_try_at = models.DateTimeField(_("next try"), default=timezone.now)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.REQUESTED)
    provider_ref = models.CharField(_("the gateway's reference"), max_length=80, blank=True)
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)

    class Meta:
        verbose_name = _("refund")
        verbose_name_plural = _("refunds")
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount_centimes__gt=0), name="refund_not_empty"),
            models.CheckConstraint(
                condition=Q(state__in=["requested", "sending", "done", "failed"]), name="refund_state_known"
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"], condition=Q(state__in=["requested", "sending"]), name="refund_open"
            )
        ]

    def __str__(self) -> str:
        return short("R", self.pk)
