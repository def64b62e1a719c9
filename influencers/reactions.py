"""A creator whose account is shut leaves the search, and comes back with the account."""

from accounts.facts import AccountClosed, AccountReopened, AccountRestored, AccountSuspended
from events.facts import reacts_to
from influencers.services import refresh_listing


@reacts_to(AccountClosed)
@reacts_to(AccountReopened)
@reacts_to(AccountRestored)
@reacts_to(AccountSuspended)
def list_or_hide(fact: AccountClosed | AccountReopened | AccountRestored | AccountSuspended) -> None:
    """The profile is listed while its owner may come in."""
    refresh_listing(user_id=fact.user_id)
