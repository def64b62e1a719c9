"""What a person says about themselves: name, telephone, language, time zone, picture."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.forms import AccountForm
from accounts.services import set_picture, update_profile
from accounts.views.entering import in_own_language
from kit.errors import Stale
from kit.pages import change_picture


@require_http_methods(["GET", "POST"])
@never_cache
@login_required
def account(request: HttpRequest) -> HttpResponse:
    """The settings of one's own account; they go on in the language that was chosen."""
    if request.method == "GET":
        return _page(request, AccountForm(user=request.user), 200)
    form = AccountForm(request.POST, user=request.user)
    if not form.is_valid():
        return _page(request, form, 422)
    try:
        user = update_profile(user=request.user, **_asked(form))
    except ValidationError as error:
        for name, faults in error.message_dict.items():
            form.add_error(name, faults)
        return _page(request, form, 422)
    except Stale as no:
        form.add_error(None, str(no.detail))
        return _page(request, form, no.status)
    with override(user.language):
        messages.success(request, _("Saved."))
    return in_own_language(redirect("accounts:account"), user)


def _asked(form: AccountForm) -> dict[str, Any]:
    fields = dict(form.cleaned_data)
    return {"version": fields.pop("version"), "fields": fields}


def _page(request: HttpRequest, form: AccountForm, status: int) -> HttpResponse:
    return render(request, "accounts/account.html", {"form": form}, status=status)


@require_POST
@login_required
def own_picture(request: HttpRequest) -> HttpResponse:
    """Show another picture of oneself, or none."""
    return change_picture(
        request, lambda upload: set_picture(user=request.user, upload=upload), "accounts:account"
    )
