"""The page that opens an account (accounts:register)."""

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.models import User
from influmaroc.onboarding import Newcomer, ask_account
from influmaroc.verification import POCKET
from kit.personal_fields import (
    LARGE,
    consent_field,
    email_field,
    name_field,
    new_password_field,
    privacy_field,
    terms_field,
)
from kit.pockets import empty, look_up, put_away
from kit.requests import caller_of
from kit.throttle import TooMany

SOCIAL, WHO = "social", ("provider", "uid", "email")
CONSENTS = ("terms", "privacy", "news")


class RegisterForm(forms.Form):
    """What an account needs. Each consent is its own box, and none is ticked beforehand."""

    role = forms.ChoiceField(
        label=_("You are"),
        choices=[(User.Role.BRAND, _("A brand")), (User.Role.INFLUENCER, _("A creator"))],
        widget=forms.RadioSelect,
    )
    name = name_field(**LARGE)
    company = forms.CharField(
        label=_("Name of the brand"),
        max_length=120,
        required=False,
        widget=forms.TextInput({**LARGE, "autocomplete": "organization", "dir": "auto"}),
    )
    email = email_field()
    password = new_password_field()
    terms = terms_field()
    privacy = privacy_field()
    news = consent_field(_("Send me the monthly letter. Optional."), required=False)

    def newcomer(self, language: str, social: tuple[str, ...] = ()) -> Newcomer:
        """Only after is_valid()."""
        values = self.cleaned_data
        plain = {name: values[name] for name in ("email", "password", "name", "role", "company")}
        consents = tuple(name for name in CONSENTS if values[name])
        return Newcomer(**plain, language=language, consents=consents, social=social)


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Ask for an account. Someone signed in already is shown the next steps."""
    if request.user.is_authenticated:
        return redirect("welcome")
    if request.method == "GET":
        known = {name: text for name, text in look_up(request.session, SOCIAL).items() if text}
        return _page(request, RegisterForm(initial={**known, "role": request.GET.get("role", "")}), 200)
    form = RegisterForm(request.POST)
    return _ask(request, form) if form.is_valid() else _page(request, form, 422)


def _ask(request: HttpRequest, form: RegisterForm) -> HttpResponse:
    social = look_up(request.session, SOCIAL)
    newcomer = form.newcomer(get_language() or "fr", _same(social, form.cleaned_data["email"]))
    try:
        pending = ask_account(newcomer=newcomer, caller=caller_of(request))
    except ValidationError as error:
        return _page(request, _with_errors(form, error), 422)
    except TooMany as no:
        form.add_error(None, str(no.detail))
        return _page(request, form, no.status)
    empty(request.session, SOCIAL)
    put_away(request.session, POCKET, {"token": pending.token, "email": newcomer.email})
    return redirect("accounts:verify")


def _same(social: dict[str, str], email: str) -> tuple[str, ...]:
    """What another site told, if it is about the address that was typed: a browser is used by many."""
    is_theirs = bool(social) and social["email"].lower() == email.lower()
    return tuple(social[name] for name in WHO) if is_theirs else ()


def _page(request: HttpRequest, form: RegisterForm, status: int) -> HttpResponse:
    context = {"form": form, "social": look_up(request.session, SOCIAL)}
    return render(request, "accounts/register.html", context, status=status)


def _with_errors(form: RegisterForm, error: ValidationError) -> RegisterForm:
    """Put a service's complaints at their fields; what has no field here goes to the top."""
    for name, faults in error.message_dict.items():
        for fault in faults:
            form.add_error(name if name in form.fields else None, fault)
    return form
