"""Teams, profiles and accounts: ids only. What people do on their own devices is nobody else's business."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts import facts as accounts
from brands import facts
from events.facts import Fact
from influencers import facts as creators
from webhooks.selectors.catalogue import whom
from webhooks.selectors.catalogue.shape import EventType


def _team(name: str, fact: type[Fact], words: Promise, *fields: str) -> EventType:
    return EventType(name, fact, "team", whom.brand, words, fields)


PEOPLE = (
    _team("member.added", facts.MemberAdded, _("Somebody joined the team."), "user_id", "role"),
    _team("member.changed", facts.MemberChanged, _("A member has another role."), "user_id", "role"),
    _team("member.removed", facts.MemberRemoved, _("Somebody was taken out of the team."), "user_id"),
    _team("member.left", facts.MemberLeft, _("Somebody left the team."), "user_id"),
    _team("brand.ownership_moved", facts.OwnershipMoved, _("The brand has a new owner."), "from_id", "to_id"),
    EventType(
        "profile.listed",
        creators.InfluencerListed,
        "profile",
        whom.creator,
        _("Your profile can be found in search."),
    ),
    EventType(
        "profile.updated", creators.InfluencerUpdated, "profile", whom.creator, _("Your profile changed.")
    ),
    EventType(
        "account.email_changed",
        accounts.EmailChanged,
        "account",
        whom.person,
        _("You log in with another address."),
    ),
    EventType(
        "account.password_reset",
        accounts.PasswordReset,
        "account",
        whom.person,
        _("Your password was set anew by letter."),
    ),
)
