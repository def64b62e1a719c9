"""Who may speak to everybody."""

from accounts.models import User


def may_announce(user: User) -> bool:
    """Only staff; everything else people are told comes from facts."""
    return bool(user.is_active and user.is_staff)
