"""The JSON side of the house: one error shape (RFC 9457), amounts as objects. Bytes are kit.wire's."""

import re
from decimal import Decimal
from typing import Any, NoReturn

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.core.exceptions import ValidationError as ModelValidationError
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.fields import get_attribute
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import exception_handler, set_rollback

from kit import problems
from kit.amounts import money
from kit.errors import Refusal

MAX_CENTIMES = 10**12
# An amount that may be in any currency; MoneyField's own, below, is in dirhams.
MONEY_SCHEMA = {
    "type": "object",
    "properties": {"amount": {"type": "string", "example": "1500.00"}, "currency": {"type": "string"}},
    "required": ["amount", "currency"],
}
_AMOUNT = re.compile(r"[0-9]{1,20}(\.[0-9]{1,2})?")

__all__ = ["MONEY_SCHEMA", "MoneyField", "Sum", "checked", "field_errors", "money", "on_error", "problem"]


@extend_schema_field(
    {
        "type": "object",
        "properties": {
            "amount": {"type": "string", "pattern": r"^[0-9]+\.[0-9]{2}$", "example": "1500.00"},
            "currency": {"type": "string", "enum": ["MAD"]},
        },
        "required": ["amount", "currency"],
        "additionalProperties": False,
    },
    component_name="Money",
)
class MoneyField(serializers.Field):
    """Reads {"amount": "1500.00", "currency": "MAD"} into centimes, and writes centimes back."""

    default_error_messages = {
        "shape": _('Give an object such as {"amount": "1500.00", "currency": "MAD"}.'),
        "amount": _("Give an amount with at most two decimals, such as 1500.00."),
        "currency": _("Only MAD is accepted for now."),
        "range": _("The amount must be more than zero."),
    }

    @property
    def currency(self) -> str:
        """The only one that is taken."""
        return "MAD"

    def fail(self, key: str, **kwargs: Any) -> NoReturn:
        """As DRF's, but formatted with %: the sentence shows a JSON object, braces and all."""
        words = self.error_messages[key]
        raise ValidationError(words % kwargs if kwargs else words, code=key)

    def to_representation(self, value: int) -> dict | None:
        return money(value)

    def to_internal_value(self, data: Any) -> int:
        if not isinstance(data, dict) or set(data) != {"amount", "currency"}:
            self.fail("shape")
        if data["currency"] != self.currency:
            self.fail("currency", currency=self.currency)
        return self._centimes(data["amount"])

    def _centimes(self, amount: Any) -> int:
        if not isinstance(amount, str) or not _AMOUNT.fullmatch(amount):
            self.fail("amount")
        centimes = int(Decimal(amount) * 100)
        if not 0 < centimes <= MAX_CENTIMES:
            self.fail("range")
        return centimes


@extend_schema_field(MONEY_SCHEMA)
class Sum(serializers.Field):
    """Read only: centimes in the currency of their row, negative ones too.

    `currency` says where it is read, with dots as in `source`.
    """

    def __init__(self, *, currency: str = "currency", **kwargs: Any) -> None:
        super().__init__(**{"read_only": True, **kwargs})
        self.currency = currency.split(".")

    def get_attribute(self, instance: Any) -> dict | None:
        return money(super().get_attribute(instance), get_attribute(instance, self.currency))

    def to_representation(self, value: Any) -> Any:
        return value


def checked(form: type[serializers.Serializer], request: Request, **context: Any) -> dict[str, Any]:
    """The body in good form, read in the light of what the door knows. Raises a 400 that names its fields."""
    filled = form(data=request.data, context=context)
    filled.is_valid(raise_exception=True)
    return dict(filled.validated_data)


def on_error(exc: Exception, context: dict) -> Response | None:
    """DRF exception handler; returns None for what is really a bug, so it stays a 500."""
    if isinstance(exc, Refusal):
        set_rollback()
        answer = problem(context, exc.status, exc.code, exc.detail, facts=exc.facts)
        for name, value in exc.headers.items():
            answer[name] = value
        return answer
    if isinstance(exc, ModelValidationError):
        exc = ValidationError(exc.message_dict if hasattr(exc, "error_dict") else {"": exc.messages})
    if isinstance(exc, ObjectDoesNotExist):
        exc = Http404()
    response = exception_handler(exc, context)
    if response is None:
        return None
    return _from_drf(exc, response, context)


def _from_drf(exc: Exception, response: Response, context: dict) -> Response:
    headers = {name: response[name] for name in ("WWW-Authenticate", "Retry-After") if name in response}
    if isinstance(exc, ValidationError):
        errors = list(field_errors(exc.get_full_details()))
        answer = problem(context, 400, "invalid", _("Some fields need another look."), errors=errors)
    else:
        answer = problem(context, response.status_code, _code(exc), _detail(exc))
    for name, value in headers.items():
        answer[name] = value
    return answer


def _code(exc: Exception) -> str:
    if isinstance(exc, Http404):
        return "not_found"
    if isinstance(exc, PermissionDenied):
        return "not_allowed"
    codes = exc.get_codes() if isinstance(exc, APIException) else None
    return codes if isinstance(codes, str) else getattr(exc, "default_code", "error")


def _detail(exc: Exception) -> Any:
    if isinstance(exc, Http404):
        return _("Nothing was found here.")
    if isinstance(exc, PermissionDenied):
        return _("You may not do this.")
    return (
        getattr(exc, "detail", "")
        if isinstance(getattr(exc, "detail", ""), str)
        else getattr(exc, "default_detail", "")
    )


def field_errors(details: Any, prefix: str = "") -> Any:
    """Flatten DRF's nested details into {"field": "deliverables.0.quantity", "code", "detail"}."""
    if isinstance(details, dict) and set(details) == {"message", "code"}:
        yield {"field": prefix, "code": details["code"], "detail": str(details["message"])}
        return
    pairs = details.items() if isinstance(details, dict) else _numbered(details)
    for key, value in pairs:
        name = "" if key == "non_field_errors" else str(key)
        yield from field_errors(value, ".".join(part for part in (prefix, name) if part))


def _numbered(details: list) -> Any:
    leaves = all(isinstance(one, dict) and set(one) == {"message", "code"} for one in details)
    return [("", one) for one in details] if leaves else list(enumerate(details))


def problem(context: dict, status: int, code: str, detail: Any, **more: Any) -> Response:
    """An application/problem+json answer. `errors` lists fields, `facts` are plain values for the client."""
    request = context.get("request")
    request_id = getattr(getattr(request, "_request", request), "id", "")
    body = problems.body(request_id, status, code, detail, **more)
    return Response(body, status=status, content_type=problems.CONTENT_TYPE)
