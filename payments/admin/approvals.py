"""What people of one team approved for each other."""

from django.contrib import admin
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from payments.admin.base import ReadOnlyAdmin, amount, chip_of
from payments.models import SpendApproval


@admin.register(SpendApproval)
class SpendApprovalAdmin(ReadOnlyAdmin):
    """Looked at only: the word is the team's."""

    list_display = ["escrow", "payer", "shown_amount", "state_shown", "asked_by", "asked_at", "decided_by"]
    list_filter = ["state", "asked_at"]
    list_select_related = ["escrow__payer", "asked_by", "decided_by"]
    search_fields = ["escrow__title", "escrow__payer__name", "asked_by__email", "decided_by__email"]

    state_shown = chip_of("approval")

    @admin.display(description=_("amount"), ordering="amount_centimes")
    def shown_amount(self, row: SpendApproval) -> SafeString:
        return amount(row.amount_centimes, row.currency)

    @admin.display(description=_("payer"))
    def payer(self, row: SpendApproval) -> str:
        return row.escrow.payer.name
