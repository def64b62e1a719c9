"""The written part of the demo: people, briefs, sentences and the plot, as JSON files beside this one."""

import json
from functools import cache
from pathlib import Path
from typing import Any

FILES = Path(__file__).parent / "files"


@cache
def _read(name: str) -> Any:
    return json.loads((FILES / f"{name}.json").read_text(encoding="utf-8"))


def people() -> dict[str, list[dict]]:
    """`brands` and `creators` that have a face and a story; the first of each has a demo login."""
    return _read("people")


def briefs() -> list[dict]:
    """Campaigns; days count from today: created is in the past, deadline, starts and ends may be ahead."""
    return _read("briefs")


def texts() -> dict[str, Any]:
    """Bios by niche; pitches, captions, remarks and answers in three languages."""
    return _read("texts")


def plot() -> dict[str, Any]:
    """Who applies where, and what happens then: `deals` are lines of steps, `payouts` come after them."""
    return _read("plot")
