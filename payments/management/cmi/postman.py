"""Calls the shop, and calls again every few seconds until its answer is a word that CMI knows."""

import requests

from payments.management import post
from payments.management.cmi.api import capture
from payments.management.cmi.store import Store

HEADERS = {"Content-Type": "application/x-www-form-urlencoded; charset=UTF-8"}
WORDS = {"ACTION=POSTAUTH", "APPROVED"}


class Postman(post.Postman):
    """A callback carries its own hash."""

    def __init__(self, store: Store) -> None:
        super().__init__(store.outbox)
        self._store = store

    def headers(self, letter: post.Letter) -> dict[str, str]:
        return HEADERS

    def is_taken(self, letter: post.Letter, answer: requests.Response) -> bool:
        """A deaf callback hears nothing, and does not come again."""
        if letter.extra["is_deaf"]:
            return True
        word = answer.text.strip() if answer.ok else ""
        if word in WORDS:
            hear(self._store, letter.extra["oid"], letter.extra["trans"], word)
        return word in WORDS


def hear(store: Store, oid: str, trans: str, word: str) -> None:
    """Act on the shop's answer: ACTION=POSTAUTH captures what this try reserved."""
    with store.changing(oid) as order:
        reserved = order and any(row["trans"] == trans and row["stat"] == "A" for row in order["rows"])
        if order and reserved and word == "ACTION=POSTAUTH":
            capture(order)
