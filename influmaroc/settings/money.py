"""Money: ways to pay and be paid, currencies, limits."""

from typing import Any

from influmaroc import env

SANDBOX_GATEWAY = {
    "url": env.text("SANDBOX_GATEWAY_URL", ""),
    "secret": env.text("SANDBOX_GATEWAY_SECRET", ""),
}
HOUSE_BANK = {  # where brands transfer to; offered when every value is set
    "holder": env.text("HOUSE_BANK_HOLDER", ""),
    "bank": env.text("HOUSE_BANK_NAME", ""),
    "rib": env.text("HOUSE_BANK_RIB", ""),
}
PAYPAL_GATEWAY = {
    "url": env.text("PAYPAL_URL", "https://api-m.paypal.com").rstrip("/"),
    "client_id": env.text("PAYPAL_CLIENT_ID", ""),
    "secret": env.text("PAYPAL_SECRET", ""),
    "webhook_id": env.text("PAYPAL_WEBHOOK_ID", ""),
}
PAYPAL_VERIFY = env.text("PAYPAL_VERIFY", "offline")  # or online: PayPal is asked about each message
PAYPAL_WEBHOOK_MAX_AGE_S = 73 * 3600  # it repeats a message for three days
# Whose certificates count beside PayPal's own: nobody's. Only development fills this in, in code.
PAYPAL_TEST_CERTIFICATES = {"origin": "", "roots": ""}
PAYPAL_PAYOUTS = env.flag("PAYPAL_PAYOUTS")  # PayPal has to switch them on for an account
PAYPAL_PAYOUT_COUNTRIES = env.words("PAYPAL_PAYOUT_COUNTRIES", "")  # ISO 3166, as PayPal told this account
STRIPE_API_VERSION = "2026-05-27.dahlia"  # what our adapter and dj-stripe were written for
STRIPE = {
    "key": env.text("STRIPE_SECRET_KEY", ""),
    "secret": env.text("STRIPE_WEBHOOK_SECRET", ""),
    "url": env.text("STRIPE_API_URL", "https://api.stripe.com"),
}
_IS_THE_REAL_ONE = bool(STRIPE["key"]) and STRIPE["url"] == "https://api.stripe.com"
_STRIPE_HOSTS = ["checkout", "connect", "billing"]
STRIPE_PAGES = [f"https://{name}.stripe.com" for name in _STRIPE_HOSTS] if _IS_THE_REAL_ONE else []
STRIPE_CONNECT_SECRET = env.text("STRIPE_CONNECT_WEBHOOK_SECRET", "")
# Where creators can have an account to be paid on. Morocco is not among the countries Stripe serves.
STRIPE_CONNECT_COUNTRIES = env.words(
    "STRIPE_CONNECT_COUNTRIES", "AT,BE,CH,DE,DK,ES,FI,FR,GB,IE,IT,LU,NL,PT,SE"
)


def _cmi(name: str) -> dict[str, Any]:
    """One acquirer behind CMI: "cmi" reads CMI_URL and so on, "cmi-naps" reads CMI_NAPS_URL and so on."""
    prefix = name.upper().replace("-", "_")
    words = ("url", "api_url", "client_id", "store_key", "api_user", "api_password", "label")
    return {
        **{word: env.text(f"{prefix}_{word.upper()}", "") for word in words},
        "currencies": env.words(f"{prefix}_CURRENCIES", "MAD"),
        "document_rule": env.flag(f"{prefix}_DOCUMENT_RULE"),
    }


CMI_ACQUIRERS = env.words("CMI_ACQUIRERS", "cmi")  # names: cmi, cmi-naps, cmi-attijari ...
CMI_SHOPS = {name: _cmi(name) for name in CMI_ACQUIRERS}
PAYMENT_GATEWAYS: dict[str, dict[str, Any]] = {  # a gateway is offered when each of its values is set
    **CMI_SHOPS,
    "stripe": STRIPE,
    "paypal": PAYPAL_GATEWAY,
    "bank": HOUSE_BANK,
    "sandbox": SANDBOX_GATEWAY,
}
PAYMENT_POLL_AFTER_S = 120
PAYMENT_EXPIRES_AFTER_S = 30 * 60
GATEWAY_EXPIRES_AFTER_S = {
    "bank": 10 * 24 * 3600,  # a transfer takes days
    "paypal": 3 * 3600,  # as long as PayPal keeps an order that nobody agreed to
    "stripe": 65 * 60,  # its page is open for an hour
}
PAYMENT_UNKNOWN_EXPIRES_AFTER_S = 24 * 3600
GATEWAY_CURRENCIES = {
    "sandbox": ["MAD", "EUR", "USD"],
    "paypal": ["EUR", "USD"],
    "stripe": ["MAD", "EUR", "USD"],
}
RECONCILE_LATE_DAYS = 3  # between our day and the provider's, and until its money must be at the bank
PROVIDER_FEES_BPS: dict[
    str, int
] = {}  # what a provider may keep of a payment, by contract; unknown: not compared
FX_CURRENCIES = ["EUR", "USD"]
FX_SOURCES = ["bam", "frankfurter"]  # the first that has a rate of the newest day counts
FX_MAX_AGE_DAYS = 5  # a long weekend; older rates convert nothing
FX_MAX_SPREAD_BPS = 200  # two sources further apart than this convert nothing until staff looked
FX_FEEDS = {
    "bam": {
        "url": env.text("BAM_RATES_URL", "https://api.centralbankofmorocco.ma/cours/Version1/api"),
        "key": env.text("BAM_RATES_KEY", ""),
    },
    "frankfurter": {
        "url": env.text("FRANKFURTER_URL", ""),
        "provider": env.text("FRANKFURTER_PROVIDER", "BAM"),
    },
}
PLAN_DUE_DAYS = 15
TAX_CERTIFICATE_WARNING_DAYS = [30, 7, 1]  # before a tax-regularity certificate ends
PLAN_REMINDER_DAYS = [1, 4, 8]  # after the due day
PLAN_ENDS_AFTER_DAYS = 15  # after the due day: back to the free plan
PLAN_CARD_ENDS_AFTER_DAYS = 30  # after the first refusal, where Stripe's own settings end nothing
PLAN_PAGE_OPEN_S = 3600  # how long Stripe's page takes a card
LEDGER_CHECKS_ABOVE = ["plans.selectors.audit.CHECKS"]  # what the auditor proves of apps above the bank
DAYS_OFF = "campaigns.selectors.calendar.holidays_from"  # who knows the public holidays
DEALS_IN_REVIEW = "campaigns.selectors.desks.deals_in_review"  # who knows what a brand looks at
PAYOUT_MIN_CENTIMES = 10_000
PAYOUT_METHOD_HOLD_S = 72 * 3600
PAYOUT_SECOND_PERSON_CENTIMES = 1_000_000
PAYOUT_AUTO_APPROVE_CENTIMES = 500_000  # automatic ones up to here need nobody; 0: staff look at each
PAYOUT_BUSINESS_DAYS = 2
PAYOUT_BATCH_MOST = 500
PAYOUT_CURRENCIES = {"rib": ["MAD"], "paypal": ["EUR", "USD"], "stripe": ["EUR", "USD"]}
PAYOUT_RAILS = {  # what each way out needs; offered when every value is set
    "rib": {"account": HOUSE_BANK["rib"], "holder": HOUSE_BANK["holder"]},
    "paypal": {**PAYPAL_GATEWAY, "switched_on": "yes" if PAYPAL_PAYOUTS else ""},
    "stripe": STRIPE,
}
LEDGER_SEAL_LATE_S = 600  # a transaction without a seal for longer is a warning
LEDGER_AGEING_DAYS = 14  # money that has not cleared for so long is an alarm in the log
LEDGER_AGEING_ALARM_DAYS = {"tax_withheld": 62, "chargebacks": 75, "payouts_in_transit": 6}
