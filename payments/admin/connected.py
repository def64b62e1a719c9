"""Creators' accounts at Stripe, and what is mirrored of Stripe's own objects: to look at, nothing to type."""

from typing import Any

from django.apps import apps
from django.contrib import admin
from django.http import HttpRequest
from djstripe import models as mirrored

from payments.admin.base import ReadOnlyAdmin, chip_of
from payments.models import StripeAccount

# dj-stripe registers pages that change Stripe, and one for secret keys. Ours show, and only these.
SHOWN = [mirrored.Customer, mirrored.Product, mirrored.Price, mirrored.Subscription, mirrored.Invoice]

for model in apps.get_app_config("djstripe").get_models():
    if admin.site.is_registered(model):
        admin.site.unregister(model)


@admin.register(StripeAccount)
class StripeAccountAdmin(ReadOnlyAdmin):
    """Whether a creator can be paid through Stripe, as Stripe last said."""

    list_display = ["wallet", "state_shown", "country", "account_id", "disabled_reason", "checked_at"]
    list_filter = ["state", "country"]
    list_select_related = ["wallet"]
    search_fields = ["wallet__name", "account_id"]
    state_shown = chip_of("stripe_account")


@admin.register(*SHOWN, mirrored.Charge)
class MirrorAdmin(ReadOnlyAdmin):
    """One object of Stripe's as it was last fetched."""

    list_display = ["id", "created", "livemode"]
    list_filter = ["livemode"]
    search_fields = ["id"]
    ordering = ["-created"]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["id", "created", "livemode", "metadata", "stripe_data"]
