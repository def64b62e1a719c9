"""What staff see of the ways of paying: honest answers, one row for each that we know."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Count, Max

from payments.models import GatewaySwitch, Payment, ProviderEvent
from payments.selectors.rates import currencies_of
from payments.selectors.ways import KINDS, breaker, kind_of, label_of, missing_settings, mode_of

OPEN = [Payment.State.PENDING, Payment.State.UNKNOWN]


@dataclass(frozen=True, kw_only=True)
class GatewayStatus:
    """`state` is absent (not set up), draining, resting (does not answer) or open. `missing`: settings."""

    name: str
    label: str
    state: str
    mode: str
    missing: list[str]
    currencies: list[str]
    last_event_at: datetime | None
    n_open: int
    n_unread: int
    switch: GatewaySwitch | None

    @property
    def is_draining(self) -> bool:
        return self.switch is not None and self.switch.is_draining


def gateway_statuses() -> list[GatewayStatus]:
    """Every gateway in the settings, then the kinds nobody set up. Four queries."""
    newest = GatewaySwitch.objects.order_by("gateway", "-id").distinct("gateway").select_related("changed_by")
    switches = {switch.gateway: switch for switch in newest}
    events = ProviderEvent.objects.order_by().values("gateway")
    heard = {row["gateway"]: row["last"] for row in events.annotate(last=Max("received_at"))}
    waiting = ProviderEvent.objects.filter(handled_at=None).order_by().values("gateway")
    unread = {row["gateway"]: row["n"] for row in waiting.annotate(n=Count("id"))}
    payments = Payment.objects.filter(state__in=OPEN).order_by().values("gateway")
    unpaid = {row["gateway"]: row["n"] for row in payments.annotate(n=Count("id"))}
    return [
        _status(name, switches.get(name), heard.get(name), unpaid.get(name, 0), unread.get(name, 0))
        for name in known_gateways()
    ]


def known_gateways() -> list[str]:
    """Names in the settings, and kinds that could be there."""
    there = list(settings.PAYMENT_GATEWAYS)
    kinds = {kind_of(name) for name in there}
    return [*there, *(name for name in KINDS if name not in kinds)]


def _status(
    name: str, switch: GatewaySwitch | None, heard: datetime | None, n_open: int, n_unread: int
) -> GatewayStatus:
    values = settings.PAYMENT_GATEWAYS.get(name)
    missing = missing_settings(values) if values else ["PAYMENT_GATEWAYS"]
    return GatewayStatus(
        name=name,
        label=label_of(name),
        state=_state(name, switch, missing),
        mode="" if missing else mode_of(name),
        missing=missing,
        currencies=currencies_of(name),
        last_event_at=heard,
        n_open=n_open,
        n_unread=n_unread,
        switch=switch,
    )


def _state(name: str, switch: GatewaySwitch | None, missing: list[str]) -> str:
    if missing:
        return "absent"
    if switch is not None and switch.is_draining:
        return "draining"
    return "resting" if breaker.is_open(name) else "open"
