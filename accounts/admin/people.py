"""People for staff: found by role and state, suspended, closed and opened again through the services."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.admin import ModelAdmin
from unfold.decorators import action, display
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm
from unfold.widgets import UnfoldAdminTextareaWidget

from accounts.admin.tabs import ConsentInline, SignInInline, TrailInline, elsewhere, letters_of
from accounts.errors import ProofNeeded
from accounts.models import User
from accounts.policies import may_govern, may_see_as
from accounts.selectors import factors_of, people_in_state
from accounts.services import (
    address_was_set,
    close_account,
    insist_proof,
    password_was_set,
    reopen_account,
    reset_factors,
    restore_account,
    suspend_account,
    verify_address,
)
from kit.errors import Refusal, ensure

STATE_TONES = {"active": "success", "suspended": "danger", "closed": "default"}
ROLE_TONES = {User.Role.BRAND: "info", User.Role.INFLUENCER: "primary", User.Role.STAFF: "warning"}


class NewUserForm(UserCreationForm):
    class Meta:
        model = User
        fields = ["email", "name", "role", "language"]
        field_classes: dict[str, Any] = {}


class ChangeUserForm(UserChangeForm):
    def clean_email(self) -> str:
        """As accounts keep it: a login is looked up in lower case."""
        return self.cleaned_data["email"].strip().lower()

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


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("reason"), max_length=500, required=False, widget=UnfoldAdminTextareaWidget
    )


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return User.State.choices

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        asked = self.value()
        return people_in_state(queryset, asked) if asked in User.State.values else queryset


@admin.register(User)
class UserAdmin(DjangoUserAdmin, ModelAdmin):
    """Rights over staff belong to superusers; rows are closed, never deleted."""

    form = ChangeUserForm
    add_form = NewUserForm
    change_password_form = NewPasswordForm
    inlines = [SignInInline, TrailInline, ConsentInline]
    actions = ["close", "reopen"]
    actions_detail = ["suspend", "restore", "verify", "reset_second_factor", "see_as"]
    list_display = ["email", "name", "shown_role", "language", "shown_state", "joined_at", "last_login"]
    list_filter = ["role", StateFilter, "language", "is_staff"]
    search_fields = ["email", "name"]
    ordering = ["-joined_at"]
    date_hierarchy = "joined_at"
    filter_horizontal = ()
    list_per_page = 50
    show_full_result_count = False
    readonly_fields = [
        *(
            "id",
            "shown_state",
            "suspended_at",
            "suspended_for",
            "joined_at",
            "last_login",
            "email_verified_at",
        ),
        *("elsewhere", "letters"),
    ]
    fieldsets = [
        (None, {"fields": ["email", "email_verified_at", "password", "name", "id"]}),
        (
            _("Account"),
            {"classes": ["tab"], "fields": ["role", "language", "time_zone", "is_staff", "groups"]},
        ),
        (
            _("Standing"),
            {
                "classes": ["tab"],
                "fields": ["shown_state", "suspended_at", "suspended_for", "joined_at", "last_login"],
            },
        ),
        (_("Elsewhere"), {"classes": ["tab"], "fields": ["elsewhere", "letters"]}),
    ]
    elsewhere = staticmethod(elsewhere)
    letters = staticmethod(letters_of)
    add_fieldsets = [(None, {"fields": ["email", "name", "role", "language", "password1", "password2"]})]

    @display(description=_("role"), ordering="role", label=ROLE_TONES)
    def shown_role(self, user: User) -> tuple[str, str]:
        return user.role, user.get_role_display()

    @display(description=_("state"), ordering="is_active", label=STATE_TONES)
    def shown_state(self, user: User) -> tuple[str, str]:
        return user.state, User.State(user.state).label

    @action(description=_("Suspend"), url_path="suspend")
    def suspend(self, request: HttpRequest, object_id: Any) -> HttpResponse:
        return self._ask(request, object_id, _("Suspend"), suspend_account)

    @action(description=_("Restore"), url_path="restore")
    def restore(self, request: HttpRequest, object_id: Any) -> HttpResponse:
        return self._ask(request, object_id, _("Restore"), restore_account)

    @action(description=_("Take the address as proved"), url_path="verify")
    def verify(self, request: HttpRequest, object_id: Any) -> HttpResponse:
        return self._ask(request, object_id, _("Take the address as proved"), verify_address)

    @action(description=_("Reset the second factor"), url_path="reset-factor")
    def reset_second_factor(self, request: HttpRequest, object_id: Any) -> HttpResponse:
        return self._ask(request, object_id, _("Reset the second factor"), reset_factors)

    @action(description=_("See as this person"), url_path="see-as")
    def see_as(self, request: HttpRequest, object_id: Any) -> HttpResponse:
        """Its page stands on the top floor."""
        return HttpResponseRedirect(reverse("see-as", args=[object_id]))

    def _ask(self, request: HttpRequest, object_id: Any, title: Any, act: Any) -> HttpResponse:
        """Ask for a reason, then act; what is refused is told and changes nothing."""
        person = get_object_or_404(User, pk=object_id)
        ensure(may_govern(request.user, person))
        form = ReasonForm(request.POST or None)
        if form.is_valid() and self._done(request, person, form, act):
            return HttpResponseRedirect(reverse("admin:accounts_user_change", args=[person.pk]))
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "row": person,
            "form": form,
            "back": reverse("admin:accounts_user_change", args=[person.pk]),
        }
        status = 422 if form.errors else 200
        return TemplateResponse(request, "admin/accounts/reason.html", context, status=status)

    def _done(self, request: HttpRequest, person: User, form: ReasonForm, act: Any) -> bool:
        try:
            act(user_id=person.pk, **form.cleaned_data, by=request.user)
        except ValidationError as error:
            form.add_error("reason", error.message_dict["reason"])
            return False
        except ProofNeeded:
            raise  # the middleware leads to the page that asks for it
        except Refusal as refusal:
            self.message_user(request, f"{person}: {refusal.detail}", messages.ERROR)
        else:
            self.message_user(request, _("Done, and told by e-mail."), messages.SUCCESS)
        return True

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        """Only what can be done now, by this member of staff, shows a button."""
        person = User.objects.filter(pk=object_id).first()
        if person is None:
            return []
        may = may_govern(request.user, person)
        shown = {
            "suspend": may and person.is_active,
            "restore": may and person.state == User.State.SUSPENDED,
            "verify": may and person.email_verified_at is None,
            "reset_second_factor": may and bool(factors_of(person)),
            "see_as": may_see_as(request.user, person),
        }
        return [one for one in super().get_actions_detail(request, object_id) if shown[one.method.__name__]]

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

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """Another address is to be proved by its owner, and ends what was open under the old one."""
        super().save_model(request, obj, form, change)
        if change and "email" in form.changed_data:
            address_was_set(user=obj, old=form.initial["email"], by=request.user)

    def user_change_password(self, request: HttpRequest, id: Any, form_url: str = "") -> HttpResponse:  # noqa: A002 - Django's
        """Giving somebody a password is taking their account over: asks who does it."""
        insist_proof(by=request.user)
        return super().user_change_password(request, id, form_url)

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[Any]:
        return self.inlines if obj else []

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        fixed = list(super().get_readonly_fields(request, obj))
        return fixed if request.user.is_superuser else [*fixed, "is_staff", "role", "groups"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        may = super().has_change_permission(request, obj)
        return may and (obj is None or not obj.is_staff or request.user.is_superuser)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
