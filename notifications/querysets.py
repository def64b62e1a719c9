from typing import Any

from django.db.models import QuerySet


class NoticeQuerySet(QuerySet):
    def of(self, user: Any) -> "NoticeQuerySet":
        return self.filter(reader=user)

    def unread(self) -> "NoticeQuerySet":
        return self.filter(read_at=None)
