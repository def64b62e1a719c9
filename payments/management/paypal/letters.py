"""The letters it writes to whoever registered a webhook."""

import time
from typing import Any
from uuid import uuid4

from payments.management.paypal.store import Store, new_id, now

KINDS = {"CHECKOUT": "checkout-order", "PAYMENT.CAPTURE": "capture", "CUSTOMER": "dispute"}


class Letters:
    """A scenario may keep them back, send them late, or twice."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def register(self, body: dict[str, Any], webhook_id: str = "") -> dict[str, Any]:
        """Whoever asks hears everything. The id is what the signatures are made for; one for each address."""
        self._store.forget_webhooks(body["url"])
        made = {"id": webhook_id or new_id(), "url": body["url"], "event_types": body.get("event_types", [])}
        return self._store.put("webhook", made["id"], made)

    def write(self, kind: str, resource: dict[str, Any], private: dict[str, Any]) -> None:
        scenario = private.get("scenario", "")
        due_at = time.time() + float(private.get("late_s", 0))
        event = self._event(kind, resource)
        again = {**event, "id": f"WH-{uuid4()}"}
        sent = {"never": [], "twice": [event, event, again]}.get(scenario, [event])
        for webhook in self._store.all("webhook"):
            for one in sent:
                self._store.write(webhook, one, due_at)

    @staticmethod
    def _event(kind: str, resource: dict[str, Any]) -> dict[str, Any]:
        found = [name for start, name in KINDS.items() if kind.startswith(start)]
        return {
            "id": f"WH-{uuid4()}",
            "event_version": "1.0",
            "create_time": now(),
            "resource_type": found[0] if found else "payouts_item",
            "resource_version": "2.0",
            "event_type": kind,
            "summary": kind.replace(".", " ").lower(),
            "resource": resource,
        }
