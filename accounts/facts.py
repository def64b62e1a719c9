"""What accounts tell the rest of the house."""

from dataclasses import dataclass

from events.facts import Fact


@dataclass(frozen=True, kw_only=True)
class UserRegistered(Fact):
    """A person opened an account."""

    user_id: str
    role: str
    language: str


@dataclass(frozen=True, kw_only=True)
class AccountClosed(Fact):
    """Staff closed an account; its tokens are dead."""

    user_id: str


@dataclass(frozen=True, kw_only=True)
class AccountReopened(Fact):
    """Staff opened a closed account again."""

    user_id: str
