"""Who is told: ids of people, found through the roles they have now."""

from collections.abc import Iterable
from uuid import UUID

from accounts.models import User
from brands.models import BrandMember
from brands.policies import CONNECTS, MANAGES, PAYS
from influencers.models import Influencer
from messaging.models import Seat
from payments.models import WalletHolder


def managers(brand_id: str | UUID) -> list[UUID]:
    """Those who answer for a brand: owner and managers."""
    return _members(brand_id, MANAGES)


def connectors(brand_id: str | UUID) -> list[UUID]:
    """Those who connect other programs: owner and managers."""
    return _members(brand_id, CONNECTS)


def owner(brand_id: str | UUID) -> list[UUID]:
    """The owner, as a list of one."""
    return _members(brand_id, {BrandMember.Role.OWNER})


def payers(brand_id: str | UUID) -> list[UUID]:
    """Those who pay for a brand: owner and finance."""
    return _members(brand_id, PAYS)


def deciders(brand_id: str | UUID) -> list[UUID]:
    """Everybody but the viewers."""
    return _members(brand_id, MANAGES | PAYS)


def _members(brand_id: str | UUID, roles: Iterable[str]) -> list[UUID]:
    rows = BrandMember.objects.filter(brand_id=brand_id, role__in=roles, user__is_active=True)
    return list(rows.order_by("id").values_list("user_id", flat=True))


def creator(influencer_id: str | UUID) -> list[UUID]:
    """The person behind a profile, as a list of one."""
    rows = Influencer.objects.filter(pk=influencer_id, user__is_active=True)
    return list(rows.values_list("user_id", flat=True))


def holders(wallet_id: str | UUID) -> list[UUID]:
    """Those who may move a wallet's money."""
    rows = WalletHolder.objects.filter(wallet_id=wallet_id, may_pay=True, user__is_active=True)
    return list(rows.order_by("id").values_list("user_id", flat=True))


def here(user_ids: Iterable[str | UUID]) -> list[UUID]:
    """Those of them whose account is open."""
    rows = User.objects.filter(pk__in=user_ids, is_active=True)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def seated(conversation_id: str | UUID, user_id: str | UUID) -> list[UUID]:
    """This person as a list of one, while they have a place in the conversation and their account is open."""
    rows = Seat.objects.taken().filter(conversation=conversation_id, user=user_id, user__is_active=True)
    return list(rows.values_list("user_id", flat=True))


def staff() -> list[UUID]:
    rows = User.objects.filter(is_staff=True, is_active=True)
    return list(rows.order_by("id").values_list("pk", flat=True))
