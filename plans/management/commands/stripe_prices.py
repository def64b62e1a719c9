"""manage.py stripe_prices: make the plans' products and prices at Stripe, or find them there."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from payments.selectors import configured_gateways
from plans.models import StripePrice
from plans.selectors import GATEWAY
from plans.tasks import sync_stripe_prices


class Command(BaseCommand):
    help = "A price at Stripe for each paid plan and interval, at the terms of today. Safe to repeat."

    def handle(self, **options: Any) -> None:
        if GATEWAY not in configured_gateways():
            raise CommandError("Stripe is not configured: STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET.")
        sync_stripe_prices()
        for row in StripePrice.objects.select_related("plan"):
            self.stdout.write(f"{row.plan.code} {row.interval} {row.total_centimes} {row.price_id}")
