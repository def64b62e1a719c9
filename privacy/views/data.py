"""My data: consents, the copy, what I ask; the page that the rest hangs on."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.services import record_consents, withdraw_news
from kit.requests import caller_of
from privacy.forms import AgreeForm, AskForm
from privacy.selectors import consents_of, deletion_of, export_of, owes_consent, reasons_to_stay
from privacy.services import ask_about_data, ask_export, fetch_export

ZIP = "application/zip"


@require_GET
@never_cache
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Everything about one's data. An account on its way out sees only how to keep it."""
    return _page(request, AskForm(), 200)


def _page(request: HttpRequest, form: AskForm, status: int) -> HttpResponse:
    user = request.user
    if user.leaving_at:
        return render(request, "privacy/leaving.html", {"deletion": deletion_of(user)}, status=status)
    context: dict[str, Any] = {
        "form": form,
        "consents": consents_of(user),
        "export": export_of(user),
        "requests": user.privacy_requests.all()[:20],
        "reasons": reasons_to_stay(user),
    }
    return render(request, "privacy/home.html", context, status=status)


@require_http_methods(["GET", "POST"])
@never_cache
@login_required
def agree(request: HttpRequest) -> HttpResponse:
    """Agree to the texts in their present version."""
    form = AgreeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        record_consents(user=request.user, purposes=["terms", "privacy"])
        messages.success(request, _("Thank you. Your agreement is on record."))
        return redirect("privacy:home")
    owed = owes_consent(request.user)
    return render(
        request, "privacy/agree.html", {"form": form, "is_owed": owed}, status=422 if form.errors else 200
    )


@require_POST
@login_required
def set_news(request: HttpRequest) -> HttpResponse:
    """Say yes or no to the monthly letter."""
    if request.POST.get("news") == "on":
        record_consents(user=request.user, purposes=["news"])
    else:
        withdraw_news(user_id=request.user.pk)
    messages.success(request, _("Your choice is saved."))
    return redirect("privacy:home")


@require_POST
@login_required
def ask_copy(request: HttpRequest) -> HttpResponse:
    """Ask for a copy; the page shows how far it is."""
    ask_export(by=request.user, caller=caller_of(request))
    return redirect("privacy:home")


@require_GET
@never_cache
@login_required
def copy_state(request: HttpRequest) -> HttpResponse:
    """The part of the page about the copy, for htmx to ask again."""
    return render(request, "privacy/_copy.html", {"export": export_of(request.user)})


@require_GET
@never_cache
@login_required
def download(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The zip, for its owner."""
    data = fetch_export(export_id=pk, by=request.user, caller=caller_of(request))
    disposition = {"Content-Disposition": 'attachment; filename="influmaroc.zip"'}
    return HttpResponse(data, content_type=ZIP, headers=disposition)


@require_POST
@never_cache
@login_required
def ask(request: HttpRequest) -> HttpResponse:
    """Put a request on record."""
    form = AskForm(request.POST)
    if not form.is_valid():
        return _page(request, form, 422)
    asked = ask_about_data(**form.cleaned_data, by=request.user)
    told = _("Your request is on record. You have our answer by %(day)s at the latest.")
    messages.success(request, told % {"day": f"{asked.due_at:%d/%m/%Y}"})
    return redirect("privacy:home")
