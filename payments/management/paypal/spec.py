"""The published OpenAPI files, when there are any: does a request, does an answer fit them?"""

import json
import re
from functools import reduce
from pathlib import Path
from typing import Any

import jsonschema

FILES = "*.json"
ANY = re.compile(r"\{[^}]+\}")
MAX_SAID = 10


class Spec:
    """Every file of a folder. Without a folder everything fits."""

    def __init__(self, place: Path | None) -> None:
        self._routes: list[tuple[re.Pattern[str], dict[str, Any], dict[str, Any]]] = []
        for file in sorted(place.glob(FILES)) if place else []:
            document = _converted(json.loads(file.read_text(encoding="utf-8")))
            for path, operations in document.get("paths", {}).items():
                pattern = "[^/]+".join(re.escape(part) for part in ANY.split(path))
                self._routes.append((re.compile(pattern), operations, document))

    def __bool__(self) -> bool:
        return bool(self._routes)

    def request(self, method: str, path: str, body: Any) -> list[str]:
        """What of a request does not fit."""
        operation, document = self._operation(method, path)
        return self._check(_resolved(operation.get("requestBody", {}), document), document, body)

    def answer(self, method: str, path: str, status: int, body: Any) -> list[str]:
        """What of an answer does not fit."""
        operation, document = self._operation(method, path)
        answers = operation.get("responses", {})
        described = answers.get(str(status)) or answers.get("default") or {}
        return self._check(_resolved(described, document), document, body)

    def _operation(self, method: str, path: str) -> tuple[dict[str, Any], dict[str, Any]]:
        for pattern, operations, document in self._routes:
            if pattern.fullmatch(path) and method.lower() in operations:
                return operations[method.lower()], document
        return {}, {}

    def _check(self, described: dict[str, Any], document: dict[str, Any], body: Any) -> list[str]:
        schema = described.get("content", {}).get("application/json", {}).get("schema")
        if schema is None:
            return []
        whole = {**schema, "components": document["components"]}
        validator = jsonschema.Draft4Validator(whole, format_checker=jsonschema.FormatChecker())
        found = [
            f"/{'/'.join(map(str, e.absolute_path))}: {e.message[:160]}" for e in validator.iter_errors(body)
        ]
        return found[:MAX_SAID]


def _resolved(node: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    """What a reference stands for."""
    while "$ref" in node:
        names = node["$ref"].removeprefix("#/").split("/")
        node = reduce(lambda place, name: place[name], names, document)
    return node


def _converted(node: Any) -> Any:
    """OpenAPI 3.0 to JSON Schema: null where it may be, no pattern that Python cannot read."""
    if isinstance(node, list):
        return [_converted(one) for one in node]
    if not isinstance(node, dict):
        return node
    made = {name: _converted(value) for name, value in node.items()}
    if isinstance(made.get("pattern"), str) and not _compiles(made["pattern"]):
        del made["pattern"]
    if made.pop("nullable", False) is True and isinstance(made.get("type"), str):
        made["type"] = [made["type"], "null"]
    return made


def _compiles(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True
