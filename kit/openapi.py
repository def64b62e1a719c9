"""What the schema says of every operation alike: how it refuses."""

from typing import Any

METHODS = {"get", "post", "put", "patch", "delete"}
TEXT = {"type": "string"}
PROBLEM = {
    "type": "object",
    "description": "RFC 9457. `code` is for machines and stable, `detail` for people and translated.",
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": TEXT,
        "status": {"type": "integer"},
        "detail": TEXT,
        "code": TEXT,
        "request_id": TEXT,
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"field": TEXT, "code": TEXT, "detail": TEXT},
                "required": ["field", "code", "detail"],
            },
        },
        "facts": {"type": "object", "additionalProperties": True},
    },
    "required": ["type", "title", "status", "detail", "code", "request_id", "errors"],
}
BODY = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}


def one_address(endpoints: list[tuple[str, Any, str, Any]]) -> list[tuple[str, Any, str, Any]]:
    """Pre-processing hook: what has a second address outside /api/ is described once."""
    return [endpoint for endpoint in endpoints if endpoint[0].startswith("/api/")]


def add_problems(result: dict[str, Any], generator: Any, request: Any, public: object) -> dict[str, Any]:
    """Post-processing hook: refusals named by an operation, and all others, have the one error body."""
    result["components"].setdefault("schemas", {})["Problem"] = PROBLEM
    for operations in result["paths"].values():
        for method in METHODS & operations.keys():
            responses = operations[method]["responses"]
            refused = (answer for status, answer in responses.items() if status.startswith(("4", "5")))
            for answer in refused:
                answer["content"] = BODY
            responses["default"] = {"description": "Refused; `code` says why.", "content": BODY}
    return result


def say_null(result: dict[str, Any], generator: Any, request: Any, public: object) -> dict[str, Any]:
    """Post-processing hook: what DRF writes as `nullable` of OpenAPI 3.0 becomes one more type of 3.1."""
    nodes: list[Any] = [result]
    while nodes:
        node = nodes.pop()
        if isinstance(node, dict):
            if node.get("nullable") is True and isinstance(node.get("type"), str):
                del node["nullable"]
                node["type"] = [node["type"], "null"]
            nodes += node.values()
        elif isinstance(node, list):
            nodes += node
    return result
