"""Plans paid by card at Stripe: the prices there, who the brand is there, what it took, what it asks for."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kit.columns import made_by, person
from kit.errors import WrongState
from kit.ids import uuid7
from kit.states import Staged
from payments.models import Wallet
from plans.models.plans import Plan
from plans.models.subscriptions import Subscription
from plans.querysets import CardPlanQuerySet, CardWishQuerySet


class StripePrice(models.Model):
    """What Stripe charges for one row of terms, VAT included. A price there is never edited, nor is this."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="stripe_prices", verbose_name=_("plan"))
    interval = models.CharField(_("paid"), max_length=5, choices=Subscription.Interval.choices)
    vat_bps = models.PositiveSmallIntegerField(_("VAT"))
    total_centimes = models.BigIntegerField(_("price with VAT"))
    price_id = models.CharField(_("price at Stripe"), max_length=80, unique=True)
    made_at = models.DateTimeField(_("made"), auto_now_add=True)

    class Meta:
        verbose_name = _("price at Stripe")
        verbose_name_plural = _("prices at Stripe")
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "interval", "vat_bps"], name="stripe_price_once")
        ]

    def __str__(self) -> str:
        return self.price_id


class StripeCustomer(models.Model):
    """Who a brand is at Stripe."""

    wallet = models.OneToOneField(
        Wallet, models.PROTECT, related_name="stripe_customer", verbose_name=_("brand")
    )
    customer_id = models.CharField(_("customer at Stripe"), max_length=80, unique=True)
    made_at = models.DateTimeField(_("made"), auto_now_add=True)

    class Meta:
        verbose_name = _("customer at Stripe")
        verbose_name_plural = _("customers at Stripe")

    def __str__(self) -> str:
        return self.customer_id


class CardPlan(Staged, models.Model):
    """A plan taken on Stripe's page. Only what Stripe says makes it run: `subscription` is ours from then on.

    `stripe_status` is Stripe's last word.
    """

    class State(models.TextChoices):
        OPEN = "open", _("On Stripe's page")
        RUNNING = "running", _("Running")
        ENDED = "ended", _("Ended")
        LAPSED = "lapsed", _("Never paid")

    MOVES = {
        State.OPEN: {State.RUNNING, State.LAPSED},
        State.LAPSED: {State.RUNNING},
        State.RUNNING: {State.ENDED},
    }

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    wallet = models.ForeignKey(Wallet, models.PROTECT, related_name="card_plans", verbose_name=_("brand"))
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="+", verbose_name=_("plan"))
    interval = models.CharField(_("paid"), max_length=5, choices=Subscription.Interval.choices)
    subscription = models.OneToOneField(
        Subscription, models.PROTECT, null=True, related_name="card", verbose_name=_("subscription")
    )
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.OPEN)
    session_id = models.CharField(_("page at Stripe"), max_length=80, blank=True)
    page_url = models.TextField(_("address of the page"), blank=True)
    stripe_id = models.CharField(_("subscription at Stripe"), max_length=80, blank=True)
    stripe_status = models.CharField(_("Stripe says"), max_length=20, blank=True)
    late_since = models.DateTimeField(_("late since"), null=True)
    made_by = made_by()
    made_at = models.DateTimeField(_("made"), auto_now_add=True)

    objects = CardPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("plan paid by card")
        verbose_name_plural = _("plans paid by card")
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["wallet"], condition=Q(state__in=["open", "running"]), name="card_plan_one_live"
            ),
            models.UniqueConstraint(
                fields=["stripe_id"], condition=~Q(stripe_id=""), name="card_plan_one_per_stripe_id"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "running", "ended", "lapsed"]), name="card_plan_state_known"
            ),
        ]

    def __str__(self) -> str:
        return self.stripe_id or str(self.pk)

    @property
    def held(self) -> Subscription:
        """What it became here. Raises WrongState while it is only a page at Stripe."""
        if self.subscription is None:
            raise WrongState(state=self.state, wanted="held")
        return self.subscription

    @property
    def reference(self) -> str:
        """What Stripe's page carries for us."""
        return f"CP{self.pk.hex[-16:].upper()}"


class CardWish(Staged, models.Model):
    """A change to ask Stripe for. The row comes first, its id is the idempotency key; without an answer it
    is asked again under the same one. Refused, `refusal` is the code of what people are told, and `reason`
    Stripe's word.
    """

    class Kind(models.TextChoices):
        NOW = "now", _("Larger plan now")
        LATER = "later", _("Another price from the next period")
        END = "end", _("End with the period")
        END_NOW = "end_now", _("End at once")

    class State(models.TextChoices):
        ASKED = "asked", _("Asked")
        DONE = "done", _("Done")
        REFUSED = "refused", _("Refused")

    MOVES = {State.ASKED: {State.DONE, State.REFUSED}}

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    card = models.ForeignKey(CardPlan, models.PROTECT, related_name="wishes", verbose_name=_("plan by card"))
    kind = models.CharField(_("kind"), max_length=7, choices=Kind.choices)
    plan = models.ForeignKey(Plan, models.PROTECT, null=True, related_name="+", verbose_name=_("plan"))
    at = models.DateTimeField(_("prorated from"), null=True)
    state = models.CharField(_("state"), max_length=7, choices=State.choices, default=State.ASKED)
    reason = models.CharField(_("reason"), max_length=60, blank=True)
    refusal = models.CharField(_("refused as"), max_length=40, blank=True, db_default="", default="")
    made_by = made_by()
    made_at = models.DateTimeField(_("made"), auto_now_add=True)

    objects = CardWishQuerySet.as_manager()

    class Meta:
        verbose_name = _("change asked of Stripe")
        verbose_name_plural = _("changes asked of Stripe")
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["card"], condition=Q(state="asked"), name="card_wish_one_asked"),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "done", "refused"]), name="card_wish_state_known"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["now", "later", "end", "end_now"]), name="card_wish_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.card_id} {self.kind}"


class CardTrouble(models.Model):
    """What does not fit in a plan paid by card, and is never guessed at: staff look, and say that they did.

    `about` is Stripe's id of the subscription, invoice or price. `paid_centimes` is what was paid, where
    anything was, in the smallest unit of `currency`; `asked_centimes` is there where it differs.
    """

    class What(models.TextChoices):
        ALREADY_HAS_A_PLAN = "already_has_a_plan", _("Paid beside another plan")
        ANOTHER_PAGE_OPEN = "another_page_open", _("Paid while another page is open")
        PAID_ELSEWHERE = "paid_elsewhere", _("Paid outside of Stripe")
        ANOTHER_CURRENCY = "another_currency", _("Paid in another currency")
        ANOTHER_AMOUNT = "another_amount", _("Paid another amount than asked")
        PAID_AFTER_THE_END = "paid_after_the_end", _("Paid after the end")
        PAID_IN_PART = "paid_in_part", _("Paid in part, then given up")
        UNKNOWN_PRICE = "unknown_price", _("Unknown price at Stripe")

    card = models.ForeignKey(
        CardPlan, models.PROTECT, related_name="troubles", verbose_name=_("plan by card")
    )
    what = models.CharField(_("to look at"), max_length=20, choices=What.choices)
    about = models.CharField(_("at Stripe"), max_length=80)
    asked_centimes = models.BigIntegerField(_("amount asked"), null=True)
    paid_centimes = models.BigIntegerField(_("amount paid"), null=True)
    currency = models.CharField(_("currency"), max_length=3, default="MAD", db_default="MAD")
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    seen_by = person(_("seen by"))
    seen_at = models.DateTimeField(_("seen"), null=True)

    class Meta:
        verbose_name = _("plan by card to look at")
        verbose_name_plural = _("plans by card to look at")
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["card", "what", "about"], name="card_trouble_once"),
            models.CheckConstraint(
                condition=Q(
                    what__in=[
                        *("already_has_a_plan", "another_page_open", "paid_elsewhere", "another_currency"),
                        *("another_amount", "paid_after_the_end", "paid_in_part", "unknown_price"),
                    ]
                ),
                name="card_trouble_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.about}"
