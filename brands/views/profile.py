import json
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from brands.forms import AboutForm, CompanyForm
from brands.models import Brand
from brands.policies import may_administer
from brands.selectors import members_of
from brands.services import set_logo, update_brand
from brands.views.access import members_only
from kit.pages import change_picture, page

SECTIONS: dict[str, Any] = {"about": AboutForm, "company": CompanyForm}


@require_GET
def public(request: HttpRequest, slug: str) -> HttpResponse:
    """What everybody may know of a company."""
    brand = get_object_or_404(Brand.objects.public(), slug=slug)
    frame = "app.html" if request.user.is_authenticated else "public.html"
    is_owner = request.user.is_authenticated and may_administer(request.user, brand)
    return render(request, "brands/page.html", {"brand": brand, "frame": frame, "is_owner": is_owner})


@require_GET
@members_only
def edit(request: HttpRequest, brand: Brand) -> HttpResponse:
    """The company as its members see it; only the owner finds forms."""
    return render(request, "brands/edit.html", _context(request, brand, {}))


@require_POST
@members_only
def save_section(request: HttpRequest, brand: Brand, section: str) -> HttpResponse:
    """Save one section. With htmx only that section is drawn again."""
    if section not in SECTIONS:
        raise Http404
    form = SECTIONS[section](request.POST, instance=Brand.objects.get(pk=brand.pk))
    if not (form.is_valid() and _saved(request, brand, form)):
        context = _context(request, brand, {section: form})
        return page(request, "brands/edit.html", section, context, status=422)
    if not request.htmx:
        messages.success(request, _("Saved."))
        return redirect(f"{reverse('brands:edit')}#{section}")
    brand.refresh_from_db()
    response = page(request, "brands/edit.html", section, _context(request, brand, {}))
    response["HX-Trigger"] = json.dumps({"toast": {"text": _("Saved."), "tone": "success"}})
    return response


def _saved(request: HttpRequest, brand: Brand, form: Any) -> bool:
    try:
        update_brand(brand_id=brand.pk, fields=form.cleaned_data, by=request.user)
    except ValidationError as error:
        _add_errors(form, error)
        return False
    return True


def _add_errors(form: Any, error: ValidationError) -> None:
    for name, faults in error.message_dict.items():
        form.add_error(name if name in form.fields else None, faults)


def _context(request: HttpRequest, brand: Brand, bound: dict[str, Any]) -> dict[str, Any]:
    forms = {name: bound.get(name) or form(instance=brand) for name, form in SECTIONS.items()}
    return {
        "brand": brand,
        "forms": forms,
        "members": members_of(brand),
        "is_owner": may_administer(request.user, brand),
    }


@require_POST
@members_only
def change_logo(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Show another logo, or none."""

    def keep(upload: Any) -> None:
        set_logo(brand_id=brand.pk, upload=upload, by=request.user)

    return change_picture(request, keep, "brands:edit")
