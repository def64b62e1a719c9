"""The one table of what people are told: a new kind is a fact, a reaction and a line here."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from notifications.selectors.kinds.contracts import CONTRACTS
from notifications.selectors.kinds.deadlines import DEADLINES
from notifications.selectors.kinds.groups import GROUPS, Group, concerns, event_of, group_of, is_locked
from notifications.selectors.kinds.house import HOUSE
from notifications.selectors.kinds.kind import Kind
from notifications.selectors.kinds.machines import MACHINES
from notifications.selectors.kinds.market import MARKET
from notifications.selectors.kinds.money import MONEY
from notifications.selectors.kinds.talks import TALKS
from notifications.selectors.kinds.teams import TEAMS
from notifications.selectors.kinds.work import WORK

KINDS: dict[str, Kind] = {
    **MARKET,
    **CONTRACTS,
    **WORK,
    **MONEY,
    **DEADLINES,
    **TALKS,
    **TEAMS,
    **MACHINES,
    **HOUSE,
}

# What a notice is about, in one word: the chip of its mail and the filter of the inbox.
TOPICS: dict[str, tuple[Promise, dict[str, Kind]]] = {
    "campaigns": (_("Campaigns"), MARKET),
    "contracts": (_("Contracts"), {**CONTRACTS, **WORK}),
    "money": (pgettext_lazy("notice", "Money"), MONEY),
    "deadlines": (_("Deadlines"), DEADLINES),
    "messages": (_("Messages"), TALKS),
    "team": (_("Team"), TEAMS),
    "machines": (_("Webhooks"), MACHINES),
    "house": (_("News from InfluMaroc"), HOUSE),
}


def topic_of(kind: str) -> Promise | str:
    return next((label for label, kinds in TOPICS.values() if kind in kinds), "InfluMaroc")


__all__ = [
    "GROUPS",
    "KINDS",
    "TOPICS",
    "Group",
    "Kind",
    "concerns",
    "event_of",
    "group_of",
    "is_locked",
    "topic_of",
]
