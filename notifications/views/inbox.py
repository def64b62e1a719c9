"""The inbox as a page."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET, require_POST

from kit.ids import is_uuid
from kit.pages import page
from notifications import selectors, services
from notifications.models import Notice

PAGE = 20
MOST_TICKED = 500
MOST_OFFERED = 50  # to be put back: they travel in the address
# What a reader may narrow the inbox to: query value, label, icon.
SHOWS = {
    "": (_("Everything"), "inbox"),
    "unread": (_("Unread"), "circle-dot"),
    "asks": (_("To do"), "clock"),
    "saved": (pgettext_lazy("notifications", "Saved"), "bookmark"),
}
TOPIC_ICONS = {
    "campaigns": "megaphone",
    "contracts": "file-text",
    "money": "wallet",
    "deadlines": "alarm-clock",
    "messages": "message-circle",
    "team": "users",
    "machines": "webhook",
    "house": "megaphone",
}


@login_required
@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    show, before = request.GET.get("voir", ""), request.GET.get("avant", "")
    notices = list(_older_than(_shown(request.user, show), before)[: PAGE + 1])
    shown = notices[:PAGE]
    context = {
        "threads": selectors.threads(shown, request.user),
        "sides": _sides(show),
        "show": show,
        "done": [pk for pk in request.GET.getlist("fait") if is_uuid(pk)],
        "newest": shown[0].pk if shown and not before else "",
        "next_url": _next(show, shown[-1]) if len(notices) > PAGE else "",
    }
    return page(request, "notifications/inbox.html", "rows", context)


def _shown(user: Any, show: str) -> Any:
    rows = Notice.objects.of(user)
    if show == "unread":
        return rows.unread()
    if show == "asks":
        return rows.unread().asking()
    if show == "saved":
        return Notice.objects.filter(reader=user).saved()
    return rows.filter(kind__in=selectors.TOPICS[show][1]) if show in selectors.TOPICS else rows


def _older_than(rows: Any, before: str) -> Any:
    """Notice ids grow with time, so the last one shown is the place to go on from."""
    try:
        return rows.filter(pk__lt=UUID(before)) if before else rows
    except ValueError as error:
        raise Http404 from error


def _next(show: str, last: Notice) -> str:
    query = {"avant": last.pk, **({"voir": show} if show else {})}
    return f"{reverse('notifications:inbox')}?{urlencode(query)}"


def _sides(show: str) -> list[dict[str, Any]]:
    topics = {name: (label, TOPIC_ICONS[name]) for name, (label, _kinds) in selectors.TOPICS.items()}
    here = reverse("notifications:inbox")
    return [
        {
            "url": f"{here}?voir={name}" if name else here,
            "label": label,
            "icon": icon,
            "current": name == show,
        }
        for name, (label, icon) in {**SHOWS, **topics}.items()
    ]


@login_required
@require_GET
def news(request: HttpRequest) -> HttpResponse:
    """How many came since the page was drawn: a bar above the list, which does not jump by itself."""
    since = request.GET.get("depuis", "")
    rows = Notice.objects.of(request.user)
    try:
        n_new = rows.filter(pk__gt=UUID(since)).count() if since else rows.count()
    except ValueError as error:
        raise Http404 from error
    return render(request, "notifications/news.html", {"newest": since, "n_new": n_new})


@login_required
@require_GET
def open_notice(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Mark it read on the way to the page it is about."""
    notice = services.mark_read(notice_id=pk, by=request.user)
    return redirect(selectors.localised(notice.link) or reverse("notifications:inbox"))


@login_required
@require_GET
def log(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Why it arrived here and not there."""
    notice = get_object_or_404(Notice, pk=pk, reader=request.user)
    return render(request, "notifications/log.html", {"notice": notice, "steps": selectors.steps_of(notice)})


@login_required
@require_POST
def mark_read(request: HttpRequest, pk: UUID) -> HttpResponse:
    services.mark_read(notice_id=pk, by=request.user)
    return _back(request)


@login_required
@require_POST
def mark_all_read(request: HttpRequest) -> HttpResponse:
    services.mark_all_read(by=request.user)
    return _back(request)


@login_required
@require_POST
def remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    services.remove_notice(notice_id=pk, by=request.user)
    return _back(request, done=[pk])


@login_required
@require_POST
def save(request: HttpRequest, pk: UUID) -> HttpResponse:
    """`on` keeps it at hand, nothing lets it go."""
    services.save_notice(notice_id=pk, by=request.user, is_saved="on" in request.POST)
    return _back(request)


@login_required
@require_POST
def mute(request: HttpRequest, pk: UUID) -> HttpResponse:
    """`on` mutes what the notice is about, nothing lets it speak again."""
    services.mute_thread(notice_id=pk, by=request.user, is_muted="on" in request.POST)
    return _back(request)


@login_required
@require_POST
def finish(request: HttpRequest) -> HttpResponse:
    """Those that are ticked, all at once."""
    ids, how = _ticked(request), "read" if "read" in request.POST else "done"
    services.finish_notices(ids=ids, by=request.user, how=how)
    return _back(request, done=ids[:MOST_OFFERED] if how == "done" else ())


@login_required
@require_POST
def put_back(request: HttpRequest) -> HttpResponse:
    """What was just done by mistake."""
    services.put_back(ids=_ticked(request), by=request.user)
    return _back(request)


def _ticked(request: HttpRequest) -> list[UUID]:
    return [UUID(pk) for pk in request.POST.getlist("notice")[:MOST_TICKED] if is_uuid(pk)]


def _back(request: HttpRequest, *, done: Sequence[UUID] = ()) -> HttpResponse:
    """To where the reader was; what was just `done` can be put back from there."""
    show = request.POST.get("voir", "")
    query = {"voir": show} if show in {*SHOWS, *selectors.TOPICS} and show else {}
    words = urlencode({**query, "fait": list(done)}, doseq=True)
    return redirect(f"{reverse('notifications:inbox')}{'?' if words else ''}{words}")
