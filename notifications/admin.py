"""What staff see of the inboxes and of the mail: what was told to whom, and what could not be sent."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.admin import ModelAdmin
from unfold.decorators import action, display

from notifications.models import Notice
from notifications.selectors import sentences
from notifications.services import mail_again

NONE, OWED, SENT, FAILED = "none", "owed", "sent", "failed"
MAIL = {NONE: _("None"), OWED: _("Owed"), SENT: _("Sent"), FAILED: _("Failed")}


def mail_state(notice: Notice) -> str:
    if notice.mail_at:
        return OWED
    if notice.mailed_at:
        return SENT
    return FAILED if notice.mail_error else NONE


class MailFilter(admin.SimpleListFilter):
    title = _("mail")
    parameter_name = "mail"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [(state, str(word)) for state, word in MAIL.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        narrow = {
            OWED: queryset.exclude(mail_at=None),
            SENT: queryset.exclude(mailed_at=None),
            FAILED: queryset.filter(mail_at=None, mailed_at=None).exclude(mail_error=""),
            NONE: queryset.filter(mail_at=None, mailed_at=None, mail_error=""),
        }
        return narrow.get(self.value() or "", queryset)


@admin.register(Notice)
class NoticeAdmin(ModelAdmin):
    """Read-only but for one button: send the mail again."""

    list_display = ["made_at", "reader", "sentence", "read_at", "mail"]
    list_filter = [MailFilter, "kind"]
    list_select_related = ["reader"]
    search_fields = ["reader__email", "kind", "thread"]
    ordering = ["-id"]
    actions = ["send_again"]
    fields = ["reader", "kind", "sentence", "link", "made_at", "read_at", "mailed_at", "mail_error", "data"]
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Notice | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Notice | None = None) -> bool:
        return False

    @display(description=_("sentence"))
    def sentence(self, notice: Notice) -> str:
        return sentences.html(notice)

    @display(description=_("mail"), label={OWED: "warning", SENT: "success", FAILED: "danger", NONE: "info"})
    def mail(self, notice: Notice) -> tuple[str, str]:
        state = mail_state(notice)
        return state, MAIL[state]

    @action(description=_("Send the mail again"))
    def send_again(self, request: HttpRequest, queryset: QuerySet) -> None:
        n_rows = mail_again(notice_ids=list(queryset.values_list("pk", flat=True)))
        told = ngettext("%(n)s mail is owed again.", "%(n)s mails are owed again.", n_rows)
        self.message_user(request, told % {"n": n_rows}, messages.SUCCESS)
