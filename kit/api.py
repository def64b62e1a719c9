"""The JSON side of the house: one error shape (RFC 9457), a strict parser, amounts as objects."""

from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

import orjson
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.core.exceptions import ValidationError as ModelValidationError
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import APIException, ParseError, ValidationError
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer
from rest_framework.response import Response
from rest_framework.views import exception_handler, set_rollback

from kit.amounts import money
from kit.errors import Refusal

JSON_OPTIONS = orjson.OPT_NON_STR_KEYS | orjson.OPT_PASSTHROUGH_DATETIME
MAX_NESTING = 32
MAX_CENTIMES = 10**12

__all__ = ["JSONParser", "JSONRenderer", "MoneyField", "field_errors", "money", "on_error", "problem"]


def _plain(value: Any) -> str:
    """Moments in UTC whatever zone they carry; lazy words and ids as text."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return str(value)


class JSONRenderer(BaseRenderer):
    media_type = "application/json"
    format = "json"
    charset = None

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: dict | None = None
    ) -> bytes:
        if data is None:
            return b""
        return orjson.dumps(data, default=_plain, option=JSON_OPTIONS)


class JSONParser(BaseParser):
    """UTF-8 JSON, at most 32 levels deep, no NaN; anything else is a 400 that says so."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: dict | None = None) -> Any:
        body = stream.read()
        if too_deep(body):
            raise ParseError(_("The JSON is nested too deeply."))
        try:
            return orjson.loads(body)
        except ValueError as error:
            raise ParseError(_("This is not valid JSON.")) from error


def too_deep(body: bytes) -> bool:
    """True when brackets open more than MAX_NESTING deep (counted, not parsed)."""
    if body.count(b"[") + body.count(b"{") <= MAX_NESTING:
        return False
    depth = 0
    for byte in body:
        if byte in b"[{":
            depth += 1
            if depth > MAX_NESTING:
                return True
        elif byte in b"]}":
            depth -= 1
    return False


class MoneyField(serializers.Field):
    """Reads {"amount": "1500.00", "currency": "MAD"} into centimes, and writes centimes back."""

    default_error_messages = {
        "shape": _('Give an object such as {"amount": "1500.00", "currency": "MAD"}.'),
        "amount": _("Give an amount with at most two decimals, such as 1500.00."),
        "currency": _("Only MAD is accepted for now."),
        "range": _("The amount must be more than zero."),
    }

    def to_representation(self, value: int) -> dict | None:
        return money(value)

    def to_internal_value(self, data: Any) -> int:
        if not isinstance(data, dict) or set(data) != {"amount", "currency"}:
            self.fail("shape")
        if data["currency"] != "MAD":
            self.fail("currency")
        return self._centimes(data["amount"])

    def _centimes(self, amount: Any) -> int:
        if not isinstance(amount, str) or not amount.isascii() or set(amount) - set("0123456789."):
            self.fail("amount")
        try:
            value = Decimal(amount)
        except InvalidOperation:
            self.fail("amount")
        centimes = value * 100
        if centimes != centimes.to_integral_value(ROUND_HALF_UP):
            self.fail("amount")
        if not 0 < centimes <= MAX_CENTIMES:
            self.fail("range")
        return int(centimes)


def on_error(exc: Exception, context: dict) -> Response | None:
    """DRF exception handler; returns None for what is really a bug, so it stays a 500."""
    if isinstance(exc, Refusal):
        set_rollback()
        return problem(context, exc.status, exc.code, exc.detail, facts=exc.facts)
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
    return (
        exc.get_codes()
        if isinstance(exc, APIException) and isinstance(exc.get_codes(), str)
        else getattr(exc, "default_code", "error")
    )


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
    body = {
        "type": f"/developpeurs/erreurs#{code}",
        "title": code.replace("_", " "),
        "status": status,
        "detail": str(detail),
        "code": code,
        "request_id": getattr(getattr(request, "_request", request), "id", ""),
        "errors": more.get("errors", []),
    }
    if more.get("facts"):
        body["facts"] = more["facts"]
    return Response(body, status=status, content_type="application/problem+json")
