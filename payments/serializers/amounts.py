"""One amount in JSON: a decimal text and its currency."""

from drf_spectacular.utils import extend_schema_field

from kit.api import MoneyField

MONEY_SCHEMA = {
    "type": "object",
    "properties": {"amount": {"type": "string", "example": "1500.00"}, "currency": {"type": "string"}},
    "required": ["amount", "currency"],
}


@extend_schema_field(MONEY_SCHEMA)
class Amount(MoneyField):
    """MoneyField with its shape written into the schema."""
