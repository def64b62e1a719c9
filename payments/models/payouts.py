from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kit.columns import person
from kit.ids import uuid7
from kit.states import Staged
from payments.models.methods import PayoutMethod
from payments.models.rates import ExchangeRate
from payments.models.references import short
from payments.models.wallets import Wallet
from payments.querysets import PayoutQuerySet


class Payout(Staged, models.Model):
    """Money of an influencer on its way out. It goes to the method it was made with, or nowhere.

    Unknown is not failed: the money stays in transit and the provider is asked again.
    """

    class State(models.TextChoices):
        REQUESTED = "requested", _("Requested")
        APPROVED = "approved", _("Approved")
        SENDING = "sending", _("On its way")
        UNKNOWN = "unknown", _("Being checked")
        PAID = "paid", _("Paid")
        FAILED = "failed", _("Failed")

    class Reason(models.TextChoices):
        """Why one failed, in words for the influencer: what happened, and what to do."""

        WRONG_RIB = "wrong_rib", _("The bank does not know this account. Check the RIB and add it again.")
        WRONG_ADDRESS = "wrong_address", _("There is no account at this address. Check it and add it again.")
        ACCOUNT_CLOSED = "account_closed", _("The account is closed. Add another one.")
        NAME_MISMATCH = "name_mismatch", _("The account is in another name. Add one that is in yours.")
        LIMIT = "limit", _("The amount is above what this account may receive. Ask for less, or add another.")
        RECEIVER_BLOCKED = "receiver_blocked", _("The account cannot receive money at the moment.")
        NOT_CLAIMED = "not_claimed", _("Nobody accepted the money in time, so it came back.")
        NOT_SERVED = "not_served", _("This way of paying does not serve your country or currency.")
        RETURNED = "returned", _("Your bank sent the money back.")
        PROVIDER_REFUSED = "provider_refused", _("The transfer was refused. We are looking into it.")
        METHOD_REMOVED = "method_removed", _("The account was removed before the transfer left.")
        CANCELLED_BY_YOU = "cancelled_by_you", _("You cancelled it.")
        TAX_MISSING = "tax_profile_missing", _("Your tax profile is not complete.")
        SECURITY = "security", _("Our team stopped it to protect you. Write to us.")
        OTHER = "other", _("It could not be made. Write to us and we will explain.")

    class Delay(models.TextChoices):
        """Why one is later than was said."""

        CHECKING = "checking", _("Our team is still checking it.")
        BANK_SLOW = "bank_slow", _("The bank has not confirmed it yet.")
        NO_ANSWER = "no_answer", _("We do not have the provider's answer yet and keep asking.")
        DAY_OFF = "day_off", _("A public holiday came in between.")

    MOVES = {
        State.REQUESTED: {State.APPROVED, State.FAILED},
        State.APPROVED: {State.SENDING, State.FAILED},
        State.SENDING: {State.PAID, State.FAILED, State.UNKNOWN},
        State.UNKNOWN: {State.PAID, State.FAILED, State.SENDING},
    }
    OPEN = (State.REQUESTED, State.APPROVED, State.SENDING, State.UNKNOWN)
    OUTSIDE = (State.SENDING, State.UNKNOWN)

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    wallet = models.ForeignKey(Wallet, models.PROTECT, related_name="payouts", verbose_name=_("wallet"))
    method = models.ForeignKey(
        PayoutMethod, models.PROTECT, related_name="payouts", verbose_name=_("payout method")
    )
    amount_centimes = models.BigIntegerField(_("amount"))
    currency = models.CharField(_("currency"), max_length=3, default="MAD")
    paid_amount_centimes = models.BigIntegerField(_("amount received"), null=True, blank=True)
    paid_currency = models.CharField(_("currency received"), max_length=3, blank=True)
    rate = models.ForeignKey(
        ExchangeRate,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="payouts",
        verbose_name=_("exchange rate"),
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.REQUESTED)
    period = models.CharField(_("automatic, for"), max_length=20, blank=True)
    bank_ref = models.CharField(_("bank reference"), max_length=80, blank=True)
    provider_ref = models.CharField(_("provider's reference"), max_length=80, blank=True)
    reason = models.CharField(_("reason of failure"), max_length=24, choices=Reason.choices, blank=True)
    note = models.CharField(_("note for staff"), max_length=200, blank=True)
    requested_by = person(_("requested by"))
    approved_by = person(_("approved by"))
    sent_by = person(_("sent by"))
    requested_at = models.DateTimeField(_("requested"), auto_now_add=True)
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_try_at = models.DateTimeField(_("next attempt"), null=True, blank=True)
    expected_on = models.DateField(_("expected on"))
    delay = models.CharField(_("reason of delay"), max_length=12, choices=Delay.choices, blank=True)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)

    objects = PayoutQuerySet.as_manager()

    class Meta:
        verbose_name = _("payout")
        verbose_name_plural = _("payouts")
        ordering = ["-requested_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount_centimes__gt=0), name="payout_not_empty"),
            models.CheckConstraint(
                condition=Q(state__in=["requested", "approved", "sending", "unknown", "paid", "failed"]),
                name="payout_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state="failed") ^ Q(reason=""), name="payout_failed_for_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(paid_amount_centimes=None, paid_currency="")
                | Q(paid_amount_centimes__gt=0) & ~Q(paid_currency=""),
                name="payout_received_whole",
            ),
            models.UniqueConstraint(
                fields=["wallet", "period"], condition=~Q(period=""), name="payout_once_per_period"
            ),
        ]

    def __str__(self) -> str:
        return short("V", self.pk)

    @property
    def reference(self) -> str:
        """Ours in bank files: whole, no two are alike; 35 letters and digits, as much as banks take."""
        return f"IMV{self.pk.hex.upper()}"

    @property
    def shown_state(self) -> str:
        """The state's name for chips: what its owner cancelled did not fail."""
        return "cancelled" if self.reason == self.Reason.CANCELLED_BY_YOU else self.state

    @property
    def given(self) -> tuple[int, str]:
        """What arrives, in the currency in which it arrives."""
        if self.paid_amount_centimes is None:
            return self.amount_centimes, self.currency
        return self.paid_amount_centimes, self.paid_currency
