"""What brands tell the rest of the house."""

from dataclasses import dataclass

from events.facts import Fact


@dataclass(frozen=True, kw_only=True)
class BrandCreated(Fact):
    """A company has a profile, an owner and a wallet."""

    brand_id: str
    name: str


@dataclass(frozen=True, kw_only=True)
class MemberAdded(Fact):
    """A person now acts for a brand."""

    brand_id: str
    user_id: str
    role: str


@dataclass(frozen=True, kw_only=True)
class MemberChanged(Fact):
    """A member has another role."""

    brand_id: str
    user_id: str
    role: str


@dataclass(frozen=True, kw_only=True)
class MemberRemoved(Fact):
    """A person no longer acts for a brand."""

    brand_id: str
    user_id: str


@dataclass(frozen=True, kw_only=True)
class MemberLeft(Fact):
    """A person left a brand of their own will."""

    brand_id: str
    user_id: str


@dataclass(frozen=True, kw_only=True)
class MemberInvited(Fact):
    """A mailbox was asked to join a brand. The address stays in the invitation."""

    brand_id: str
    invitation_id: str
    role: str


@dataclass(frozen=True, kw_only=True)
class OwnershipOffered(Fact):
    """A member may become the owner."""

    brand_id: str
    user_id: str


@dataclass(frozen=True, kw_only=True)
class OwnershipMoved(Fact):
    """A brand has another owner; the one before is a manager now."""

    brand_id: str
    from_id: str
    to_id: str
