from django.utils.translation import gettext_lazy as _

from kit.errors import Refusal


class NothingToSay(Refusal):
    code = "nothing_to_say"
    status = 400
    detail = _("Write something first, or attach a file.")


class TooLong(Refusal):
    code = "message_too_long"
    status = 400
    detail = _("A message has 4,000 characters at most.")


class TooLate(Refusal):
    """The fact `minutes` says how long a message can be changed or removed."""

    code = "too_late"
    detail = _("A message can be changed or removed for 15 minutes.")


class Removed(Refusal):
    code = "message_removed"
    detail = _("This message was removed.")


class Blocked(Refusal):
    """Said to both sides alike: who blocked whom is nobody's business."""

    code = "conversation_blocked"
    detail = _("No messages can be exchanged here any more.")


class SameMessageDiffers(Refusal):
    """The client id of another message of the same author."""

    code = "client_id_mismatch"
    status = 422
    detail = _("Another message was already sent with this client_id.")


class QuestionTooShort(Refusal):
    code = "question_too_short"
    status = 400
    detail = _("Search for at least two letters.")
