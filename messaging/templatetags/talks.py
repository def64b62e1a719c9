"""Template words of conversations."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from babel.dates import format_date
from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from files.selectors import FileCard, Shown
from kit.dates import CASABLANCA, clock, day_short, local_day
from kit.isolates import without_marks
from kit.links import localised
from kit.numbers import LOCALES, NBSP, current_language
from messaging.models import Conversation, Message
from messaging.selectors import told
from messaging.selectors.inbox import Row

register = template.Library()
register.filter("localised", localised)
KIND_ICONS = {"application": "megaphone", "direct": "message-circle", "team": "users"}


@register.filter
def hour(when: datetime) -> SafeString:
    """ "14:05" in Casablanca."""
    stamp = timezone.localtime(when, CASABLANCA)
    return format_html('<time datetime="{}">{}</time>', stamp.isoformat(), clock(when))


@register.filter
def when_short(when: datetime) -> SafeString:
    """The hour today, the day before that."""
    stamp = timezone.localtime(when, CASABLANCA)
    is_today = stamp.date() == timezone.localdate(timezone=CASABLANCA)
    words = clock(when) if is_today else day_short(when)
    return format_html('<time datetime="{}">{}</time>', stamp.isoformat(), words)


@register.filter
def day_key(when: datetime) -> str:
    """ "2026-03-09" in Casablanca: two messages of one day have the same."""
    return local_day(when).isoformat()


@register.filter
def day_heading(when: datetime) -> str:
    """ "lundi 9 mars", "aujourd'hui, lundi 9 mars", with the year when it is another one."""
    day, today = local_day(when), timezone.localdate(timezone=CASABLANCA)
    pattern = "EEEE d MMMM" if day.year == today.year else "EEEE d MMMM y"
    written = format_date(day, pattern, locale=LOCALES[current_language()]).replace(" ", NBSP)
    return _("today, %s") % written if day == today else written


@register.filter
def last_words(row: Row) -> str:
    """What the list shows of a conversation: its newest line, plain."""
    newest = row.conversation.newest
    if newest is None:
        return _("Nothing said yet")
    if newest.removed_at:
        return _("Message removed")
    words = told(newest.label, newest.data, row.conversation.kind)
    return words or without_marks(said(newest, row)) or held_words(row.holds)


@register.filter
def held_words(kinds: Sequence[str]) -> str:
    """What files are called where they cannot be seen: "Photo", "3 videos", "2 files"; "" for none."""
    n = len(kinds)
    if set(kinds) == {"image"}:
        return ngettext("Photo", "%(n)s photos", n) % {"n": n}
    if set(kinds) == {"video"}:
        return ngettext("Video", "%(n)s videos", n) % {"n": n}
    return ngettext("File", "%(n)s files", n) % {"n": n} if n else ""


@register.filter
def said(message: Message, row: Row) -> str:
    """Its words as they may be read now."""
    return message.reads(contacts_open=not row.is_covered)


@register.filter
def is_by(message: Message | None, user: Any) -> bool:
    """Whether these are words of this person; a step is told by the house, whoever took it."""
    return message is not None and message.kind == Message.Kind.TEXT and message.author_id == user.pk


@register.filter
def kind_icon(conversation: Conversation) -> str:
    return KIND_ICONS[conversation.kind]


@register.filter
def drawn(file: FileCard, names: str) -> Shown | None:
    """The first of these variants that a file has: file|drawn:"webp-960,webp-320"."""
    has = {one.name: one for one in file.variants}
    return next((has[name] for name in names.split(",") if name in has), None)


@register.filter
def address(file: FileCard, names: str) -> str:
    """Where the first of these variants is read, "" when there is none."""
    found = drawn(file, names)
    return found.url if found else ""
