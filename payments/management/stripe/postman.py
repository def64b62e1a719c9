"""Delivers events, signed as Stripe signs them: the very signature we have for our own messages."""

import threading

from kit.signatures import sign
from payments.management import post


class Postman(post.Postman):
    """May be told to fall silent, between two tests."""

    def __init__(self, outbox: post.Outbox) -> None:
        super().__init__(outbox)
        self._busy = threading.Lock()

    def headers(self, letter: post.Letter) -> dict[str, str]:
        return {**post.JSON, "Stripe-Signature": sign(letter.extra["secret"], letter.body)}

    def deliver(self, letter: post.Letter) -> None:
        with self._busy:
            if self.outbox.is_owed(letter):
                super().deliver(letter)

    def fall_silent(self) -> None:
        """Give up what is still to be delivered, and wait for what is on its way."""
        self.outbox.give_up()
        with self._busy:
            pass
