"""The list of conversations, and the search in them."""

from functools import wraps
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from kit.pages import page
from messaging import selectors, services
from messaging.errors import QuestionTooShort

LABELS = {"": _("Everything"), "unread": _("Unread"), "archived": _("Archived")}


def member(view: Any) -> Any:
    """For people who are signed in; what they have no place in does not exist."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            answer: HttpResponse = view(request, *args, **kwargs)
        except ObjectDoesNotExist as error:
            raise Http404 from error
        return answer

    return login_required(guarded)


@member
@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """`voir` narrows the list, `apres` goes on from a conversation, `ici` is the one that stands open."""
    show = request.GET.get("voir", "")
    show = show if show in selectors.SHOWS else ""
    context = side(request.user, show, uuid_in(request, "apres"), uuid_in(request, "ici"))
    return page(request, "messaging/list.html", "rows", context)


def side(user: Any, show: str = "", after: UUID | None = None, open_id: UUID | None = None) -> dict[str, Any]:
    """What the list needs, alone or beside the conversation that is open."""
    rows, has_more = selectors.listed(user, show, after)
    here = reverse("messaging:list")
    query = {"apres": rows[-1].conversation.pk, "voir": show} if has_more else {}
    if open_id:
        query["ici"] = open_id
    return {
        "rows": rows,
        "show": show,
        "here": open_id,
        "tabs": [
            {"url": f"{here}?voir={name}" if name else here, "label": label, "current": name == show}
            for name, label in LABELS.items()
        ],
        "next_url": f"{here}?{urlencode(query)}" if has_more else "",
    }


def uuid_in(request: HttpRequest, name: str) -> UUID | None:
    """An id of the address, or None; whatever is no id is a page that does not exist."""
    text = request.GET.get(name, "")
    try:
        return UUID(text) if text else None
    except ValueError as error:
        raise Http404 from error


@member
@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """Messages in which every word is found, the newest first; of the conversation `dans`, or of all."""
    dans = uuid_in(request, "dans")
    within = selectors.row_of(dans, request.user) if dans else None
    typed = request.GET.get("q", "").strip()
    context: dict[str, Any] = {"q": typed, "within": within}
    if typed:
        try:
            context |= _hits(request, selectors.question_in(typed), within)
        except QuestionTooShort as refusal:
            context["refusal"] = refusal.detail
    return page(request, "messaging/search.html", "rows", context)


def _hits(request: HttpRequest, question: str, within: selectors.Row | None) -> dict[str, Any]:
    pk = within.conversation.pk if within else None
    found, has_more = selectors.found_messages(request.user, question, pk, uuid_in(request, "avant"))
    ids = [one.conversation_id for one in found]
    rows = {pk: within} if within else selectors.rows_by_id(request.user, ids)
    more = {"q": question, "avant": found[-1].pk, **({"dans": pk} if pk else {})} if has_more else {}
    return {
        "q": question,
        "hits": [(one, rows[one.conversation_id]) for one in found],
        "next_url": f"{reverse('messaging:search')}?{urlencode(more)}" if has_more else "",
    }


@member
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    services.mark_all_read(by=request.user)
    return redirect("messaging:list")
