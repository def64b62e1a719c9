"""Delivers the letters."""

from payments.management import post
from payments.management.paypal.signer import Signer
from payments.management.paypal.store import Store


class Postman(post.Postman):
    """Signs with its certificate, for the webhook that a letter goes to."""

    def __init__(self, store: Store, signer: Signer) -> None:
        super().__init__(store.outbox)
        self._store, self._signer = store, signer

    def headers(self, letter: post.Letter) -> dict[str, str]:
        base = (self._store.get("meta", "base") or {}).get("url", "")
        return {**post.JSON, **self._signer.headers(letter.extra["webhook_id"], letter.body, base)}
