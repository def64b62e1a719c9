"""Who may do what with the mail. People come from floors above: only their permissions are asked."""

from typing import Any


def may_mail(user: Any) -> bool:
    """Write to many people at once, stop it, send again, lift a suppression."""
    return bool(user.is_active and user.is_staff and user.has_perm("mail.change_mailing"))
