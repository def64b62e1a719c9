from typing import Any


def may_answer(user: Any) -> bool:
    """Answer what people ask about their data."""
    return bool(user.is_active and user.is_staff and user.has_perm("privacy.change_privacyrequest"))
