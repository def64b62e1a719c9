"""The team of a brand: who is in it, who is asked to join, who owns it, and who must agree to a payment."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from brands import services
from brands.forms import InviteForm, LimitForm
from brands.models import Brand, BrandMember
from brands.policies import may_administer, may_leave, rights
from brands.selectors import invitations_of, members_of, offer_of
from brands.views.access import members_only
from kit.errors import ensure
from kit.pages import page
from kit.throttle import TooMany
from payments.errors import SecondPersonMissing
from payments.selectors import has_second_person

# What can become of an offer of ownership, and what is said then.
STEPS: dict[str, tuple[Callable[..., Any], Promise]] = {
    "accepter": (services.accept_ownership, gettext_lazy("You are the owner of the brand now.")),
    "refuser": (services.decline_ownership, gettext_lazy("You declined. Nothing changes.")),
    "retirer": (services.withdraw_ownership, gettext_lazy("The offer is withdrawn.")),
}


@require_http_methods(["GET", "POST"])
@members_only
def team(request: HttpRequest, brand: Brand) -> HttpResponse:
    """The team as its members see it; the owner invites."""
    form = InviteForm(request.POST or None)
    if request.method == "GET":
        return _show(request, brand)
    if not (form.is_valid() and _invited(request, brand, form)):
        return _show(request, brand, invite=form)
    return _done(request, _("If this mailbox exists, the invitation is on its way. It is valid for 7 days."))


def _invited(request: HttpRequest, brand: Brand, form: InviteForm) -> bool:
    try:
        services.invite_member(brand_id=brand.pk, **form.cleaned_data, by=request.user)
    except ValidationError as error:
        form.add_error("email", error.messages)
    except TooMany as no:
        form.add_error(None, str(no.detail))
    return form.is_valid()


@require_POST
@members_only
def resend(request: HttpRequest, brand: Brand, pk: UUID) -> HttpResponse:
    """Another letter, another link, another week."""
    get_object_or_404(brand.invitations, pk=pk)
    services.resend_invitation(brand_id=brand.pk, invitation_id=pk, by=request.user)
    return _done(request, _("A new letter is on its way; the link before it is dead."))


@require_POST
@members_only
def withdraw(request: HttpRequest, brand: Brand, pk: UUID) -> HttpResponse:
    """The link stops working at once."""
    get_object_or_404(brand.invitations, pk=pk)
    services.withdraw_invitation(brand_id=brand.pk, invitation_id=pk, by=request.user)
    return _done(request, _("The invitation is withdrawn."))


@require_POST
@members_only
def set_role(request: HttpRequest, brand: Brand, pk: UUID) -> HttpResponse:
    """Give a member another role."""
    member = get_object_or_404(BrandMember, brand=brand, user_id=pk)
    role = request.POST.get("role", "")
    services.change_member(brand_id=brand.pk, user=member.user, role=role, by=request.user)
    return _done(request, _("Saved."))


@require_http_methods(["GET", "POST"])
@members_only
def dismiss(request: HttpRequest, brand: Brand, pk: UUID) -> HttpResponse:
    """Ask first; then end a member's place in the brand."""
    ensure(may_administer(request.user, brand))
    member = get_object_or_404(BrandMember.objects.select_related("user"), brand=brand, user_id=pk)
    if request.method == "GET":
        return render(request, "brands/member_remove.html", {"member": member, "brand": brand})
    services.remove_member(brand_id=brand.pk, user=member.user, by=request.user)
    return _done(request, _("%(name)s no longer works for the brand.") % {"name": member.user.name})


@require_http_methods(["GET", "POST"])
@members_only
def hand_over(request: HttpRequest, brand: Brand, pk: UUID) -> HttpResponse:
    """Ask first; then offer the brand to a member."""
    ensure(may_administer(request.user, brand))
    member = get_object_or_404(BrandMember.objects.select_related("user"), brand=brand, user_id=pk)
    if request.method == "GET":
        return render(request, "brands/hand_over.html", {"member": member, "brand": brand})
    services.offer_ownership(brand_id=brand.pk, user=member.user, by=request.user)
    return _done(request, _("The offer is sent. Nothing changes before it is accepted."))


@require_POST
@members_only
def answer_offer(request: HttpRequest, brand: Brand, step: str) -> HttpResponse:
    """Accept or decline the offer made to oneself, or take back the one that one made."""
    act, words = STEPS[step]
    act(brand_id=brand.pk, by=request.user)
    return _done(request, str(words))


@require_http_methods(["GET", "POST"])
@members_only
def leave(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Ask first; then end one's own place."""
    if request.method == "GET":
        context = {"brand": brand, "may_leave": may_leave(request.user, brand)}
        return render(request, "brands/leave.html", context)
    services.leave_brand(brand_id=brand.pk, by=request.user)
    messages.success(request, _("You have left %(brand)s.") % {"brand": brand.name})
    return redirect("home")


@require_POST
@members_only
def limit(request: HttpRequest, brand: Brand) -> HttpResponse:
    """The amount above which a second person approves."""
    form = LimitForm(request.POST)
    if not (form.is_valid() and _limited(request, brand, form)):
        return _show(request, brand, limit=form)
    return _done(request, _("Saved."))


def _limited(request: HttpRequest, brand: Brand, form: LimitForm) -> bool:
    above = form.cleaned_data["above"]
    try:
        services.set_spending_limit(brand_id=brand.pk, above_centimes=above, by=request.user)
    except SecondPersonMissing as no:
        form.add_error("above", str(no.detail))
    return form.is_valid()


def _done(request: HttpRequest, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("brands:team")


def _show(request: HttpRequest, brand: Brand, **bound: Any) -> HttpResponse:
    above = brand.wallet.approval_above_centimes
    is_owner = may_administer(request.user, brand)
    context = {
        "brand": brand,
        "members": members_of(brand),
        "invitations": invitations_of(brand) if is_owner else [],
        "offer": offer_of(brand),
        "is_owner": is_owner,
        "may_leave": may_leave(request.user, brand),
        "roles": [role for role in BrandMember.Role if role != BrandMember.Role.OWNER],
        "rights": rights(),
        "invite_form": bound.get("invite") or InviteForm(),
        "limit_form": bound.get("limit") or LimitForm(initial={"above": above}),
        "above": above,
        "has_second": has_second_person(brand.wallet, request.user),
    }
    return page(request, "brands/team.html", "main", context, status=422 if bound else 200)
