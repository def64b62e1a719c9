"""Who speaks to Stripe for plans: the bank's own gateway. Settings name it."""

from importlib import import_module
from typing import Any

from django.conf import settings
from django.utils.functional import SimpleLazyObject

stripe_plans: Any = SimpleLazyObject(lambda: import_module(settings.PLAN_GATEWAY))
