"""One conversation as a page, and the parts of it that change while it is open."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET

from kit.ids import uuid7
from kit.paging import natural
from kit.requests import htmx_of
from messaging import selectors
from messaging.models import Seat
from messaging.models.messages import LONGEST
from messaging.selectors.inbox import Row, side_card
from messaging.selectors.threads import PAGE, Stretch
from messaging.views.lists import member, side

LARGEST = 2**62


@member
@require_GET
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    """`avant` and `apres` go on to older and newer messages, `vers` opens where a message stands."""
    row = selectors.row_of(pk, request.user)
    stretch = _stretch(request, row)
    common = {
        "row": row,
        "stretch": stretch,
        "read_place": 0,
        "open_offer": selectors.open_offer(row),
        **_size(row),
    }
    if htmx_of(request):
        answer = render(request, "messaging/_more.html", common)
    else:
        common["read_place"] = selectors.read_by_others(row, request.user)
        answer = render(
            request,
            "messaging/thread.html",
            common | side(request.user, open_id=pk) | _around(request, row, stretch),
        )
    patch_vary_headers(answer, ["HX-Request"])
    return answer


def _stretch(request: HttpRequest, row: Row) -> Stretch:
    before, after, at = (natural(request.GET.get(name), LARGEST) for name in ("avant", "apres", "vers"))
    if before:
        return selectors.stretch_of(row, request.user, before - PAGE, before - 1)
    if after:
        return selectors.stretch_of(row, request.user, after + 1, after + PAGE)
    return selectors.around(row, request.user, at) if at else selectors.opening(row, request.user)


def _size(row: Row) -> dict[str, Any]:
    """Names stand above the words where more than two people talk."""
    n_people = sum(len(party.people) for party in row.conversation.parties.all())
    return {"shows_names": n_people > 2}  # noqa: PLR2004 - two need no names


def _around(request: HttpRequest, row: Row, stretch: Stretch) -> dict[str, Any]:
    """What stands around the messages."""
    return {
        "sides": [side_card(party, row.subject) for party in row.conversation.parties.all()],
        "across": " ".join(str(seat.user_id) for seat in _across(row)),
        "blocked": selectors.block_of(row),
        "steps": selectors.steps_of(row, request.user),
        "client_id": uuid7(),
        "nobody": UUID(int=0),
        "longest": LONGEST,
        "has_many": row.n_unread > selectors.MOST_UNREAD,
        "at_end": stretch.after is None,
        "news_url": reverse("messaging:news", args=[row.conversation.pk]),
    }


def _across(row: Row) -> list[Seat]:
    """Those whose reading is told under one's own words."""
    seats = [seat for party in row.conversation.parties.all() for seat in party.people]
    return [seat for seat in seats if selectors.is_across(seat, row) and seat.user_id != row.seat.user_id]


@member
@require_GET
def news(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What changed after the change `depuis`: messages that are new or replaced, and read marks."""
    row = selectors.row_of(pk, request.user)
    since = natural(request.GET.get("depuis"), LARGEST) or 0
    gap = selectors.gap_of(row.conversation, since, request.user)
    bubbles = selectors.drawn_gap(gap, row, request.user)
    context = {
        "row": row,
        "gap": gap,
        "bubbles": bubbles,
        "read_place": selectors.furthest(gap.reads, row),
        "open_offer": selectors.open_offer(row),
        **_size(row),
    }
    return render(request, "messaging/_news.html", context)
