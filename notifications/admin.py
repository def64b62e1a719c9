"""What staff see of the inboxes: what was told to whom."""

from django.contrib import admin
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import display

from kit.dates import moment_short
from kit.staff import ReadOnly
from notifications.models import Notice, Sending
from notifications.selectors import sentences, steps_of

State = Sending.State
TONES = {
    State.OWED: "warning",
    State.DIGEST: "info",
    State.SENT: "success",
    State.WITHHELD: "info",
    State.FAILED: "danger",
}


@admin.register(Notice)
class NoticeAdmin(ReadOnly, ModelAdmin):
    """What was told, and what became of it on every way."""

    list_display = ["made_at", "reader", "sentence", "read_at"]
    list_filter = ["kind"]
    list_select_related = ["reader"]
    search_fields = ["reader__email", "kind", "thread"]
    ordering = ["-id"]
    fields = ["reader", "kind", "sentence", "ways", "link", "made_at", "read_at", "removed_at", "data"]
    show_full_result_count = False

    @display(description=_("sentence"))
    def sentence(self, notice: Notice) -> str:
        return sentences.html(notice)

    @display(description=_("Where it went"))
    def ways(self, notice: Notice) -> SafeString:
        lines = [
            (step.channel.label, State(step.state).label, step.why, moment_short(step.at) if step.at else "")
            for step in steps_of(notice)
        ]
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}: {}. {} {}</li>", lines))


@admin.register(Sending)
class SendingAdmin(ReadOnly, ModelAdmin):
    """Why did I not get it? One line for each notice and way; letters go on in their own log."""

    list_display = ["due_at", "reader", "kind", "channel", "state_shown", "reason", "at"]
    list_filter = ["channel", "state", "reason"]
    list_select_related = ["notice__reader"]
    search_fields = ["notice__reader__email", "notice__kind", "letter_key"]
    ordering = ["-id"]
    fields = ["notice", "channel", "state", "reason", "due_at", "at", "letter_key"]
    show_full_result_count = False

    @display(description=_("reader"))
    def reader(self, sending: Sending) -> str:
        return sending.notice.reader.email

    @display(description=_("kind"))
    def kind(self, sending: Sending) -> str:
        return sending.notice.kind

    @display(description=_("state"), label=TONES)
    def state_shown(self, sending: Sending) -> tuple[str, str]:
        return sending.state, sending.get_state_display()
