"""Delivers the bank's callbacks, with retries, from a thread of its own."""

import logging
import threading

import requests

from kit import signatures
from payments.management.sandbox.store import Store

log = logging.getLogger(__name__)
HEADER = "Sandbox-Signature"
TIMEOUT_S = (3.05, 10)
PAUSE_S = 0.25


class Postman(threading.Thread):
    """Signs each attempt anew, so that a late one is not refused for its age."""

    def __init__(self, store: Store, secret: str) -> None:
        super().__init__(name="postman", daemon=True)
        self._store, self._secret = store, secret
        self.bell, self._stop_asked = threading.Event(), threading.Event()

    def run(self) -> None:
        while not self._stop_asked.is_set():
            for callback in self._store.due():
                self.deliver(callback)
            self.bell.wait(PAUSE_S)
            self.bell.clear()

    def stop(self) -> None:
        self._stop_asked.set()
        self.bell.set()

    def deliver(self, callback: dict) -> None:
        """One attempt; what is not taken is tried again later."""
        body = callback["body"].encode()
        headers = {"Content-Type": "application/json", HEADER: signatures.sign(self._secret, body)}
        try:
            answer = requests.post(callback["url"], data=body, headers=headers, timeout=TIMEOUT_S)
            answer.raise_for_status()
            self._store.delivered(callback["id"])
        except requests.RequestException as error:
            log.warning("callback %s to %s: %s", callback["id"], callback["url"], error)
            self._store.postpone(callback["id"], callback["attempts"], str(error))
