"""Who may do what with accounts."""

from typing import Any


def may_watch_resets(user: Any) -> bool:
    """See who asked for a new password, and when."""
    return bool(user.is_active and user.is_staff and user.has_perm("accounts.view_passwordresettoken"))


def may_forget_resets(user: Any) -> bool:
    """Clear expired links away."""
    return bool(user.is_active and user.is_staff and user.has_perm("accounts.delete_passwordresettoken"))
