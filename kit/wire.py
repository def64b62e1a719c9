"""JSON in and out: strict on the way in, UTC on the way out.

Apart from kit.api because DRF loads these classes while its own views module is being imported.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer

from kit.dates import iso

JSON_OPTIONS = orjson.OPT_NON_STR_KEYS | orjson.OPT_PASSTHROUGH_DATETIME
MAX_NESTING = 32


def _plain(value: Any) -> str:
    """Moments in UTC whatever zone they carry; lazy words and ids as text."""
    if isinstance(value, datetime):
        return str(iso(value))
    return str(value)


class JSONRenderer(BaseRenderer):
    media_type = "application/json"
    format = "json"
    charset = None

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        if data is None:
            return b""
        return orjson.dumps(data, default=_plain, option=JSON_OPTIONS)


class JSONParser(BaseParser):
    """UTF-8 JSON, at most 32 levels deep, no NaN; anything else is a 400 that says so."""

    media_type = "application/json"

    def parse(
        self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
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
