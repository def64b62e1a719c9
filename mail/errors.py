"""Why the mail says no."""

from django.utils.translation import gettext_lazy as _

from kit.errors import Refusal


class SecretGone(Refusal):
    code = "secret_gone"
    detail = _("A code or a link that was sent once is not kept. The person asks for a new one.")


class AddressSuppressed(Refusal):
    code = "address_suppressed"
    detail = _("Nothing is sent to this address. Lift the suppression first.")


class WordsMissing(Refusal):
    code = "words_missing"
    status = 422
    detail = _("A mailing needs a subject and a text in all three languages.")


class NotSigned(Refusal):
    code = "not_signed"
    status = 403
    detail = _("The signature does not fit.")


class Undeliverable(Exception):
    """The provider will never take this letter: it is not tried again."""


class AddressRefused(Undeliverable):
    """The server knows no such address, or wants nothing for it."""
