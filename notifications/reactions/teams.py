"""Changes of a team and of its limit of payments: whoever they concern, not whoever made them."""

from uuid import UUID

from accounts.models import User
from brands import facts
from brands.models import Brand
from events.facts import reacts_to
from kit.links import path
from notifications.reactions.post import post
from notifications.selectors import people, subjects
from notifications.selectors.subjects import Subject
from payments import facts as money

OWNER = "owner"


def _brand(brand_id: str) -> Subject:
    brand = Brand.objects.get(pk=brand_id)
    return Subject(f"brand:{brand.pk}", {"brand": brand.name, "logo": brand.logo})


def _name(user_id: str) -> str:
    return User.objects.values_list("name", flat=True).get(pk=user_id)


def _one(user_id: str) -> list[UUID]:
    return list(User.objects.filter(pk=user_id, is_active=True).values_list("pk", flat=True))


@reacts_to(facts.MemberAdded)
def tell_owner_of_joining(fact: facts.MemberAdded) -> None:
    """The owner's invitation was accepted."""
    if fact.role != OWNER:
        name, link = _name(fact.user_id), path("brands:team")
        post(fact, "member_joined", people.owner(fact.brand_id), _brand(fact.brand_id), link, name=name)


@reacts_to(facts.MemberLeft)
def tell_owner_of_leaving(fact: facts.MemberLeft) -> None:
    """The owner has one colleague less."""
    name, link = _name(fact.user_id), path("brands:team")
    post(fact, "member_left", people.owner(fact.brand_id), _brand(fact.brand_id), link, name=name)


@reacts_to(facts.OwnershipMoved)
def tell_of_new_owner(fact: facts.OwnershipMoved) -> None:
    """Whoever owned the brand has it in writing."""
    name, link = _name(fact.to_id), path("brands:team")
    post(fact, "ownership_moved", _one(fact.from_id), _brand(fact.brand_id), link, name=name)


@reacts_to(money.SpendApprovalAsked)
def ask_second_person(fact: money.SpendApprovalAsked) -> None:
    """Everybody else who may pay is asked for a word."""
    about = subjects.deal_of(fact.deal_id)
    readers = [pk for pk in people.holders(fact.wallet_id) if str(pk) != fact.asked_by_id]
    if about is not None:
        link, name = path("payments:approval", fact.approval_id), _name(fact.asked_by_id)
        post(fact, "approval_asked", readers, about, link, name=name, amount_centimes=fact.amount_centimes)


@reacts_to(money.SpendApprovalDecided)
def tell_whoever_asked(fact: money.SpendApprovalDecided) -> None:
    """Whoever asked can pay now, or cannot."""
    about = subjects.deal_of(fact.deal_id)
    kind = "approval_given" if fact.is_approved else "approval_refused"
    if about is not None:
        link = path("campaigns:fund", fact.deal_id)
        amount = {"amount_centimes": fact.amount_centimes}
        post(fact, kind, _one(fact.asked_by_id), about, link, **amount)


@reacts_to(money.SpendingLimitChanged)
def tell_payers_of_limit(fact: money.SpendingLimitChanged) -> None:
    """Everybody who may pay knows the rule, whoever changed it."""
    kind = "spending_limit_set" if fact.above_centimes else "spending_limit_off"
    about = Subject(f"wallet:{fact.wallet_id}")
    readers, link = people.holders(fact.wallet_id), path("brands:team")
    post(fact, kind, readers, about, link, amount_centimes=fact.above_centimes)
