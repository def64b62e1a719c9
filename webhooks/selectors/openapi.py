"""The events as the `webhooks` of the OpenAPI schema: what a receiver of ours gets."""

from typing import Any

from webhooks.selectors.catalogue import BY_NAME, EventType, group_of, payload_schema

HEADERS = {
    "webhook-id": "The same at every try and at a replay: act once for each.",
    "webhook-timestamp": "Seconds since 1970 of this try. Refuse what is older than five minutes.",
    "webhook-signature": "v1,<base64 HMAC-SHA256 of id.timestamp.body>; two while a secret is being changed.",
}


def add_webhooks(result: dict[str, Any], generator: Any, request: Any, public: object) -> dict[str, Any]:
    """Post-processing hook of drf-spectacular."""
    result["webhooks"] = {event.name: {"post": _operation(event)} for event in BY_NAME.values()}
    return result


def _operation(event: EventType) -> dict[str, Any]:
    return {
        "operationId": f"webhook_{event.name.replace('.', '_')}",
        "summary": str(event.words),
        "tags": [f"webhooks: {group_of(event)}"],
        "parameters": [
            {
                "name": name,
                "in": "header",
                "required": True,
                "description": words,
                "schema": {"type": "string"},
            }
            for name, words in HEADERS.items()
        ],
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": payload_schema(event)}},
        },
        "responses": {"2XX": {"description": "Taken. Anything else is tried again."}},
    }
