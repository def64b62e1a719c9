"""Django's mail backend: SMTP in production, the page of letters at home."""

from smtplib import SMTPRecipientsRefused
from typing import Any, Self

from django.core.mail import BadHeaderError, get_connection

from mail.errors import AddressRefused, Undeliverable
from mail.gateways.port import composed
from mail.selectors import Words

PERMANENT = 500


class SmtpPost:
    """One connection for the run; a letter that fails closes it, so that the next one starts afresh."""

    name = "smtp"

    def __enter__(self) -> Self:
        self._connection = get_connection()
        return self

    def __exit__(self, *error: Any) -> None:
        self._connection.close()

    def send(self, words: Words) -> str:
        """Raises Undeliverable for what the server will never take, and what the mail backend raises."""
        is_sent = False
        try:
            self._connection.open()
            composed(words, self._connection).send()
            is_sent = True
        except BadHeaderError as error:
            raise Undeliverable("a header with a line break") from error
        except SMTPRecipientsRefused as error:
            code, said = next(iter(error.recipients.values()))
            if code >= PERMANENT:
                raise AddressRefused(f"{code} {said.decode(errors='replace')}") from error
            raise
        finally:
            if not is_sent:
                self._connection.close()
        return ""
