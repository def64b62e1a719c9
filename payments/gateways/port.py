"""What every way of paying can do. An adapter translates a provider's words into these and holds no state."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.db import transaction

from payments.models import Payment, Refund
from payments.services import Report


@dataclass(frozen=True, kw_only=True)
class Action:
    """What comes next: follow `url` (redirect), post `fields` to it (form), or show them (transfer)."""

    kind: str
    url: str
    fields: dict[str, str] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Fields in one order, so that an answer repeated from the database is byte-equal."""
        return {"kind": self.kind, "url": self.url, "fields": dict(sorted(self.fields.items()))}


@dataclass(frozen=True, kw_only=True)
class Callback:
    """A server-to-server message whose signature was checked. `external_id` is the provider's id of it.

    `answer` is the plain text the provider waits for, when it wants another than our usual JSON. A message
    that is refused is a BadCallback; BadCallback(answer="FAILURE") is one that the provider wants to hear of
    in its own words, with status 200.
    """

    external_id: str
    report: Report
    answer: str = ""


@dataclass(frozen=True, kw_only=True)
class RefundAnswer:
    """`status` is done, pending (ask again with the same reference) or refused."""

    status: str
    provider_ref: str = ""
    reason: str = ""


class Gateway(Protocol):
    """One payment provider. Calls that use the network have time-outs and raise GatewayUnreachable:
    unknown.

    It may also have `kept_headers` (headers that were signed, or say what was: kept with a callback that was
    believed) and `is_captured_later` (the provider captures after our answer to its callback: it is
    asked once more whether it did).
    """

    name: str
    currencies: frozenset[str]

    def begin(self, payment: Payment, *, return_url: str, locale: str) -> Action:
        """Where the payer goes. Asked again for the same payment, it leads to the same payment."""

    def verify_callback(self, *, headers: Mapping[str, str], body: bytes) -> Callback:
        """Check signature and age of a callback and read it. Raises BadCallback."""

    def query(self, payment: Payment) -> Report:
        """Ask the provider what became of a payment, and take money that was promised and only waits to be
        captured. Raises GatewayUnreachable."""

    def refund(self, refund: Refund) -> RefundAnswer:
        """Send money back; the refund's id is the idempotency reference. Raises GatewayUnreachable."""


def seen_from(url: str, return_url: str) -> str:
    """A page of a pretended provider, which is on the site's own origin, as the payer's browser reaches it
    under whatever name the site was opened; any other page as it is."""
    is_ours = urlsplit(url)[:2] == urlsplit(settings.SITE_URL)[:2]
    return urljoin(return_url, urlsplit(url).path) if is_ours else url


def leave_transaction() -> None:
    """Raise RuntimeError inside a database transaction: nobody waits for a bank while holding rows."""
    with transaction.atomic(durable=True):
        pass
