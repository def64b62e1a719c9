"""Who may speak to everybody."""

from accounts.models import User


def may_announce(user: User) -> bool:
    """Only staff with the right; everything else people are told comes from facts."""
    return bool(user.is_active and user.is_staff and user.has_perm("notifications.add_notice"))
