"""One call as it travels: everything a gateway needs, and nothing of the database."""

import time
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from kit.addresses import Rules
from webhooks.models import Call
from webhooks.selectors.signing import signed_headers

SIGNATURE = "webhook-signature"


@dataclass(frozen=True)
class Parcel:
    """What is sent, and where. `headers` carry the signatures, `shown` are what the log keeps of them."""

    call_id: UUID
    url: str
    body: str
    headers: dict[str, str] = field(repr=False)
    is_doubtful: bool = False

    @property
    def shown(self) -> dict[str, str]:
        n_signatures = len(self.headers[SIGNATURE].split())
        return {**self.headers, SIGNATURE: " ".join(["v1,…"] * n_signatures)}


@dataclass(frozen=True)
class Outcome:
    """How one try of `url` went. `error` is an Attempt.Error, empty when the server took it. `wait_s` is what
    the server asked for, a day at most.
    """

    url: str
    error: str = ""
    status: int | None = None
    answer: str = ""
    words: str = ""
    took_ms: int = 0
    wait_s: int = 0
    sent: dict[str, Any] = field(default_factory=dict)


def parcel_of(call: Call) -> Parcel:
    """A claimed call, with its endpoint, signed for this very try."""
    endpoint, stamp = call.endpoint, int(time.time())
    headers = {
        "content-type": "application/json",
        "user-agent": f"InfluMaroc-Webhooks/1 (+{settings.SITE_URL})",
        **signed_headers(endpoint.secrets(timezone.now()), call.message_id, stamp, call.body),
    }
    return Parcel(call.pk, endpoint.url, call.body, headers, is_doubtful=bool(endpoint.failing_since))


def rules() -> Rules:
    """What may be called from here."""
    return Rules(ports=frozenset(settings.WEBHOOK_PORTS), may_loop=settings.WEBHOOK_MAY_LOOP)
