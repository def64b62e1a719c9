from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kit.ids import uuid7
from kit.states import Staged
from payments.models import Wallet
from plans.models.plans import Plan
from plans.querysets import SubscriptionQuerySet


class Subscription(Staged, models.Model):
    """A brand's paid plan, period after period. Without one, or ended, the brand is on the free plan.

    A change to a smaller plan waits in `next_plan` for the end of the period; an end waits there too, as the
    free plan. One that is paid by card follows Stripe and is never renewed or reminded of here. Nothing of
    the brand's is ever lost by either.
    """

    class State(models.TextChoices):
        ACTIVE = "active", _("Active")
        PAST_DUE = "past_due", _("Payment late")
        ENDED = "ended", _("Ended")

    class Interval(models.TextChoices):
        MONTH = "month", _("Monthly")
        YEAR = "year", _("Yearly")

    class PaidBy(models.TextChoices):
        TRANSFER = "transfer", _("Bank transfer")
        CARD = "card", _("Card, through Stripe")

    MOVES = {
        State.ACTIVE: {State.PAST_DUE, State.ENDED},
        State.PAST_DUE: {State.ACTIVE, State.ENDED},
    }

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    wallet = models.ForeignKey(Wallet, models.PROTECT, related_name="subscriptions", verbose_name=_("brand"))
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="+", verbose_name=_("plan"))
    next_plan = models.ForeignKey(
        Plan, models.PROTECT, null=True, related_name="+", verbose_name=_("from the next period")
    )
    interval = models.CharField(_("paid"), max_length=5, choices=Interval.choices)
    paid_by = models.CharField(
        _("paid by"), max_length=8, choices=PaidBy.choices, default=PaidBy.TRANSFER, db_default="transfer"
    )
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.ACTIVE)
    starts_on = models.DateField(_("period from"))
    ends_on = models.DateField(_("period until"), help_text="the first day of the next period")
    since = models.DateTimeField(_("since"), auto_now_add=True)
    ended_at = models.DateTimeField(_("ended"), null=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        ordering = ["-since"]
        constraints = [
            models.UniqueConstraint(
                fields=["wallet"], condition=Q(state__in=["active", "past_due"]), name="subscription_one_open"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="subscription_period_forward"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["active", "past_due", "ended"]), name="subscription_state_known"
            ),
            models.CheckConstraint(
                condition=Q(paid_by__in=["transfer", "card"]), name="subscription_paid_by_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.wallet_id} {self.plan_id} {self.state}"
