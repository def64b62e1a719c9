"""Where people are paid, by what may be shown of it, and when by itself."""

from django.contrib import admin
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from payments.admin.base import ReadOnlyAdmin
from payments.models import PayoutMethod, PayoutSchedule


@admin.register(PayoutMethod)
class PayoutMethodAdmin(ReadOnlyAdmin):
    """Accounts, by their last digits only."""

    list_display = ["wallet", "kind", "masked", "holder_name", "is_default", "usable_at", "removed_at"]
    list_filter = ["kind", ("removed_at", admin.EmptyFieldListFilter)]
    list_select_related = ["wallet"]
    search_fields = ["wallet__name", "holder_name", "hint"]
    fields = [
        *("wallet", "kind", "currency", "holder_name", "masked"),
        *("is_default", "added_at", "usable_at", "removed_at"),
    ]

    @display(description=_("address"))
    def masked(self, row: PayoutMethod) -> SafeString:
        return format_html('<bdi dir="ltr">{}</bdi>', row.masked)


@admin.register(PayoutSchedule)
class PayoutScheduleAdmin(ReadOnlyAdmin):
    """When money leaves by itself, and what came of the last time."""

    list_display = ["wallet", "every", "next_run_on", "last_run_on", "last_outcome"]
    list_filter = ["every", "last_outcome"]
    list_select_related = ["wallet"]
    search_fields = ["wallet__name"]
