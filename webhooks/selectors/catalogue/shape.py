"""The shape of one line of the table of events, and how its payload comes of a fact."""

from collections.abc import Callable
from dataclasses import dataclass
from dataclasses import fields as fields_of
from typing import Any

from django.conf import settings
from django.utils.functional import Promise

from events.facts import Fact
from kit.amounts import money
from payments.models import Escrow, Payout, Refund, SpendApproval

ID = {"type": "string", "format": "uuid"}
AMOUNT = {"type": "string", "pattern": r"^-?[0-9]+\.[0-9]{2}$", "examples": ["1500.00"]}
MONEY = {
    "type": "object",
    "properties": {"amount": AMOUNT, "currency": {"type": "string", "examples": ["MAD"]}},
    "required": ["amount", "currency"],
}
PLAIN = {str: {"type": "string"}, int: {"type": "integer"}, bool: {"type": "boolean"}}
RENAMED = {
    "deal_id": "collaboration",
    "from_id": "former",
    "to_id": "owner",
    "subject_id": "subject_id",
    "influencer_centimes": "influencer_share",
}
# Facts of the bank name a row and centimes; the row knows the currency.
OF_ROW: tuple[tuple[str, type[Any]], ...] = (
    ("payout_id", Payout),
    ("refund_id", Refund),
    ("approval_id", SpendApproval),
    ("escrow_id", Escrow),
)
# What an event is about: what that is called, the field with its id, where it can be read (under /api/).
OBJECTS: dict[str, tuple[str, str, str]] = {
    "campaign": ("campaign", "campaign_id", "campaigns/{campaign_id}"),
    "application": ("application", "application_id", "campaigns/{campaign_id}/applications"),
    "collaboration": ("collaboration", "collaboration_id", "collaborations/{collaboration_id}"),
    "deliverable": ("deliverable", "deliverable_id", "collaborations/{collaboration_id}/deliverables"),
    "deal": ("collaboration", "deal_id", "collaborations/{deal_id}"),
    "approval": ("approval", "approval_id", "payments/approvals/{approval_id}"),
    "chargeback": ("chargeback", "chargeback_id", "collaborations/{deal_id}"),
    "payout": ("payout", "payout_id", "finances/payouts/{payout_id}"),
    "payout_account": ("payout_account", "", "finances/payout-methods"),
    "documents": ("documents", "", "payments/invoices"),
    "mandate": ("mandate", "", "payments/invoices"),
    "plan": ("plan", "", "subscription"),
    "charge": ("charge", "charge_id", "subscription/charges"),
    "message": ("message", "message_id", "conversations/{conversation_id}/messages"),
    "team": ("brand", "brand_id", "brands/{brand_id}/members"),
    "profile": ("influencer", "influencer_id", "influencers/{influencer_id}"),
    "account": ("account", "", "users/profile"),
}


@dataclass(frozen=True)
class Whom:
    """Whose endpoints are told: ids of brands, creators, wallets, people."""

    brands: tuple[Any, ...] = ()
    influencers: tuple[Any, ...] = ()
    wallets: tuple[Any, ...] = ()
    users: tuple[Any, ...] = ()


@dataclass(frozen=True)
class EventType:
    """One line. `fields` are those of the fact that are sent besides the object; words that people wrote to
    each other are none of them: whoever may read them fetches the object.
    """

    name: str
    fact: type[Fact]
    about: str
    whom: Callable[[Any], Whom]
    words: Promise
    fields: tuple[str, ...] = ()

    @property
    def group(self) -> str:
        return self.name.partition(".")[0]


def data_of(event: EventType, fact: Fact) -> dict[str, Any]:
    """What happened, in the names of the API: ids without "_id", amounts as objects."""
    currency = _currency(fact) if any(name.endswith("_centimes") for name in event.fields) else ""
    values = {api_name(name): _value(name, getattr(fact, name), currency) for name in event.fields}
    return {"object": _object(event.about, fact), **values}


def data_schema(event: EventType) -> dict[str, Any]:
    """JSON Schema of the same."""
    kinds = {field.name: field.type for field in fields_of(event.fact)}
    values = {api_name(name): _field_schema(name, kinds[name]) for name in event.fields}
    about = {
        "type": "object",
        "properties": {
            "type": {"const": OBJECTS[event.about][0], "type": "string"},
            "id": {"type": ["string", "null"]},
            "url": {"type": "string", "format": "uri"},
        },
        "required": ["type", "id", "url"],
    }
    return {
        "type": "object",
        "properties": {"object": about, **values},
        "required": ["object", *values],
    }


def api_name(field: str) -> str:
    """escrow's `deal_id` is "collaboration", `net_centimes` is "net"."""
    return RENAMED.get(field) or field.removesuffix("_id").removesuffix("_centimes")


def _field_schema(name: str, kind: Any) -> dict[str, Any]:
    if name.endswith("_centimes"):
        return MONEY
    if name.endswith("_id"):
        return ID
    return PLAIN.get(kind) or {"type": "array", "items": PLAIN[str]}


def _object(about: str, fact: Fact) -> dict[str, Any]:
    called, column, path = OBJECTS[about]
    values = vars(fact)
    url = f"{settings.SITE_URL}/api/{path.format(**values)}"
    return {"type": called, "id": values[column] if column else None, "url": url}


def _value(name: str, value: Any, currency: str) -> Any:
    return money(value, currency) if name.endswith("_centimes") else value


def _currency(fact: Fact) -> str:
    if said := getattr(fact, "currency", ""):
        return said
    for column, model in OF_ROW:
        if pk := getattr(fact, column, ""):
            found = model.objects.filter(pk=pk).values_list("currency", flat=True).first()
            return found or "MAD"
    return "MAD"
