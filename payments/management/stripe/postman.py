"""Delivers events, signed as Stripe signs them, with retries, from a thread of its own."""

import hashlib
import hmac
import logging
import threading
import time

import requests

from payments.management.stripe.store import Store, Thing

log = logging.getLogger(__name__)
TIMEOUT_S = (3.05, 10)
PAUSE_S = 0.25


def sign(secret: str, body: bytes, at: int | None = None) -> str:
    """t=...,v1=...: HMAC-SHA256 over "time.body", keyed with the whole secret."""
    at = int(time.time()) if at is None else at
    proof = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={proof}"


class Postman(threading.Thread):
    """Signs each attempt anew, so that a late one is not refused for its age."""

    def __init__(self, store: Store) -> None:
        super().__init__(name="stripe-postman", daemon=True)
        self._store = store
        self._busy = threading.Lock()
        self.bell, self._stop_asked = threading.Event(), threading.Event()

    def run(self) -> None:
        while not self._stop_asked.is_set():
            for delivery in self._store.due():
                with self._busy:
                    self._deliver_if_due(delivery)
            self.bell.wait(PAUSE_S)
            self.bell.clear()

    def fall_silent(self) -> None:
        """Give up what is still to be delivered, and wait for what is on its way."""
        self._store.give_up_deliveries()
        with self._busy:
            pass

    def _deliver_if_due(self, delivery: Thing) -> None:
        if self._store.is_owed(delivery["id"]):
            self.deliver(delivery)

    def stop(self) -> None:
        self._stop_asked.set()
        self.bell.set()

    def deliver(self, delivery: Thing) -> None:
        """One attempt; what is not taken is tried again later."""
        body = delivery["body"].encode()
        headers = {"Content-Type": "application/json", "Stripe-Signature": sign(delivery["secret"], body)}
        try:
            answer = requests.post(delivery["url"], data=body, headers=headers, timeout=TIMEOUT_S)
            answer.raise_for_status()
            self._store.delivered(delivery["id"])
        except requests.RequestException as error:
            log.warning("event to %s: %s", delivery["url"], error)
            self._store.postpone(delivery, str(error))
