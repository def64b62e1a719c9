from django.utils.translation import gettext_lazy as _

from kit.errors import Refusal


class ExportOpen(Refusal):
    """One copy at a time."""

    code = "export_open"
    detail = _("A copy of your data is being prepared already.")


class ExportGone(Refusal):
    """Not ready, or too old."""

    code = "export_gone"
    status = 410
    detail = _("This copy is not there any more. Ask for a new one.")


class MayNotLeave(Refusal):
    """Something is still open; the fact `reasons` lists all of it, each with a code, words and a link."""

    code = "deletion_blocked"
    detail = _("Your account cannot be deleted yet: something is still open.")


class Leaving(Refusal):
    """The account is being deleted: nothing but stopping that is possible."""

    code = "account_leaving"
    status = 403
    detail = _("This account is being deleted. Stop the deletion first.")
