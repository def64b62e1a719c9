"""A creator whose account is shut leaves the search, and comes back with the account."""

from accounts.facts import AccountClosed, AccountReopened, AccountRestored, AccountSuspended
from events.facts import reacts_to
from influencers.services import settle_standing


@reacts_to(AccountSuspended)
def hide_suspended_creator(fact: AccountSuspended) -> None:
    """The profile is listed while its owner may come in."""
    settle_standing(user_id=fact.user_id)


@reacts_to(AccountClosed)
def hide_closed_creator(fact: AccountClosed) -> None:
    """The profile is listed while its owner may come in."""
    settle_standing(user_id=fact.user_id)


@reacts_to(AccountRestored)
def show_restored_creator(fact: AccountRestored) -> None:
    """The profile is listed while its owner may come in."""
    settle_standing(user_id=fact.user_id)


@reacts_to(AccountReopened)
def show_reopened_creator(fact: AccountReopened) -> None:
    """The profile is listed while its owner may come in."""
    settle_standing(user_id=fact.user_id)
