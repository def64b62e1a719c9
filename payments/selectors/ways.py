"""Ways of paying: which are set up, open and answering, and what each means for the payer.

A provider is described here once, by kind: "cmi" and "cmi-naps" are two acquirers of one kind.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from kit.breaker import Breaker
from payments.errors import RateMissing
from payments.models import Escrow, ExchangeRate, GatewaySwitch
from payments.selectors.rates import currencies_of, rate_in_force, to_foreign

Text = Promise | str
SANDBOX, LIVE = "sandbox", "live"
breaker = Breaker()


def kind_of(gateway: str) -> str:
    """cmi of cmi-naps."""
    return gateway.split("-", maxsplit=1)[0]


def _live(config: Mapping[str, Any]) -> str:
    return LIVE


def _sandbox(config: Mapping[str, Any]) -> str:
    return SANDBOX


def _by_address(*live: str) -> Callable[[Mapping[str, Any]], str]:
    """Live when the address is one of the provider's own live hosts."""
    return lambda config: LIVE if urlsplit(str(config.get("url", ""))).hostname in live else SANDBOX


def _cmi_mode(config: Mapping[str, Any]) -> str:
    """Acquirers have hosts of their own: test ones say so in their name, or are not reached by TLS."""
    address = urlsplit(str(config.get("url", "")))
    return SANDBOX if address.scheme != "https" or "test" in (address.hostname or "") else LIVE


def _by_key(config: Mapping[str, Any]) -> str:
    return LIVE if str(config.get("key", "")).startswith(("sk_live_", "rk_live_")) else SANDBOX


@dataclass(frozen=True, kw_only=True)
class Kind:
    """What people are told about one kind of provider. `label` may hold {acquirer}."""

    label: Text
    what: Text
    costs: Text
    takes: Text
    then: Text
    icon: str = "lock"
    mode: Callable[[Mapping[str, Any]], str] = _live


ON_THEIR_PAGE = _("You type your card on their page, never here.")
NOTHING_ON_TOP = _("Nothing on top of the total.")
WITHIN_A_MINUTE = _("Secured within a minute.")
COME_BACK = _("You go to their page and come back here. If you close it, nothing is lost: we ask them.")

KINDS: dict[str, Kind] = {
    "cmi": Kind(
        label=_("Card, on the page of {acquirer}"),
        what=format_lazy("{} {}", _("Visa, Mastercard and Moroccan bank cards."), ON_THEIR_PAGE),
        costs=NOTHING_ON_TOP,
        takes=WITHIN_A_MINUTE,
        then=COME_BACK,
        mode=_cmi_mode,
    ),
    "stripe": Kind(
        label=_("International card, on the page of Stripe"),
        what=format_lazy("{} {}", _("Cards issued abroad."), ON_THEIR_PAGE),
        costs=NOTHING_ON_TOP,
        takes=WITHIN_A_MINUTE,
        then=COME_BACK,
        icon="globe",
        mode=_by_key,
    ),
    "paypal": Kind(
        label=_("PayPal"),
        what=_("From your PayPal account, in euro or dollars."),
        costs=_("PayPal may add a fee of its own when your account is in another currency."),
        takes=WITHIN_A_MINUTE,
        then=COME_BACK,
        icon="globe",
        mode=_by_address("api-m.paypal.com", "api.paypal.com"),
    ),
    "bank": Kind(
        label=_("Bank transfer"),
        what=_("You order it at your bank, to our account, with the reference we show you."),
        costs=_("Only what your bank takes for a transfer."),
        takes=_("2 to 3 working days until it is secured."),
        then=_("Type the reference exactly as shown: it is how we find your transfer."),
        icon="landmark",
    ),
    "sandbox": Kind(
        label=_("Test bank"),
        what=_("A pretended bank, to try things out."),
        costs=_("Nothing: no real money moves."),
        takes=WITHIN_A_MINUTE,
        then=COME_BACK,
        icon="info",
        mode=_sandbox,
    ),
}


def kind(gateway: str) -> Kind:
    """What is told about a gateway; its bare name where nobody described it."""
    unknown = Kind(label=gateway, what="", costs=NOTHING_ON_TOP, takes="", then=COME_BACK)
    return KINDS.get(kind_of(gateway), unknown)


def label_of(gateway: str) -> str:
    """Its name for people, with the acquirer that stands behind it."""
    config = settings.PAYMENT_GATEWAYS.get(gateway, {})
    return str(kind(gateway).label).replace("{acquirer}", str(config.get("label") or gateway))


def mode_of(gateway: str) -> str:
    """sandbox or live, read off its settings."""
    return kind(gateway).mode(settings.PAYMENT_GATEWAYS.get(gateway, {}))


def configured_gateways() -> list[str]:
    """Names of gateways whose every setting has a value."""
    return [name for name, values in settings.PAYMENT_GATEWAYS.items() if not missing_settings(values)]


def missing_settings(values: Mapping[str, Any]) -> list[str]:
    """Which settings of a gateway are empty. A flag that is off is not."""
    return [name for name, value in values.items() if not value and value is not False]


def draining_gateways() -> set[str]:
    """Names that staff closed to new payments: the newest switch of each counts."""
    newest = GatewaySwitch.objects.order_by("gateway", "-id").distinct("gateway")
    return {gateway for gateway, is_draining in newest.values_list("gateway", "is_draining") if is_draining}


def ready_gateways() -> list[str]:
    """Names of gateways that can be offered: set up, not drained, and not silent just now."""
    draining = draining_gateways()
    return [name for name in configured_gateways() if name not in draining and not breaker.is_open(name)]


@dataclass(frozen=True, kw_only=True)
class Way:
    """One choice on the page: a gateway, and the currency and amount it would charge."""

    value: str
    gateway: str
    label: str
    kind: Kind
    mode: str
    currency: str
    amount_centimes: int
    rate: ExchangeRate | None

    @property
    def is_foreign(self) -> bool:
        return self.rate is not None

    @property
    def is_test(self) -> bool:
        return self.mode == SANDBOX


def ways_to_pay(escrow: Escrow) -> list[Way]:
    """How an escrow can be paid now, in each currency that a gateway takes, each with what it would charge;
    without a rate, only in the escrow's own.
    """
    rates: dict[str, ExchangeRate | None] = {}
    return [way for name in ready_gateways() for way in _ways(escrow, name, rates)]


def _ways(escrow: Escrow, name: str, rates: dict[str, ExchangeRate | None]) -> list[Way]:
    offered = currencies_of(name)
    own_first = sorted(offered, key=lambda currency: currency != escrow.currency)
    for currency in own_first:
        if currency != escrow.currency and currency not in rates:
            rates[currency] = _rate(currency)
    can = [currency for currency in own_first if currency == escrow.currency or rates[currency]]
    return [_way(escrow, name, currency, rates.get(currency), own_first[0]) for currency in can]


def _rate(currency: str) -> ExchangeRate | None:
    try:
        return rate_in_force(currency)
    except RateMissing:
        return None


def _way(escrow: Escrow, name: str, currency: str, rate: ExchangeRate | None, first: str) -> Way:
    return Way(
        value=f"{name}:{currency}" if currency != first else name,
        gateway=name,
        label=label_of(name),
        kind=kind(name),
        mode=mode_of(name),
        currency=currency,
        amount_centimes=to_foreign(escrow.total_centimes, rate) if rate else escrow.total_centimes,
        rate=rate,
    )
