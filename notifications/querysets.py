from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import SignIn


class NoticeQuerySet(QuerySet):
    def of(self, user: Any) -> "NoticeQuerySet":
        """A person's inbox, without what they removed."""
        return self.filter(reader=user, removed_at=None)

    def unread(self) -> "NoticeQuerySet":
        return self.filter(read_at=None, removed_at=None)

    def read(self) -> "NoticeQuerySet":
        return self.filter(removed_at=None).exclude(read_at=None)

    def saved(self) -> "NoticeQuerySet":
        """Kept by hand, done ones too."""
        return self.exclude(saved_at=None)

    def asking(self) -> "NoticeQuerySet":
        """What waits for the reader to do something."""
        return self.filter(asks_action=True)


class SendingQuerySet(QuerySet):
    def for_digest(self) -> "SendingQuerySet":
        """What a digest is due for."""
        return self.filter(state="digest", due_at__lte=timezone.now())

    def owed(self, channel: str) -> "SendingQuerySet":
        """Due now on this way: the time has come, or the worker that held it is gone."""
        return self.filter(state="owed", channel=channel, due_at__lte=timezone.now())


class DeviceQuerySet(QuerySet):
    def alive(self) -> "DeviceQuerySet":
        """Those whose sign-in is open, and whose service still knows them: whoever signed out is not rung
        there any more.
        """
        return self.signed_in().exclude(sealed="")

    def signed_in(self) -> "DeviceQuerySet":
        """With those that their service has forgotten: the browser may come back under a new address."""
        return self.filter(sign_in__in=SignIn.objects.open())
