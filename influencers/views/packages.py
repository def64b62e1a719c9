from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from influencers.forms import PackageForm
from influencers.models import Influencer, Package
from influencers.selectors import priced
from influencers.services import add_package, remove_package, update_package
from influencers.views.access import creators_only


@require_GET
@creators_only
def package_list(request: HttpRequest, influencer: Influencer) -> HttpResponse:
    """The rate card, with what each price leaves."""
    context = {"influencer": influencer, "packages": priced(influencer.packages.all(), influencer.wallet)}
    return render(request, "influencers/packages.html", context)


@require_http_methods(["GET", "POST"])
@creators_only
def package_form(request: HttpRequest, influencer: Influencer, pk: UUID | None = None) -> HttpResponse:
    """A new line (without pk), or one of the creator's own lines."""
    package = get_object_or_404(influencer.packages, pk=pk) if pk else None
    form = PackageForm(request.POST or None, instance=package)
    if request.method == "POST" and form.is_valid() and _saved(request, influencer, package, form):
        messages.success(request, _("Saved."))
        return redirect("influencers:packages")
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "package": package, "influencer": influencer}
    return render(request, "influencers/package.html", context, status=status)


def _saved(request: HttpRequest, influencer: Influencer, package: Package | None, form: Any) -> bool:
    values = {"fields": form.cleaned_data, "by": request.user}
    try:
        if package is None:
            add_package(influencer_id=influencer.pk, **values)
        else:
            update_package(package_id=package.pk, **values)
    except ValidationError as error:
        form.add_error(None, error.messages)
        return False
    return True


@require_http_methods(["GET", "POST"])
@creators_only
def remove(request: HttpRequest, influencer: Influencer, pk: UUID) -> HttpResponse:
    """Ask first; then take the line off the rate card."""
    package = get_object_or_404(influencer.packages, pk=pk)
    if request.method == "GET":
        return render(request, "influencers/package_remove.html", {"package": package})
    remove_package(package_id=package.pk, by=request.user)
    messages.success(request, _("“%(title)s” is no longer offered.") % {"title": package.title})
    return redirect("influencers:packages")
