"""Invitations: a link sent to a mailbox, the same whether or not the address has an account."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from accounts.models import User
from brands.errors import AlreadyInTeam, InvitationForAnother, InvitationGone, NotABrandAccount
from brands.facts import MemberInvited
from brands.models import Brand, BrandMember, Invitation
from brands.models.team import in_a_week
from brands.policies import may_administer
from brands.services.locks import lock_as_owner
from brands.services.members import check_role, place
from events.services import emit
from kit.errors import ensure
from kit.throttle import take
from kit.tokens import digest, new_token
from mail.services import post_letter
from plans.services import ensure_room

End = Invitation.End


def invite_member(*, brand_id: Any, email: str, role: str, by: User) -> Invitation:
    """Ask a mailbox to join; only the owner does. Raises NotAllowed, kit.throttle.TooMany, ValidationError by
    field: a role that cannot be given, an address that is in the team or invited already.
    """
    address = email.strip().lower()
    check_role(role)
    _count(Brand.objects.get(pk=brand_id), address, by)
    return _invite(brand_id, address, role, by)


def _count(brand: Brand, address: str, by: User) -> None:
    """Before any transaction; strangers do not use a brand's allowance up."""
    ensure(may_administer(by, brand))
    take("team-brand", str(brand.pk))
    take("team-address", address)


@transaction.atomic
def _invite(brand_id: Any, address: str, role: str, by: User) -> Invitation:
    brand = lock_as_owner(brand_id, by)
    _refuse_known(brand, address)
    _ensure_room(brand)
    brand.invitations.filter(email=address).finish(End.WITHDRAWN)  # the one left has expired
    invitation = Invitation(brand=brand, email=address, role=role, invited_by=by)
    _send(invitation, by)
    fact = MemberInvited(brand_id=str(brand.pk), invitation_id=str(invitation.pk), role=role)
    emit(fact, by=by)
    return invitation


def _ensure_room(brand: Brand) -> None:
    """Members and those invited count towards the plan. Raises PlanLimit."""

    def count() -> int:
        return brand.memberships.count() + brand.invitations.open().count()

    ensure_room(wallet=brand.wallet, limit="members", count=count)


def _refuse_known(brand: Brand, address: str) -> None:
    if brand.memberships.filter(user__email=address).exists():
        raise ValidationError({"email": _("This person is already a member.")})
    if brand.invitations.open().filter(email=address).exists():
        raise ValidationError({"email": _("This address is invited already. You can send the letter again.")})


def _send(invitation: Invitation, by: User) -> None:
    """Give the invitation a new token and a new week, and owe the letter that carries it."""
    token = new_token()
    invitation.token_hash, invitation.expires_at = digest(token), in_a_week()
    invitation.save()
    language = _language_of(invitation.email, by)
    with override(language):
        role = str(BrandMember.Role(invitation.role).label)
    data = {"brand": invitation.brand.name, "inviter": by.name, "role": role}
    post_letter(
        kind="team_invitation", to=invitation.email, language=language, data=data, secret={"token": token}
    )


def _language_of(address: str, by: User) -> str:
    known = User.objects.filter(email=address).values_list("language", flat=True).first()
    return known or by.language


def resend_invitation(*, brand_id: Any, invitation_id: Any, by: User) -> Invitation:
    """Send a new link, good for a week; the one before is dead. Also revives an expired invitation.

    Raises NotAllowed, kit.throttle.TooMany, and InvitationGone when it was answered or withdrawn.
    """
    brand = Brand.objects.get(pk=brand_id)
    row = brand.invitations.filter(pk=invitation_id, ended_at=None).first()
    ensure(may_administer(by, brand))
    if row is None:
        raise InvitationGone
    _count(brand, row.email, by)
    return _send_again(brand_id, invitation_id, by)


@transaction.atomic
def _send_again(brand_id: Any, invitation_id: Any, by: User) -> Invitation:
    brand = lock_as_owner(brand_id, by)
    invitation = brand.invitations.filter(pk=invitation_id, ended_at=None).first()
    if invitation is None:
        raise InvitationGone
    invitation.brand = brand
    _send(invitation, by)
    return invitation


@transaction.atomic
def withdraw_invitation(*, brand_id: Any, invitation_id: Any, by: User) -> None:
    """Make a link worthless. Raises NotAllowed, and InvitationGone when it has ended already."""
    brand = lock_as_owner(brand_id, by)
    if not brand.invitations.filter(pk=invitation_id).finish(End.WITHDRAWN):
        raise InvitationGone


def find_invitation(*, token: str) -> Invitation:
    """The open invitation behind a token, with its brand and who sent it. Raises InvitationGone."""
    rows = Invitation.objects.open().select_related("brand__wallet", "invited_by")
    row = rows.filter(token_hash=digest(token)).first()
    if row is None:
        raise InvitationGone
    return row


@transaction.atomic
def accept_invitation(*, token: str, by: User) -> BrandMember:
    """Join, with the invited address and a brand account that works for no brand yet.

    Locks the brand and then the person, so of two acceptances at once one wins. Raises InvitationGone,
    InvitationForAnother, NotABrandAccount, AlreadyInTeam.
    """
    invitation = _lock(token)
    if by.email != invitation.email:
        raise InvitationForAnother
    if not by.is_brand:
        raise NotABrandAccount
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    refuse_second_brand(by)
    member = place(invitation.brand, by, invitation.role, by=by)
    _end(invitation, End.ACCEPTED)
    return member


def refuse_second_brand(user: User) -> None:
    """Raises AlreadyInTeam: the pages show one brand to one account (selectors.brand_of)."""
    member = user.memberships.select_related("brand").first()
    if member is not None:
        raise AlreadyInTeam(member.brand.name)


@transaction.atomic
def decline_invitation(*, token: str) -> Invitation:
    """Say no: holding the link is enough, with or without an account. Raises InvitationGone."""
    invitation = _lock(token)
    _end(invitation, End.DECLINED)
    return invitation


def _lock(token: str) -> Invitation:
    """The brand is locked first, then the invitation is looked at again."""
    brand = Brand.objects.lock(find_invitation(token=token).brand_id)
    invitation = find_invitation(token=token)
    invitation.brand = brand
    return invitation


def _end(invitation: Invitation, end: str) -> None:
    invitation.ended_at, invitation.end = timezone.now(), end
    invitation.save(update_fields=["ended_at", "end"])
