import json
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import User
from brands.forms import AboutForm, CompanyForm, MemberForm
from brands.models import Brand, BrandMember
from brands.policies import may_administer
from brands.selectors import brand_of, members_of
from brands.services import add_member, change_member, remove_member, update_brand
from kit.errors import NotAllowed
from kit.pages import page

SECTIONS: dict[str, Any] = {"about": AboutForm, "company": CompanyForm}


def members_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Signed in and working for a brand, which the view gets as its second argument."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        brand = brand_of(request.user)
        if brand is None:
            raise NotAllowed(_("This page is for brands."))
        return view(request, brand, *args, **kwargs)

    return guarded


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


@require_POST
@members_only
def invite(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Add somebody who has a brand account. An unknown address and a creator's are answered alike."""
    form = MemberForm(request.POST)
    if not (form.is_valid() and _added(request, brand, form)):
        return page(request, "brands/edit.html", "team", _context(request, brand, {"team": form}), status=422)
    messages.success(request, _("The new member can work for the brand at once."))
    return redirect(f"{reverse('brands:edit')}#team")


def _added(request: HttpRequest, brand: Brand, form: Any) -> bool:
    email, role = form.cleaned_data["email"].lower(), form.cleaned_data["role"]
    user = User.objects.filter(email=email, role=User.Role.BRAND, is_active=True).first()
    if user is None:
        form.add_error("email", _("This address cannot be added. The person needs a brand account first."))
        return False
    try:
        add_member(brand_id=brand.pk, user=user, role=role, by=request.user)
    except ValidationError as error:
        form.add_error("email", error.messages)
        return False
    return True


@require_POST
@members_only
def set_role(request: HttpRequest, brand: Brand, pk: UUID) -> HttpResponse:
    """Give a member another role."""
    member = get_object_or_404(BrandMember, brand=brand, user_id=pk)
    change_member(brand_id=brand.pk, user=member.user, role=request.POST.get("role", ""), by=request.user)
    messages.success(request, _("Saved."))
    return redirect(f"{reverse('brands:edit')}#team")


@require_http_methods(["GET", "POST"])
@members_only
def dismiss(request: HttpRequest, brand: Brand, pk: UUID) -> HttpResponse:
    """Ask first; then end a member's place in the brand."""
    member = get_object_or_404(BrandMember.objects.select_related("user"), brand=brand, user_id=pk)
    if request.method == "GET":
        return render(request, "brands/member_remove.html", {"member": member, "brand": brand})
    remove_member(brand_id=brand.pk, user=member.user, by=request.user)
    messages.success(request, _("%(name)s no longer works for the brand.") % {"name": member.user.name})
    return redirect(f"{reverse('brands:edit')}#team")


def _context(request: HttpRequest, brand: Brand, bound: dict[str, Any]) -> dict[str, Any]:
    forms = {name: bound.get(name) or form(instance=brand) for name, form in SECTIONS.items()}
    return {
        "brand": brand,
        "forms": forms,
        "team_form": bound.get("team") or MemberForm(),
        "members": members_of(brand),
        "is_owner": may_administer(request.user, brand),
        "roles": [role for role in BrandMember.Role if role != BrandMember.Role.OWNER],
    }
