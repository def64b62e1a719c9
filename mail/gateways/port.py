"""What every way of sending can do."""

from typing import Any, Protocol, Self

import requests
from django.core.mail import EmailMultiAlternatives

from mail.selectors import Words

TIMEOUT_S = (5, 15)  # to connect, to answer


class Post(Protocol):
    """One provider, open for a run of letters. It holds a connection, and no state beside it."""

    name: str

    def __enter__(self) -> Self: ...

    def __exit__(self, *error: Any) -> None: ...

    def send(self, words: Words) -> str:
        """Send one letter; return the provider's number for it, if it gives one.

        Raises Undeliverable when it will never be taken; anything else is worth another try.
        """


class WebPost:
    """What providers behind a web interface share: one connection for the run."""

    def __enter__(self) -> Self:
        self._http = requests.Session()
        return self

    def __exit__(self, *error: Any) -> None:
        self._http.close()


class ProviderError(Exception):
    """The provider answered with an error. Its words are kept, the letter's are not."""


def composed(words: Words, connection: Any = None) -> EmailMultiAlternatives:
    """The message as it travels: text first, HTML beside it. Django refuses line breaks in any header."""
    mail = EmailMultiAlternatives(
        words.subject, words.text, to=[words.to], headers=words.headers, connection=connection
    )
    mail.attach_alternative(words.html, "text/html")
    return mail
