"""Money: ways to pay and be paid, currencies, limits."""

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
PAYMENT_GATEWAYS = {
    "sandbox": SANDBOX_GATEWAY,
    "bank": HOUSE_BANK,
}  # a gateway is offered when each of its values is set
PAYMENT_POLL_AFTER_S = 120
PAYMENT_EXPIRES_AFTER_S = 30 * 60
GATEWAY_EXPIRES_AFTER_S = {"bank": 10 * 24 * 3600}  # a transfer takes days
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
PLAN_REMINDER_DAYS = [1, 4, 8]  # after the due day
PLAN_ENDS_AFTER_DAYS = 15  # after the due day: back to the free plan
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
}
