"""The page that opens an account (accounts:register)."""

from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.errors import EmailTaken
from accounts.models import User
from accounts.services import start_session
from influmaroc.onboarding import Newcomer, open_account
from kit.requests import browser_of, remember_browser
from kit.throttle import TooMany

BACKEND = "django.contrib.auth.backends.ModelBackend"
LARGE = "input-lg w-full"
BOX = {"class": "checkbox-primary checkbox-sm"}
CONSENTS = ("terms", "privacy", "news")


class RegisterForm(forms.Form):
    """What an account needs. Each consent is its own box, and none is ticked beforehand."""

    role = forms.ChoiceField(
        label=_("You are"),
        choices=[(User.Role.BRAND, _("A brand")), (User.Role.INFLUENCER, _("A creator"))],
        widget=forms.RadioSelect,
    )
    name = forms.CharField(
        label=_("First and last name"),
        max_length=120,
        widget=forms.TextInput(attrs={"class": LARGE, "autocomplete": "name", "dir": "auto"}),
    )
    company = forms.CharField(
        label=_("Name of the brand"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"class": LARGE, "autocomplete": "organization", "dir": "auto"}),
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(
            attrs={"class": LARGE, "autocomplete": "email", "inputmode": "email", "dir": "ltr"}
        ),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=128,
        strip=False,
        help_text=_("12 characters at least. Three words at random are better than a complicated one."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "dir": "ltr"}),
    )
    terms = forms.BooleanField(label=_("I accept the terms of use."), widget=forms.CheckboxInput(BOX))
    privacy = forms.BooleanField(
        label=_("I have read how my personal data are used (law 09-08)."), widget=forms.CheckboxInput(BOX)
    )
    news = forms.BooleanField(
        label=_("Send me the monthly letter. Optional."), required=False, widget=forms.CheckboxInput(BOX)
    )

    def newcomer(self, language: str) -> Newcomer:
        """Only after is_valid()."""
        values = self.cleaned_data
        plain = {name: values[name] for name in ("email", "password", "name", "role", "company")}
        consents = tuple(name for name in CONSENTS if values[name])
        return Newcomer(**plain, language=language, consents=consents)


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Open an account and sign in at once. Someone signed in already is shown the next steps."""
    if request.user.is_authenticated:
        return redirect("welcome")
    if request.method == "GET":
        return _page(request, RegisterForm(initial={"role": request.GET.get("role", "")}), 200)
    form = RegisterForm(request.POST)
    return _open(request, form) if form.is_valid() else _page(request, form, 422)


def _open(request: HttpRequest, form: RegisterForm) -> HttpResponse:
    newcomer = form.newcomer(get_language() or "fr")
    try:
        user = open_account(newcomer=newcomer, ip=request.META.get("REMOTE_ADDR", ""))
    except ValidationError as error:
        return _page(request, _with_errors(form, error), 422)
    except TooMany as no:
        form.add_error(None, str(no.detail))
        return _page(request, form, no.status)
    except EmailTaken:
        return _to_login(request, newcomer.email)
    caller = browser_of(request)
    login(request, user, backend=BACKEND)
    start_session(session=request.session, user=user, caller=caller)
    return remember_browser(redirect("welcome"), caller)


def _page(request: HttpRequest, form: RegisterForm, status: int) -> HttpResponse:
    return render(request, "accounts/register.html", {"form": form}, status=status)


def _with_errors(form: RegisterForm, error: ValidationError) -> RegisterForm:
    """Put a service's complaints at their fields; what has no field here goes to the top."""
    for name, faults in error.message_dict.items():
        for fault in faults:
            form.add_error(name if name in form.fields else None, fault)
    return form


def _to_login(request: HttpRequest, email: str) -> HttpResponse:
    """A known address is asked to sign in, in the same friendly words that a new one could be given."""
    messages.info(request, _("One last step: log in with this address to continue."))
    return redirect(f"{reverse('accounts:login')}?{urlencode({'next': reverse('welcome'), 'email': email})}")
