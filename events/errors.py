"""Why a repeated request is turned down."""

from django.utils.translation import gettext_lazy as _

from kit.errors import Refusal


class IdempotencyMismatch(Refusal):
    code = "idempotency_mismatch"
    status = 422
    detail = _("This Idempotency-Key was already used for another request.")


class IdempotencyKeyInvalid(Refusal):
    code = "idempotency_key_invalid"
    status = 400
    detail = _("An Idempotency-Key has 1 to 255 visible ASCII characters.")


class UnknownFact(LookupError):
    """A stored event whose fact was renamed, or lost a field, since it happened."""


class UnknownReaction(LookupError):
    """An owed delivery whose reaction was renamed or removed since."""
