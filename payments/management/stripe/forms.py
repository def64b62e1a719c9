"""Form bodies as Stripe's clients write them: a[b][c]=1, list[0][x]=2, list[]=3."""

import re
from typing import Any
from urllib.parse import parse_qsl

PARTS = re.compile(r"[^\[\]]+|(?<=\[)(?=\])")
APPENDED = ""


def read_form(text: str) -> dict[str, Any]:
    """Nested dicts and lists; every value is still text."""
    root: dict[str, Any] = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        *way, last = PARTS.findall(name)
        place = root
        for step in way:
            place = place.setdefault(step, {})
        if last == APPENDED:
            place[str(len(place))] = value
        else:
            place[last] = value
    return {name: _lists(value) for name, value in root.items()}


def _lists(value: Any) -> Any:
    """A dict of nothing but numbers is a list."""
    if not isinstance(value, dict):
        return value
    if value and all(name.isdecimal() for name in value):
        return [_lists(value[name]) for name in sorted(value, key=int)]
    return {name: _lists(inner) for name, inner in value.items()}
