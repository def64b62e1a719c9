"""Delivers the letters, with retries, from a thread of its own."""

import logging
import threading

import requests

from payments.management.paypal.signer import Signer
from payments.management.paypal.store import Store

log = logging.getLogger(__name__)
TIMEOUT_S = (3.05, 10)
PAUSE_S = 0.25


class Postman(threading.Thread):
    """Signs each attempt anew."""

    def __init__(self, store: Store, signer: Signer) -> None:
        super().__init__(name="postman", daemon=True)
        self._store, self._signer = store, signer
        self.bell, self._stop_asked = threading.Event(), threading.Event()

    def run(self) -> None:
        while not self._stop_asked.is_set():
            for letter in self._store.due():
                self.deliver(letter)
            self.bell.wait(PAUSE_S)
            self.bell.clear()

    def stop(self) -> None:
        self._stop_asked.set()
        self.bell.set()

    def deliver(self, letter: dict) -> None:
        """One attempt; what is not taken is tried again later."""
        body = letter["body"].encode()
        base = (self._store.get("meta", "base") or {}).get("url", "")
        headers = self._signer.headers(letter["webhook_id"], body, base)
        headers["Content-Type"] = "application/json"
        try:
            answer = requests.post(letter["url"], data=body, headers=headers, timeout=TIMEOUT_S)
            answer.raise_for_status()
            self._store.delivered(letter["n"])
        except requests.RequestException as error:
            log.warning("letter %s to %s: %s", letter["n"], letter["url"], error)
            self._store.postpone(letter["n"], letter["attempts"], str(error))
