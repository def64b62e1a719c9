from django.db.models import QuerySet
from django.utils import timezone

# Values of Letter.State, which lies in a room above this one.
OWED = ("queued", "sending")


class LetterQuerySet(QuerySet):
    def owed(self) -> "LetterQuerySet":
        """Not sent yet, and still tried by itself."""
        return self.filter(state__in=OWED)

    def due(self) -> "LetterQuerySet":
        """Owed now: the time has come, or the worker that held it is gone."""
        return self.owed().filter(next_try_at__lte=timezone.now())
