"""Calls the shop, and calls again every few seconds until its answer is a word that CMI knows."""

import logging

import requests

from payments.management.cmi.api import capture
from payments.management.cmi.store import Store
from payments.management.round import Round

log = logging.getLogger(__name__)
TIMEOUT_S = (3.05, 10)
HEADERS = {"Content-Type": "application/x-www-form-urlencoded; charset=UTF-8"}
MOST = 12
WORDS = {"ACTION=POSTAUTH", "APPROVED"}


class Postman(Round):
    """One thread; `every` is how long it waits for the next try."""

    def __init__(self, store: Store, every: float) -> None:
        super().__init__()
        self._store, self._every = store, every

    def walk(self) -> None:
        for callback in self._store.due(MOST):
            self.deliver(callback)

    def deliver(self, callback: dict) -> None:
        """One attempt."""
        self._store.postpone(callback["id"], self._every)
        try:
            answer = requests.post(
                callback["url"], data=callback["body"].encode(), headers=HEADERS, timeout=TIMEOUT_S
            )
            word = answer.text.strip() if answer.ok else ""
        except requests.RequestException as error:
            log.warning("callback to %s: %s", callback["url"], error)
            return
        if callback["is_deaf"]:
            self._store.delivered(callback["id"])
        elif word in WORDS:
            hear(self._store, callback["oid"], callback["trans"], word)
            self._store.delivered(callback["id"])


def hear(store: Store, oid: str, trans: str, word: str) -> None:
    """Act on the shop's answer: ACTION=POSTAUTH captures what this try reserved."""
    with store.changing(oid) as order:
        reserved = order and any(row["trans"] == trans and row["stat"] == "A" for row in order["rows"])
        if order and reserved and word == "ACTION=POSTAUTH":
            capture(order)
