"""Reads of webhooks: the table of events, whose endpoints, what is sent."""

from webhooks.selectors.bodies import body_of, test_body
from webhooks.selectors.catalogue import (
    BY_FACT,
    BY_NAME,
    EVENTS,
    TEST,
    EventType,
    group_of,
    grouped,
    payload_schema,
)
from webhooks.selectors.holders import (
    Holder,
    endpoints_of,
    endpoints_told,
    own_call,
    own_endpoint,
    own_holder,
)
from webhooks.selectors.parcels import Outcome, Parcel, parcel_of, rules
from webhooks.selectors.signing import new_secret

__all__ = [
    "BY_FACT",
    "BY_NAME",
    "EVENTS",
    "TEST",
    "EventType",
    "Holder",
    "Outcome",
    "Parcel",
    "body_of",
    "endpoints_of",
    "endpoints_told",
    "group_of",
    "grouped",
    "new_secret",
    "own_call",
    "own_endpoint",
    "own_holder",
    "parcel_of",
    "payload_schema",
    "rules",
    "test_body",
]
