from django.db.models import QuerySet
from django.utils import timezone

from kit.retries import MAX_ATTEMPTS


class DeliveryQuerySet(QuerySet):
    def owed(self) -> "DeliveryQuerySet":
        """Everything not done yet, given up or not."""
        return self.filter(done_at=None)

    def done(self) -> "DeliveryQuerySet":
        return self.exclude(done_at=None)

    def pending(self) -> "DeliveryQuerySet":
        """Owed, and still tried by itself."""
        return self.owed().filter(attempts__lt=MAX_ATTEMPTS)

    def due(self) -> "DeliveryQuerySet":
        return self.pending().filter(next_attempt_at__lte=timezone.now())

    def red(self) -> "DeliveryQuerySet":
        """Given up after MAX_ATTEMPTS: somebody has to look, then replay."""
        return self.owed().filter(attempts__gte=MAX_ATTEMPTS)

    def lock(self) -> "DeliveryQuerySet":
        """Take what no other worker holds, with its event."""
        return self.select_related("event").select_for_update(skip_locked=True, of=("self",))
