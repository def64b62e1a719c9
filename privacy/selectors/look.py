"""What the page of privacy shows of one person."""

from typing import Any

from django.utils import timezone

from accounts.models import Consent, User
from accounts.services import present_agreement
from privacy.models import Deletion, Export


def consents_of(user: User) -> list[dict[str, Any]]:
    """One line per purpose: the newest word on it, and the whole history, newest first. One query."""
    words = list(Consent.objects.filter(user=user))
    lines = []
    for purpose in Consent.Purpose:
        said = [word for word in words if word.purpose == purpose]
        newest = said[0] if said else None
        is_given = bool(newest and newest.is_given)
        lines.append({"purpose": purpose, "newest": newest, "is_given": is_given, "history": said})
    return lines


def owes_consent(user: Any) -> bool:
    """Did the terms or the notice change since this member agreed? No query; staff are not asked."""
    return user.is_authenticated and not user.is_staff and user.agreed_to != present_agreement()


def export_of(user: Any) -> Export | None:
    """The newest copy that still matters. The sealed file is not read."""
    newest = Export.objects.filter(user=user).exclude(state=Export.State.GONE).defer("sealed").first()
    is_over = newest and newest.expires_at and newest.expires_at <= timezone.now()
    return None if is_over else newest


def deletion_of(user: Any) -> Deletion | None:
    """The open one."""
    return Deletion.objects.filter(user=user, state=Deletion.State.ASKED).first()
