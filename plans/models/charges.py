from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kit.ids import uuid7
from kit.states import Staged
from plans.models.subscriptions import Subscription
from plans.querysets import ChargeQuerySet


class Charge(Staged, models.Model):
    """What a subscription costs for a period or the rest of one. Paid by transfer under
    `reference`, or by card: then `stripe_invoice` is Stripe's bill for it, and Stripe asks for the money. A
    card may still pay what was given up.
    """

    class State(models.TextChoices):
        DUE = "due", _("To be paid")
        PAID = "paid", _("Paid")
        VOID = "void", _("Given up")

    MOVES = {State.DUE: {State.PAID, State.VOID}, State.VOID: {State.PAID}}

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    subscription = models.ForeignKey(
        Subscription, models.PROTECT, related_name="charges", verbose_name=_("subscription")
    )
    reference = models.CharField(_("reference"), max_length=20, unique=True)
    stripe_invoice = models.CharField(_("invoice at Stripe"), max_length=80, blank=True, db_default="")
    words = models.CharField(_("for"), max_length=10)
    plan_code = models.CharField(_("plan"), max_length=10)
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"))
    net_centimes = models.BigIntegerField(_("without VAT"))
    vat_bps = models.PositiveSmallIntegerField(_("rate of VAT"), db_default=2000)
    vat_centimes = models.BigIntegerField(_("VAT"))
    currency = models.CharField(_("currency"), max_length=3, default="MAD")
    state = models.CharField(_("state"), max_length=4, choices=State.choices, default=State.DUE)
    due_on = models.DateField(_("due"))
    n_reminders = models.PositiveSmallIntegerField(_("reminders"), default=0)
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    settled_at = models.DateTimeField(_("settled"), null=True)

    objects = ChargeQuerySet.as_manager()

    class Meta:
        verbose_name = _("plan charge")
        verbose_name_plural = _("plan charges")
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["subscription", "words", "plan_code", "from_on"],
                condition=Q(stripe_invoice=""),
                name="charge_once_per_period",
            ),
            models.UniqueConstraint(
                fields=["stripe_invoice"], condition=~Q(stripe_invoice=""), name="charge_once_per_invoice"
            ),
            models.CheckConstraint(
                condition=Q(net_centimes__gt=0, vat_centimes__gte=0), name="charge_not_empty"
            ),
            models.CheckConstraint(condition=Q(until_on__gt=F("from_on")), name="charge_period_forward"),
            models.CheckConstraint(condition=Q(state__in=["due", "paid", "void"]), name="charge_state_known"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def total_centimes(self) -> int:
        """What the brand pays, VAT included."""
        return self.net_centimes + self.vat_centimes
