"""Applications and their negotiation, read-only."""

from django.contrib import admin
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from campaigns.admin.base import DeskAdmin, ReadOnlyInline, amount, chip_of
from campaigns.models import Application, Offer


class OfferInline(ReadOnlyInline):
    model = Offer
    fields = ["number", "side", "price", "message", "made_at"]

    @display(description=_("price"))
    def price(self, row: Offer) -> SafeString | str:
        return amount(row.price_centimes)


@admin.register(Application)
class ApplicationAdmin(DeskAdmin):
    list_display = ["influencer", "campaign", "state_shown", "price", "sent_at", "due_at"]
    list_filter = ["state"]
    list_select_related = ["influencer", "campaign"]
    search_fields = ["influencer__name", "influencer__handle", "campaign__title"]
    ordering = ["-sent_at", "-id"]
    state_shown = chip_of("application")
    fields = [
        *("influencer", "campaign", "state", "price", "pitch"),
        *("answer_note", "sent_at", "state_since", "due_at"),
    ]
    inlines = [OfferInline]

    @display(description=_("price"), ordering="price_centimes")
    def price(self, row: Application) -> SafeString | str:
        return amount(row.price_centimes)
