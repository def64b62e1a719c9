"""The letters of a call: written once, in the transaction of the reaction, and never again."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings

from events.facts import Fact
from kit.dates import iso
from webhooks.models import Endpoint
from webhooks.selectors.catalogue import TEST, EventType, data_of

LONGEST = 20_000  # bytes: receivers may refuse more

# How the data of each version are made. A change that would break receivers is a new date here, and the one
# before stays for the endpoints that were made with it.
SHAPES: dict[str, Callable[[EventType, Fact], dict[str, Any]]] = {"2026-11-27": data_of}


def body_of(event: EventType, fact: Fact, happened_at: datetime, version: str) -> str:
    """Raises ValueError for one that is too long: the table is wrong, not the event."""
    return _written(event.name, happened_at, version, SHAPES[version](event, fact))


def test_body(endpoint: Endpoint, at: datetime) -> str:
    about = {"type": "webhook", "id": str(endpoint.pk)}
    about["url"] = f"{settings.SITE_URL}/api/webhooks/{endpoint.pk}"
    return _written(TEST, at, endpoint.api_version, {"object": about})


def _written(name: str, at: datetime, version: str, data: dict[str, Any]) -> str:
    whole = {"type": name, "timestamp": iso(at), "version": version, "data": data}
    text = json.dumps(whole, ensure_ascii=False, separators=(",", ":"))
    if len(text.encode()) > LONGEST:
        raise ValueError(f"{name} is longer than {LONGEST} bytes")
    return text
