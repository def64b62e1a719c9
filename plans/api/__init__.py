"""The JSON doors of plans."""

from plans.api.subscriptions import Charges, OwnSubscription, Plans

__all__ = ["Charges", "OwnSubscription", "Plans"]
