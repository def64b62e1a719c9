"""What is kept about accounts and only looked at: sign-ins, factors, the trail, links, looks as somebody."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from accounts.models import (
    Authenticator,
    Challenge,
    Passkey,
    PasswordResetToken,
    SecurityEvent,
    SignIn,
    StaffLook,
)
from kit.staff import ReadOnly


@admin.register(SignIn)
class SignInAdmin(ReadOnly, ModelAdmin):
    """Where people are signed in, and how it ended."""

    list_display = ["user", "kind", "factor", "ip", "started_at", "seen_at", "ended_at", "end"]
    list_filter = ["kind", "factor", "end", "started_at"]
    list_select_related = ["user"]
    search_fields = ["user__email", "ip"]
    list_per_page = 50
    show_full_result_count = False


@admin.register(Challenge)
class ChallengeAdmin(ReadOnly, ModelAdmin):
    """Proofs that are waited for: asked when, tried how often. No code, token or hash is shown."""

    list_display = [
        "made_at",
        "purpose",
        "user",
        "email",
        "n_tries",
        "sent_at",
        "expires_at",
        "done_at",
        "ip",
    ]
    list_filter = ["purpose", "made_at"]
    list_select_related = ["user"]
    search_fields = ["user__email", "email", "ip"]
    fields = [*list_display, "user_agent"]
    list_per_page = 50
    show_full_result_count = False


@admin.register(Authenticator)
class AuthenticatorAdmin(ReadOnly, ModelAdmin):
    """Who uses an authenticator app. Its secret is not shown."""

    list_display = fields = ["user", "added_at"]
    list_select_related = ["user"]
    search_fields = ["user__email"]
    list_per_page = 50
    show_full_result_count = False


@admin.register(Passkey)
class PasskeyAdmin(ReadOnly, ModelAdmin):
    """Who uses which passkeys."""

    list_display = fields = ["user", "name", "added_at", "used_at"]
    list_select_related = ["user"]
    search_fields = ["user__email"]
    list_per_page = 50
    show_full_result_count = False


@admin.register(SecurityEvent)
class SecurityEventAdmin(ReadOnly, ModelAdmin):
    """The trail of every account."""

    list_display = ["at", "user", "kind", "ip", "user_agent", "by", "reason"]
    list_filter = ["kind", "at"]
    list_select_related = ["user", "by"]
    search_fields = ["user__email", "ip"]
    list_per_page = 50
    show_full_result_count = False


@admin.register(PasswordResetToken)
class PasswordResetTokenAdmin(ReadOnly, ModelAdmin):
    """Who asked for a new password, and what became of the link. Neither token nor hash is shown."""

    list_display = ["made_at", "user", "expires_at", "died_at", "death", "ip"]
    list_filter = ["death", "made_at"]
    search_fields = ["user__email", "ip"]
    list_select_related = ["user"]
    ordering = ["-id"]
    show_full_result_count = False
    fields = ["id", "user", "made_at", "expires_at", "died_at", "death", "ip", "user_agent"]


@admin.register(StaffLook)
class StaffLookAdmin(ReadOnly, ModelAdmin):
    """Who of the staff looked at the site as whom, and why."""

    list_display = ["started_at", "staff", "person", "reason", "ended_at", "n_pages"]
    list_filter = ["started_at"]
    list_select_related = ["staff", "person"]
    search_fields = ["staff__email", "person__email", "reason"]
    list_per_page = 50
    show_full_result_count = False
