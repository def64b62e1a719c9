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


@dataclass(frozen=True, kw_only=True)
class AccountSuspended(Fact):
    """Staff shut a person out, with a reason, until they let them in again."""

    user_id: str


@dataclass(frozen=True, kw_only=True)
class AccountRestored(Fact):
    """Staff lifted a suspension."""

    user_id: str


@dataclass(frozen=True, kw_only=True)
class ResetAsked(Fact):
    """Somebody asked for a new password. `sealed` (kit.crypt) holds the address and the device:
    the history of facts is kept, and must not become a list of addresses that anybody can read.
    """

    sealed: str


@dataclass(frozen=True, kw_only=True)
class EmailChanged(Fact):
    """A person proved another mailbox; it is the login from now on."""

    user_id: str


@dataclass(frozen=True, kw_only=True)
class PasswordReset(Fact):
    """A person chose a new password through a link in their mailbox."""

    user_id: str
