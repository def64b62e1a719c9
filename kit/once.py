"""Idempotency-Key for API doors; the answer itself is kept by events.services.answer_once.

answer = answer_once(**asked(request), act=lambda: (201, PaymentSerializer(create_payment(...)).data))
return respond(answer)
"""

from typing import Any

import orjson
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response

HEADER = "Idempotency-Key"
REPLAYED = "Idempotent-Replayed"
KEY = OpenApiParameter(HEADER, str, OpenApiParameter.HEADER, description="The same key and body act once.")


def asked(request: Request) -> dict[str, Any]:
    """Who asks, under which key, and what is asked (method, path, parsed body)."""
    body = orjson.dumps(request.data, default=str, option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS)
    return {
        "user": request.user,
        "key": request.headers.get(HEADER, ""),
        "fingerprint": f"{request.method} {request.path}\n{body.decode()}",
    }


def respond(answer: tuple[int, Any, bool]) -> Response:
    status, body, replayed = answer
    return Response(body, status=status, headers={REPLAYED: "true"} if replayed else None)
