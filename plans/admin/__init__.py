"""Plans, who has which, and what they paid."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline
from unfold.decorators import action, display

from kit.desk import ReadOnlyAdmin, amount, chip_of, confirm
from plans import policies
from plans.models import CardPlan, CardTrouble, CardWish, Charge, Plan, StripePrice, Subscription
from plans.services import add_plan, see_trouble

TERMS = ["month_centimes", "year_centimes", "brand_fee_bps", "n_open_campaigns", "n_members"]
PERIOD = ["starts_on", "ends_on"]
SAID = ["n_reminders", "stripe_invoice"]


class PlanForm(forms.ModelForm):
    def clean_starts_at(self) -> Any:
        starts_at = self.cleaned_data["starts_at"]
        if starts_at < timezone.now():
            raise ValidationError(_("Terms are added for a moment to come, never changed."))
        return starts_at


@admin.register(Plan)
class PlanAdmin(ReadOnlyAdmin):
    """Terms by date. New ones are added; who subscribed keeps theirs until the period ends."""

    list_display = ["code", "starts_at", "month", "year", *TERMS[2:], "made_by"]
    list_select_related = ["made_by"]
    form = PlanForm
    fields = ["code", "starts_at", *TERMS, "note"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("plans.add_plan")

    def save_model(self, request: HttpRequest, obj: Plan, form: Any, change: bool) -> None:
        terms = {name: getattr(obj, name) for name in TERMS}
        row = add_plan(code=obj.code, starts_at=obj.starts_at, terms=terms, note=obj.note, by=request.user)
        obj.pk = row.pk

    @display(description=_("price a month"))
    def month(self, row: Plan) -> SafeString:
        return amount(row.month_centimes)

    @display(description=_("price a year"))
    def year(self, row: Plan) -> SafeString:
        return amount(row.year_centimes)


@admin.register(Subscription)
class SubscriptionAdmin(ReadOnlyAdmin):
    """Brands on a paid plan, and those that were."""

    list_display = ["wallet", "plan", "state_shown", "paid_by", "interval", *PERIOD, "next_plan"]
    list_filter = ["state", "paid_by", "plan__code", "interval"]
    list_select_related = ["wallet", "plan", "next_plan"]
    search_fields = ["wallet__name"]
    state_shown = chip_of("subscription")


@admin.register(Charge)
class ChargeAdmin(ReadOnlyAdmin):
    """Paid by transfer, matched in the treasury under the reference; or by card, as Stripe's invoice says."""

    list_display = ["reference", "brand", "plan_code", "state_shown", "total", "due_on", *SAID]
    list_filter = ["state", "due_on"]
    list_select_related = ["subscription__wallet"]
    search_fields = ["reference", "stripe_invoice", "subscription__wallet__name"]
    state_shown = chip_of("charge")

    @display(description=_("brand"))
    def brand(self, row: Charge) -> str:
        return row.subscription.wallet.name

    @display(description=_("amount"))
    def total(self, row: Charge) -> SafeString:
        return amount(row.total_centimes)


class WishesInline(TabularInline):
    model = CardWish
    fields = ["kind", "plan", "state", "refusal", "reason", "made_by", "made_at"]
    readonly_fields = fields
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(CardPlan)
class CardPlanAdmin(ReadOnlyAdmin):
    """Plans paid by card: ours beside what Stripe last said."""

    list_display = ["wallet", "plan", "state_shown", "stripe_status", "stripe_id", "late_since"]
    list_filter = ["state", "stripe_status"]
    list_select_related = ["wallet", "plan"]
    search_fields = ["wallet__name", "stripe_id", "session_id"]
    inlines = [WishesInline]
    state_shown = chip_of("card_plan")


@admin.register(CardTrouble)
class CardTroubleAdmin(ReadOnlyAdmin):
    """What nobody looked at yet comes first. Saying that one did changes nothing but the list."""

    list_display = ["what", "card", "brand", "about", "asked", "paid", "made_at", "seen_by", "seen_at"]
    list_filter = ["what", ("seen_at", admin.EmptyFieldListFilter)]
    list_select_related = ["card__wallet", "seen_by"]
    search_fields = ["about", "card__stripe_id", "card__wallet__name"]
    ordering = [F("seen_at").desc(nulls_first=True), "-made_at"]
    actions = ["see"]

    @display(description=_("brand"))
    def brand(self, row: CardTrouble) -> str:
        return row.card.wallet.name

    @display(description=_("amount asked"))
    def asked(self, row: CardTrouble) -> SafeString:
        return amount(row.asked_centimes, row.currency)

    @display(description=_("amount paid"))
    def paid(self, row: CardTrouble) -> SafeString:
        return amount(row.paid_centimes, row.currency)

    @action(description=_("I looked at it"), permissions=["see"])
    def see(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return confirm(self, request, queryset, act=_see)

    def has_see_permission(self, request: HttpRequest) -> bool:
        return policies.may_look_at_trouble(request.user)


def _see(pk: Any, *, by: Any) -> None:
    see_trouble(trouble_id=pk, by=by)


@admin.register(StripePrice)
class StripePriceAdmin(ReadOnlyAdmin):
    """What Stripe charges for each row of terms, VAT included."""

    list_display = ["price_id", "plan", "interval", "total", "made_at"]
    list_select_related = ["plan"]

    @display(description=_("price with VAT"))
    def total(self, row: StripePrice) -> SafeString:
        return amount(row.total_centimes)
