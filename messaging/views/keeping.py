"""Opening a conversation, and how somebody keeps it: quiet, on top, away, closed to others, reported."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kit.throttle import take
from messaging import selectors, services
from messaging.forms import ReportForm
from messaging.services.keeping import KEPT
from messaging.views.lists import member, uuid_in


@member
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Open the conversation about what the form names, or find the one that is open."""
    named = services.named(request.POST)
    if named is None:
        raise Http404
    wanted = services.look_up(field=named[0], pk=named[1], by=request.user)
    conversation = services.open_conversation(kind=wanted.kind, about=wanted.about)
    return redirect("messaging:thread", conversation.pk)


@member
@require_POST
def keep(request: HttpRequest, pk: UUID) -> HttpResponse:
    """`how` is muted, pinned or archived; `on` is 1, or nothing to undo it."""
    how, is_on = request.POST.get("how", ""), request.POST.get("on") == "1"
    if how not in KEPT:
        raise Http404
    services.keep(conversation_id=pk, by=request.user, **{how: is_on})
    if how == "archived" and is_on:
        messages.success(request, _("The conversation is archived. A new message brings it back."))
        return redirect("messaging:list")
    return redirect("messaging:thread", pk)


@member
@require_POST
def block(request: HttpRequest, pk: UUID) -> HttpResponse:
    """No direct messages between the two sides any more; `on` empty: again."""
    seat = services.seat_of(pk, request.user)
    if request.POST.get("on") == "1":
        services.block_side(seat=seat, by=request.user)
    else:
        services.unblock_side(seat=seat)
    return redirect("messaging:thread", pk)


@member
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask the staff to look at a conversation, or at the message of the address."""
    row = selectors.row_of(pk, request.user)
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        take("report", str(request.user.pk))
        services.report_conversation(
            conversation_id=pk, by=request.user, message_id=uuid_in(request, "message"), **form.cleaned_data
        )
        messages.success(request, _("Thank you. Our team looks at it and writes to you."))
        return redirect("messaging:thread", pk)
    context = {"form": form, "row": row}
    return render(request, "messaging/report.html", context, status=422 if form.errors else 200)
