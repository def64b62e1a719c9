"""People for staff: found by role and state, closed and reopened through the services."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy
from unfold.admin import ModelAdmin
from unfold.decorators import action, display
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from accounts.models import Consent, PasswordResetToken, SecurityEvent, SignIn, User
from accounts.services import close_account, password_was_set, reopen_account
from kit.errors import Refusal
from kit.staff import ReadOnly

ROLE_TONES = {User.Role.BRAND: "info", User.Role.INFLUENCER: "primary", User.Role.STAFF: "warning"}


class NewUserForm(UserCreationForm):
    class Meta:
        model = User
        fields = ["email", "name", "role", "language"]
        field_classes: dict[str, Any] = {}


class ChangeUserForm(UserChangeForm):
    class Meta:
        model = User
        fields = "__all__"
        field_classes: dict[str, Any] = {}


class NewPasswordForm(AdminPasswordChangeForm):
    """Staff give a password: what the person had open ends, as when they change it themselves."""

    @transaction.atomic
    def save(self, **options: Any) -> User:
        user = super().save(**options)
        password_was_set(user=user)
        return user


class ConsentInline(admin.TabularInline):
    """What the person agreed to; nobody agrees in somebody's name."""

    model = Consent
    extra = 0
    can_delete = False
    readonly_fields = ["purpose", "version", "is_given", "at"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(User)
class UserAdmin(DjangoUserAdmin, ModelAdmin):
    """Rights over staff belong to superusers; rows are closed, never deleted."""

    form = ChangeUserForm
    add_form = NewUserForm
    change_password_form = NewPasswordForm
    inlines = [ConsentInline]
    actions = ["close", "reopen"]
    list_display = ["email", "name", "shown_role", "language", "is_open", "joined_at", "last_login"]
    list_filter = ["role", "is_active", "language", "is_staff"]
    search_fields = ["email", "name"]
    ordering = ["-joined_at"]
    date_hierarchy = "joined_at"
    filter_horizontal = ()
    list_per_page = 50
    show_full_result_count = False
    readonly_fields = ["id", "is_active", "joined_at", "last_login"]
    fieldsets = [
        (None, {"fields": ["email", "password", "name", "id"]}),
        (_("Account"), {"fields": ["role", "language", "time_zone", "is_active", "is_staff"]}),
        (_("Dates"), {"fields": ["joined_at", "last_login"]}),
    ]
    add_fieldsets = [(None, {"fields": ["email", "name", "role", "language", "password1", "password2"]})]

    @display(description=_("role"), ordering="role", label=ROLE_TONES)
    def shown_role(self, user: User) -> tuple[str, str]:
        return user.role, user.get_role_display()

    @display(description=pgettext_lazy("account", "open"), ordering="is_active", boolean=True)
    def is_open(self, user: User) -> bool:
        return user.is_active

    @action(description=_("Close these accounts"))
    def close(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._run(request, queryset, close_account)

    @action(description=_("Reopen these accounts"))
    def reopen(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._run(request, queryset, reopen_account)

    def _run(self, request: HttpRequest, queryset: QuerySet, act: Any) -> None:
        n_done = 0
        for user in queryset:
            try:
                act(user_id=user.pk, by=request.user)
                n_done += 1
            except Refusal as refusal:
                self.message_user(request, f"{user}: {refusal.detail}", messages.ERROR)
        told = ngettext("%(n)s row done.", "%(n)s rows done.", n_done) % {"n": n_done}
        self.message_user(request, told, messages.SUCCESS if n_done else messages.WARNING)

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[Any]:
        return self.inlines if obj else []

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        fixed = list(super().get_readonly_fields(request, obj))
        return fixed if request.user.is_superuser else [*fixed, "is_staff", "role"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        may = super().has_change_permission(request, obj)
        return may and (obj is None or not obj.is_staff or request.user.is_superuser)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(SignIn)
class SignInAdmin(ReadOnly, ModelAdmin):
    """Where people are signed in, and how it ended."""

    list_display = ["user", "kind", "ip", "started_at", "seen_at", "ended_at", "end"]
    list_filter = ["kind", "end", "started_at"]
    list_select_related = ["user"]
    search_fields = ["user__email", "ip"]
    list_per_page = 50
    show_full_result_count = False


@admin.register(SecurityEvent)
class SecurityEventAdmin(ReadOnly, ModelAdmin):
    """The trail of every account."""

    list_display = ["at", "user", "kind", "ip", "user_agent", "by"]
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
