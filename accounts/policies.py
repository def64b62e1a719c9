"""Who may do what with accounts."""

from typing import Any

from accounts.models import User


def may_watch_resets(user: Any) -> bool:
    """See who asked for a new password, and when."""
    return bool(user.is_active and user.is_staff and user.has_perm("accounts.view_passwordresettoken"))


def may_forget_resets(user: Any) -> bool:
    """Clear expired links away."""
    return bool(user.is_active and user.is_staff and user.has_perm("accounts.delete_passwordresettoken"))


def may_watch_people(user: Any) -> bool:
    """See the list of people, and each one's devices, trail and consents."""
    return bool(user.is_active and user.is_staff and user.has_perm("accounts.view_user"))


def may_govern(user: Any, person: User) -> bool:
    """Suspend, close and reopen an account: never one's own, nor other staff's unless one is a superuser."""
    return _is_over(user, person) and user.has_perm("accounts.suspend_user")


def may_see_as(user: Any, person: User) -> bool:
    """Look at the site as somebody sees it. Staff are never looked at."""
    is_fair = person.is_active and not person.is_staff and not person.is_superuser
    return is_fair and _is_over(user, person) and user.has_perm("accounts.see_as_user")


def _is_over(user: Any, person: User) -> bool:
    is_other = user.pk != person.pk and (user.is_superuser or not (person.is_staff or person.is_superuser))
    return bool(user.is_active and user.is_staff and is_other)
