"""What staff read of a conversation, for an hour after they wrote down why."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString

from files.models import File
from kit.isolates import as_html
from messaging.models import Conversation, Message, StaffReading
from messaging.policies import may_handle_reports
from messaging.selectors.cards import told

IN_VIEW = timedelta(hours=1)
PAGE = 500


@dataclass(frozen=True)
class Said:
    """One message as it was written, with what the house says of a step and every file it ever carried."""

    message: Message
    words: SafeString
    files: Sequence[File]

    @property
    def n_lost(self) -> int:
        """Files of which not even a row is left."""
        return max(0, self.message.n_files - len(self.files))


@dataclass(frozen=True)
class Transcript:
    """A stretch of a conversation; `before` leads on to what was said earlier, None at the beginning."""

    said: list[Said]
    before: int | None


def transcript_of(
    conversation: Conversation, *, matter: str, reader: Any, before: int | None = None
) -> Transcript | None:
    """The newest messages before a place, in their order, changed and removed ones too; None for whoever has
    not written down why they read it for this matter. The same five queries however much was said, and what
    settings.READING_MATTERS asks.
    """
    if not is_reading(reader, conversation.pk, matter):
        return None
    rows = conversation.messages.select_related("author").prefetch_related("wordings").order_by("-place")
    found = list((rows.filter(place__lt=before) if before else rows)[:PAGE])[::-1]
    files = _files_of(found)
    said = [
        Said(one, as_html(told(one.label, one.data, conversation.kind)), files.get(one.target, []))
        for one in found
    ]
    return Transcript(said, found[0].place if found and found[0].place > 1 else None)


def _files_of(messages: Sequence[Message]) -> dict[str, list[File]]:
    """Refused ones and those that went with an account too: their rows say what became of them."""
    found = defaultdict(list)
    targets = [one.target for one in messages if one.n_files]
    for file in File.objects.filter(attached_to__in=targets).order_by("id"):
        found[file.attached_to].append(file)
    return found


def readings_for(matter: str) -> QuerySet[StaffReading]:
    """Who of the staff read for this, the newest first."""
    return StaffReading.objects.filter(matter=matter).select_related("staff")


def is_reading(user: Any, conversation_id: Any, matter: str = "") -> bool:
    """Whether this person wrote down within the hour why they read the conversation, for this matter or for
    any, and may still read for it.
    """
    since = timezone.now() - IN_VIEW
    rows = StaffReading.objects.filter(conversation=conversation_id, staff=user, at__gte=since)
    found = rows.filter(matter=matter) if matter else rows.exclude(matter="")
    return any(_holds(user, one) for one in found.order_by().values_list("matter", flat=True).distinct())


def _holds(user: Any, matter: str) -> bool:
    name, _colon, pk = matter.partition(":")
    asked = settings.READING_MATTERS.get(name)
    return bool(asked and import_string(asked)(user, pk))


def may_read_reported(user: Any, report_id: str) -> bool:
    """Whoever handles reports, for their hour (settings.READING_MATTERS)."""
    return may_handle_reports(user)
