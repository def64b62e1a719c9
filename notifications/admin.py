"""What staff see of the inboxes: what was told to whom."""

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import display

from notifications.models import Notice
from notifications.selectors import sentences


@admin.register(Notice)
class NoticeAdmin(ModelAdmin):
    """Read-only. What was mailed is in the log of letters."""

    list_display = ["made_at", "reader", "sentence", "read_at"]
    list_filter = ["kind"]
    list_select_related = ["reader"]
    search_fields = ["reader__email", "kind", "thread"]
    ordering = ["-id"]
    fields = ["reader", "kind", "sentence", "link", "made_at", "read_at", "data"]
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
