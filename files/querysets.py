from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

# Values of File.State, which lies in a room above this one.
OWED = ("scanning", "processing")
USABLE = (*OWED, "ready")
OVER = ("refused", "removed")


class FileQuerySet(QuerySet):
    def of(self, user: Any) -> "FileQuerySet":
        """This person's own, without those that are removed."""
        return self.filter(owner=user).exclude(state="removed")

    def counted(self) -> "FileQuerySet":
        """Those that take room: stored, or with room promised to an upload."""
        return self.exclude(state__in=OVER)

    def usable(self) -> "FileQuerySet":
        """Those that can be shown, or may still turn out so."""
        return self.filter(state__in=USABLE)

    def due(self) -> "FileQuerySet":
        """To be scanned or prepared now: the time has come, or the worker that held it is gone."""
        return self.filter(state__in=OWED, next_try_at__lte=timezone.now())

    def attached_to(self, targets: Iterable[str]) -> "FileQuerySet":
        """Those that belong to these things, the oldest first."""
        return self.filter(attached_to__in=list(targets)).exclude(state="removed").order_by("id")
