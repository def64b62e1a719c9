"""PayPal: Orders v2 to pay, Payments v2 to send back, Payouts v1 to pay people, signed webhooks.

PayPal has no dirhams: amounts are euro or dollars, converted before they come here.
"""

from payments.gateways.paypal.gateway import PayPalGateway
from payments.gateways.paypal.rail import PayPalRail

__all__ = ["PayPalGateway", "PayPalRail"]
