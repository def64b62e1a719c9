"""ETag and If-Match: change only what you have read."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from kit.paging import natural

NO_VERSION = 2**31 - 1  # no row is changed that often


def etag(version: int) -> dict[str, str]:
    """The header that names a version."""
    return {"ETag": f'"{version}"'}


def asked_version(request: Request, fields: dict[str, Any]) -> int | None:
    """The version a change was made against: If-Match, else `version` in the body (taken out), else None."""
    in_body = fields.pop("version", None)
    header = request.headers.get("If-Match", "").strip()
    if not header or header == "*":
        return in_body
    number = natural(header.removeprefix("W/").strip('"'), NO_VERSION)
    if number is None:
        raise ValidationError({"If-Match": _("Send back the ETag you were given, such as “3”.")})
    return number
