"""Saying something, changing it, taking it back; drafts and read marks."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kit.errors import Invalid
from kit.paging import natural
from kit.requests import htmx_of
from kit.throttle import take
from messaging import selectors, services
from messaging.errors import TooLong
from messaging.forms import MessageForm, WordsForm
from messaging.models import Message
from messaging.views.lists import member
from messaging.views.thread import LARGEST


def thread_end(pk: UUID) -> str:
    """The address of a conversation's last words."""
    return f"{reverse('messaging:thread', args=[pk])}#fin"


@member
@require_POST
def send(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A script gets the message as it is drawn, a bare form the page at its end."""
    services.seat_of(pk, request.user)
    form = MessageForm(request.POST)
    if not form.is_valid():
        raise TooLong if "body" in form.errors else Invalid
    take("message", str(request.user.pk))
    said = dict(form.cleaned_data)
    files = said.pop("attached")
    message = services.post_message(conversation_id=pk, by=request.user, file_ids=files, **said)
    if not htmx_of(request):
        return redirect(thread_end(pk))
    row = selectors.row_of(pk, request.user)
    return render(
        request, "messaging/_message.html", {"bubble": selectors.bubble_of(message, row, request.user)}
    )


@member
@require_POST
def draft(request: HttpRequest, pk: UUID) -> HttpResponse:
    services.save_draft(conversation_id=pk, text=request.POST.get("body", ""), by=request.user)
    return HttpResponse(status=204)


@member
@require_POST
def read(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Everything up to `place` has been seen; without one, everything there is."""
    seat = services.seat_of(pk, request.user)
    place = natural(request.POST.get("place"), LARGEST) or seat.conversation.last_place
    services.read_up_to(seat=seat, place=place, by=request.user)
    return HttpResponse(status=204) if htmx_of(request) else redirect(thread_end(pk))


@member
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Other words in place of one's own."""
    message = _own(request, pk)
    form = WordsForm(request.POST or None, initial={"body": message.body})
    if request.method == "POST" and form.is_valid():
        services.edit_message(message_id=pk, body=form.cleaned_data["body"], by=request.user)
        return redirect(_where(message))
    context = {"form": form, "message": message, "back": _where(message)}
    return render(request, "messaging/edit.html", context, status=422 if form.errors else 200)


@member
@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take one's own words back, asked twice."""
    message = _own(request, pk)
    if request.method == "POST":
        services.remove_message(message_id=pk, by=request.user)
        messages.success(request, _("The message was removed."))
        return redirect(_where(message))
    return render(request, "messaging/remove.html", {"message": message, "back": _where(message)})


def _own(request: HttpRequest, pk: UUID) -> Message:
    """One's own message; on the way to a form, only while it may still be changed."""
    message = services.own_message(pk, request.user)
    if request.method == "GET":
        services.ensure_fresh(message, request.user)
    return message


def _where(message: Message) -> str:
    """Where it stands in its conversation."""
    thread = reverse("messaging:thread", args=[message.conversation_id])
    return f"{thread}?vers={message.place}#m-{message.pk}"
