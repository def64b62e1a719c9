"""Delivers the bank's callbacks."""

from kit import signatures
from payments.management import post

HEADER = "Sandbox-Signature"


class Postman(post.Postman):
    """Signs with the secret we share with the site."""

    def __init__(self, outbox: post.Outbox, secret: str) -> None:
        super().__init__(outbox)
        self._secret = secret

    def headers(self, letter: post.Letter) -> dict[str, str]:
        return {**post.JSON, HEADER: signatures.sign(self._secret, letter.body)}
