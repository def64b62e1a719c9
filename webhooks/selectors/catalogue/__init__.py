"""The one table of what other machines are told. One more event is a fact and a line in one of its files.

An app that comes later (social figures) adds a file of lines here and its name to EVENTS; nothing
else changes: reactions, pages, API, schema and docs/webhooks.md are made from this table. Two lines with one
name are the same event for two sides of one fact.
"""

from collections import defaultdict
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from webhooks.selectors.catalogue.market import MARKET
from webhooks.selectors.catalogue.money import MONEY
from webhooks.selectors.catalogue.people import PEOPLE
from webhooks.selectors.catalogue.shape import EventType, Whom, data_of, data_schema
from webhooks.selectors.catalogue.talk import TALK

EVENTS: tuple[EventType, ...] = (*MARKET, *MONEY, *TALK, *PEOPLE)
TEST = "webhook.test"

# Groups in the order of the picker; a name is what stands before the dot.
GROUPS: dict[str, tuple[Promise, tuple[str, ...]]] = {
    "campaigns": (_("Campaigns"), ("campaign", "application", "offer", "deadline")),
    "contracts": (_("Contracts"), ("collaboration", "deliverable", "dispute")),
    "messages": (_("Messages"), ("message",)),
    "payments": (_("Payments"), ("payment", "refund", "approval", "chargeback")),
    "payouts": (_("Transfers"), ("payout", "payout_account")),
    "papers": (_("Documents and plan"), ("document", "mandate", "plan")),
    "people": (_("Team and account"), ("member", "brand", "profile", "account")),
}


def _by_fact() -> dict[str, list[EventType]]:
    found = defaultdict(list)
    for event in EVENTS:
        found[event.fact.label()].append(event)
    return dict(found)


def _by_name() -> dict[str, EventType]:
    return {event.name: event for event in reversed(EVENTS)}


BY_FACT = _by_fact()
BY_NAME = dict(sorted(_by_name().items(), key=lambda pair: [one.name for one in EVENTS].index(pair[0])))


def grouped() -> list[tuple[str, Promise, list[EventType]]]:
    """The table as the picker shows it."""
    return [
        (key, label, [event for event in BY_NAME.values() if event.group in starts])
        for key, (label, starts) in GROUPS.items()
    ]


def group_of(event: EventType) -> str:
    return next(key for key, (_label, starts) in GROUPS.items() if event.group in starts)


def payload_schema(event: EventType) -> dict[str, Any]:
    """JSON Schema of the whole body."""
    return {
        "type": "object",
        "properties": {
            "type": {"type": "string", "const": event.name},
            "timestamp": {"type": "string", "format": "date-time"},
            "version": {"type": "string", "format": "date"},
            "data": data_schema(event),
        },
        "required": ["type", "timestamp", "version", "data"],
    }


__all__ = [
    "BY_FACT",
    "BY_NAME",
    "EVENTS",
    "GROUPS",
    "TEST",
    "EventType",
    "Whom",
    "data_of",
    "data_schema",
    "group_of",
    "grouped",
    "payload_schema",
]
