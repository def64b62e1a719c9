"""Words people type: tidied, and never longer than their column, with the field named when they are."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, URLValidator

from kit.text import tidy, tidy_lines

WEB = URLValidator(schemes=["http", "https"])


def fitted(column: Any, text: str, *, key: str = "") -> str:
    """Text for a column such as Application.pitch. Raises ValidationError under `key` (the column's name)."""
    field = column.field
    clean = tidy_lines(text) if field.get_internal_type() == "TextField" else tidy(text)
    try:
        MaxLengthValidator(field.max_length)(clean)
    except ValidationError as error:
        raise ValidationError({key or field.name: error.messages}) from error
    return clean


def web_address(url: str) -> str:
    """An http(s) address without spaces around it. Raises ValidationError under "url"."""
    clean = url.strip()
    try:
        WEB(clean)
    except ValidationError as error:
        raise ValidationError({"url": error.messages}) from error
    return clean
