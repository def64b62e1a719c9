"""Companies for staff: read as they stand, with their team."""

from collections import defaultdict
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from unfold.admin import ModelAdmin, TabularInline

from brands.models import Brand, BrandMember, Invitation, OwnershipOffer
from kit.lookalikes import skeleton
from kit.staff import ReadOnly


class MemberInline(ReadOnly, TabularInline):
    model = BrandMember
    extra = 0
    fields = ["user", "role", "joined_at"]
    readonly_fields = ["joined_at"]


class IceFilter(admin.SimpleListFilter):
    """Companies that cannot pay yet stand out."""

    title = _("ICE")
    parameter_name = "ice"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("given", pgettext_lazy("ICE", "given")), ("missing", pgettext_lazy("ICE", "missing"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        chosen = {"given": queryset.exclude(ice=""), "missing": queryset.filter(ice="")}
        return chosen.get(self.value() or "", queryset)


class LookalikeFilter(admin.SimpleListFilter):
    """Brands whose name looks like that of another: one of them may be somebody who plays the other."""

    title = _("name")
    parameter_name = "lookalike"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("looks like another brand's"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() != "yes":
            return queryset
        alike: dict[str, list[Any]] = defaultdict(list)
        for pk, name in Brand.objects.values_list("pk", "name"):
            alike[skeleton(name)].append(pk)
        return queryset.filter(pk__in=[pk for same in alike.values() if len(same) > 1 for pk in same])


@admin.register(Brand)
class BrandAdmin(ReadOnly, ModelAdmin):
    inlines = [MemberInline]
    list_display = ["name", "legal_name", "ice", "sector", "city", "created_at"]
    list_filter = [IceFilter, LookalikeFilter, "sector", "city"]
    search_fields = ["name", "legal_name", "ice", "slug", "memberships__user__email"]
    date_hierarchy = "created_at"
    ordering = ["-created_at"]
    list_per_page = 50
    show_full_result_count = False


class ProposalAdmin(ReadOnly, ModelAdmin):
    """What a brand proposed, and what became of it. Tokens are not kept."""

    list_filter = ["end", "made_at"]
    date_hierarchy = "made_at"
    ordering = ["-made_at"]
    list_per_page = 50
    show_full_result_count = False


@admin.register(Invitation)
class InvitationAdmin(ProposalAdmin):
    list_display = ["email", "brand", "role", "invited_by", "made_at", "expires_at", "end"]
    list_select_related = ["brand", "invited_by"]
    search_fields = ["email", "brand__name"]


@admin.register(OwnershipOffer)
class OwnershipOfferAdmin(ProposalAdmin):
    list_display = ["brand", "offered_by", "to", "made_at", "expires_at", "end"]
    list_select_related = ["brand", "offered_by", "to"]
    search_fields = ["brand__name", "to__email", "offered_by__email"]
