"""Delivers the bank's callbacks, with retries, from a thread of its own."""

import logging

import requests

from kit import signatures
from payments.management.round import Round
from payments.management.sandbox.store import Store

log = logging.getLogger(__name__)
HEADER = "Sandbox-Signature"
TIMEOUT_S = (3.05, 10)


class Postman(Round):
    """Signs each attempt anew, so that a late one is not refused for its age."""

    def __init__(self, store: Store, secret: str) -> None:
        super().__init__()
        self._store, self._secret = store, secret

    def walk(self) -> None:
        for callback in self._store.due():
            self.deliver(callback)

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
