"""The trail: one row for whatever touches the safety of an account."""

from accounts.models import SecurityEvent, User
from kit.requests import Caller

NOWHERE = Caller()


def note(
    *, user: User, kind: str, caller: Caller = NOWHERE, by: User | None = None, reason: str = ""
) -> None:
    """Write one line of the trail, in the caller's transaction if there is one."""
    SecurityEvent.objects.create(
        user=user, kind=kind, ip=caller.ip, user_agent=caller.user_agent, by=by, reason=reason
    )
