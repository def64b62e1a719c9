"""What staff see of the mail: each letter and what became of it, addresses held back, what providers told."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.admin import ModelAdmin
from unfold.decorators import action, display

from kit.errors import Refusal
from kit.staff import ReadOnly
from mail.models import Letter, PostEvent, Suppression
from mail.services import lift_suppression, send_again

State = Letter.State
TONES = {
    State.QUEUED: "warning",
    State.SENDING: "warning",
    State.SENT: "info",
    State.DELIVERED: "success",
    State.BOUNCED: "danger",
    State.COMPLAINED: "danger",
    State.FAILED: "danger",
    State.SUPPRESSED: "info",
}


def one_by_one(model_admin: Any, request: HttpRequest, ids: list[Any], act: Callable[[Any], None]) -> int:
    """Act on each row; a refusal is shown and the others go on. Return how many were done."""
    n_done = 0
    for pk in ids:
        try:
            act(pk)
            n_done += 1
        except Refusal as refusal:
            model_admin.message_user(request, str(refusal.detail), messages.ERROR)
    return n_done


@admin.register(Letter)
class LetterAdmin(ReadOnly, ModelAdmin):
    """The log of deliveries. Codes and links are not kept, and never shown."""

    list_display = [
        "queued_at",
        "to",
        "kind",
        "language",
        "state_shown",
        "attempts",
        "sent_at",
        "error_short",
    ]
    list_filter = ["state", "kind", "language", "provider", "queued_at"]
    search_fields = ["to", "provider_id", "user_id", "key"]
    ordering = ["-id"]
    actions = ["again"]
    show_full_result_count = False
    list_select_related = ["mailing"]
    fields = [
        *("id", "kind", "to", "language", "user_id", "mailing", "state", "attempts", "next_try_at", "error"),
        *("provider", "provider_id", "queued_at", "sent_at", "settled_at", "data"),
    ]

    @display(description=_("state"), label=TONES)
    def state_shown(self, letter: Letter) -> tuple[str, str]:
        return letter.state, letter.get_state_display()

    @display(description=_("last error"))
    def error_short(self, letter: Letter) -> str:
        return letter.error[:60]

    @action(description=_("Send again"))
    def again(self, request: HttpRequest, queryset: QuerySet) -> None:
        ids = list(queryset.values_list("pk", flat=True))
        n = one_by_one(self, request, ids, lambda pk: send_again(letter_id=pk, by=request.user))
        if n:
            told = ngettext("%(n)s letter is sent again.", "%(n)s letters are sent again.", n)
            self.message_user(request, told % {"n": n}, messages.SUCCESS)


@admin.register(Suppression)
class SuppressionAdmin(ReadOnly, ModelAdmin):
    """Addresses that bounced for good or complained. Staff may write to them again."""

    list_display = ["address", "reason", "detail", "made_at", "lifted_at"]
    list_filter = ["reason", ("lifted_at", admin.EmptyFieldListFilter)]
    search_fields = ["address"]
    fields = ["address", "reason", "detail", "made_at", "lifted_at", "lifted_by"]
    actions = ["lift"]

    @action(description=_("Lift: write to this address again"))
    def lift(self, request: HttpRequest, queryset: QuerySet) -> None:
        ids = list(queryset.values_list("pk", flat=True))
        n = one_by_one(self, request, ids, lambda pk: lift_suppression(suppression_id=pk, by=request.user))
        if n:
            told = ngettext("%(n)s address is written to again.", "%(n)s addresses are written to again.", n)
            self.message_user(request, told % {"n": n}, messages.SUCCESS)


@admin.register(PostEvent)
class PostEventAdmin(ReadOnly, ModelAdmin):
    """As it came, and what was made of it."""

    list_display = ["received_at", "provider", "external_id", "outcome", "handled_at"]
    list_filter = ["provider", "outcome", ("handled_at", admin.EmptyFieldListFilter)]
    search_fields = ["external_id"]
    fields = ["provider", "external_id", "received_at", "handled_at", "outcome", "raw"]
    show_full_result_count = False
