"""Creators for staff: read as they stand. What is wrong is corrected by its owner or by moderation."""

from django.contrib import admin
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, TabularInline
from unfold.decorators import display

from influencers.models import Influencer, Package, SocialAccount
from kit.money import plain
from kit.numbers import number
from kit.staff import ReadOnly


class SocialAccountInline(ReadOnly, TabularInline):
    model = SocialAccount
    extra = 0
    fields = ["platform", "handle", "url", "n_followers_declared", "declared_at"]
    readonly_fields = ["declared_at"]


class PackageInline(ReadOnly, TabularInline):
    model = Package
    extra = 0
    fields = ["title", "platform", "format", "quantity", "price", "revisions", "delivery_days"]
    readonly_fields = ["price"]

    @display(description=_("price"))
    def price(self, package: Package) -> SafeString:
        return format_html('<bdi dir="ltr">{}</bdi>', plain(package.price_centimes))


@admin.register(Influencer)
class InfluencerAdmin(ReadOnly, ModelAdmin):
    inlines = [SocialAccountInline, PackageInline]
    list_display = ["name", "shown_handle", "main_niche", "city", "followers", "price", "is_listed"]
    list_filter = ["is_listed", "main_niche", "region", "city"]
    search_fields = ["name", "handle", "user__email"]
    list_select_related = ["user"]
    date_hierarchy = "created_at"
    ordering = ["-created_at"]
    list_per_page = 50
    show_full_result_count = False
    exclude = ["folded", "card", "price_band"]

    @display(description=_("handle"), ordering="handle")
    def shown_handle(self, row: Influencer) -> SafeString:
        return format_html('<bdi dir="ltr">@{}</bdi>', row.handle)

    @display(description=_("declared followers"), ordering="n_followers")
    def followers(self, row: Influencer) -> SafeString:
        return format_html('<bdi dir="ltr">{}</bdi>', number(row.n_followers))

    @display(description=_("cheapest package"), ordering="from_centimes")
    def price(self, row: Influencer) -> SafeString:
        text = "" if row.from_centimes is None else plain(row.from_centimes)
        return format_html('<bdi dir="ltr">{}</bdi>', text)
