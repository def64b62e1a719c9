"""What the doors of this app share."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework.request import Request
from rest_framework.response import Response

from events.services import answer_once
from kit.once import asked, respond

IF_MATCH = OpenApiParameter("If-Match", str, OpenApiParameter.HEADER, description="The ETag that was read.")
NOT_NOW = OpenApiResponse(description="A right step at the wrong time; `code` says which.")
NOT_YOURS = OpenApiResponse(description="You see this but may not do it.")
NOT_FOUND = OpenApiResponse(description="Nothing here, for you.")
REFUSALS = {403: NOT_YOURS, 404: NOT_FOUND, 409: NOT_NOW}
# The model's own names, and those of the API.
WORDS = {
    "budget_centimes": "budget",
    "requirements": "deliverables",
    "usage_channels": "usage_rights.channels",
    "usage_months": "usage_rights.months",
    "usage_paid_ads": "usage_rights.paid_ads",
}


def once(request: Request, act: Callable[[], tuple[int, Any]]) -> Response:
    """Act once per Idempotency-Key; without one, every time."""
    return respond(answer_once(**asked(request), act=act))


@contextmanager
def api_words() -> Iterator[None]:
    """What a service says about a field, under the name that field has in the API."""
    try:
        yield
    except ValidationError as error:
        if not hasattr(error, "error_dict"):
            raise
        renamed = {WORDS.get(name, name): messages for name, messages in error.message_dict.items()}
        raise ValidationError(renamed) from error
