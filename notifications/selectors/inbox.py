"""The inbox as its readers see it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy

from kit.isolates import without_marks
from kit.links import localised
from notifications.models import MutedThread, Notice
from notifications.selectors import sentences

SORTS = {
    "wallet": pgettext_lazy("notice", "Money"),
    "ledger": pgettext_lazy("notice", "Money"),
    "plan": pgettext_lazy("notice", "Plan"),
    "talk": _("Messages"),
    "brand": _("Team"),
}


@dataclass
class Thread:
    """Notices about one thing (a contract, a campaign, a wallet, a conversation), newest first."""

    key: str
    notices: list[Notice] = field(default_factory=list)
    is_muted: bool = False

    @property
    def data(self) -> dict[str, Any]:
        return self.notices[0].data

    @property
    def title(self) -> str:
        """What it is about, where that is no campaign."""
        sort = self.key.partition(":")[0]
        return str(self.data.get("name") or self.data.get("brand") or SORTS.get(sort, ""))

    @property
    def brand(self) -> SimpleNamespace | None:
        """The company it is about, as far as its picture goes."""
        data = self.data
        return SimpleNamespace(name=data["brand"], logo=data.get("logo", "")) if "brand" in data else None

    @property
    def n_unread(self) -> int:
        return sum(notice.read_at is None for notice in self.notices)


def unread_count(user: Any) -> int:
    """One query, on a partial index."""
    return Notice.objects.filter(reader=user).unread().count()


def threads(notices: Iterable[Notice], reader: Any = None) -> list[Thread]:
    """Gather a page of notices by what they are about; the newest thread first, loose ones alone.

    One query for a reader, to see which they muted.
    """
    notices = list(notices)
    muted = muted_among({notice.thread for notice in notices}, reader) if reader else set()
    found: dict[str, Thread] = {}
    for notice in notices:
        key = notice.thread or str(notice.pk)
        thread = found.setdefault(key, Thread(notice.thread, is_muted=notice.thread in muted))
        thread.notices.append(notice)
    return list(found.values())


def muted_among(threads: set[str], reader: Any) -> set[str]:
    """One query."""
    rows = MutedThread.objects.filter(user=reader, thread__in=threads)
    return set(rows.values_list("thread", flat=True))


def live_notice(notice_id: UUID | str, user: Any) -> dict[str, Any] | None:
    """What a browser is told about a new notice, in its reader's language, or None. Two queries."""
    notice = Notice.objects.of(user).filter(pk=notice_id).first()
    if notice is None:
        return None
    with override(user.language):
        return {
            "kind": "notice",
            "id": str(notice.pk),
            "text": without_marks(sentences.text(notice)),
            "link": localised(notice.link),
            "unread": unread_count(user),
        }
