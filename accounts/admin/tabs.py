"""The tabs of one person's page: devices, trail, consents, letters, and where else they are found."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline
from unfold.decorators import display

from accounts.models import Consent, SecurityEvent, SignIn, User
from accounts.selectors import device_name
from mail.models import Letter

N_LETTERS = 30
# Composed by address: these pages belong to floors above.
ELSEWHERE = [
    (_("Creator"), "admin:influencers_influencer_changelist"),
    (_("Brand"), "admin:brands_brand_changelist"),
    (_("Contracts"), "admin:campaigns_collaboration_changelist"),
    (_("Wallet"), "admin:payments_wallet_changelist"),
    (_("Transfers"), "admin:payments_payout_changelist"),
]


class Looked(TabularInline):
    """Rows in a tab, looked at and nothing else."""

    tab = True
    extra = 0
    can_delete = False
    per_page = 20
    show_change_link = False
    fk_name = "user"

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever sees the person sees their tabs."""
        return request.user.has_perm("accounts.view_user")


class SignInInline(Looked):
    model = SignIn
    verbose_name_plural = _("devices and sign-ins")
    fields = ["kind", "device_shown", "ip", "started_at", "seen_at", "ended_at", "end"]
    readonly_fields = ["device_shown"]

    @display(description=_("device"))
    def device_shown(self, row: SignIn) -> str:
        return device_name(row.user_agent)


class TrailInline(Looked):
    model = SecurityEvent
    verbose_name_plural = _("trail")
    fields = ["at", "kind", "ip", "by", "reason"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("by")


class ConsentInline(Looked):
    """What the person agreed to; nobody agrees in somebody's name."""

    model = Consent
    fields = ["purpose", "version", "is_given", "at"]


@admin.display(description=_("letters"))
def letters_of(user: User) -> SafeString:
    """The latest letters to this person, and what became of them. One query."""
    rows = Letter.objects.filter(user_id=user.pk).order_by("-id")[:N_LETTERS]
    lines = [
        (
            reverse("admin:mail_letter_change", args=[row.pk]),
            row.kind,
            f"{row.queued_at:%Y-%m-%d %H:%M}",
            row.get_state_display(),
        )
        for row in rows
    ]
    drawn = format_html_join(
        "", '<li><a class="text-primary-600" href="{}">{}</a> · <bdi>{}</bdi> · {}</li>', lines
    )
    return format_html('<ul class="flex flex-col gap-1">{}</ul>', drawn) if lines else SafeString("-")


@admin.display(description=_("elsewhere"))
def elsewhere(user: User) -> SafeString:
    """Lists of other desks, searched for this person's address."""
    links = [(reverse(page), user.email, label) for label, page in ELSEWHERE]
    return format_html_join(" · ", '<a class="text-primary-600" href="{}?q={}">{}</a>', links)
