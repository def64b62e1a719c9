"""The colours of the look: every pair that carries words or edges can be read, in light and in dark."""

import json
import re

import pytest
from django.conf import settings

TEXT, EDGE = 4.5, 3.0
SURFACES = ("bg", "surface", "surface2")
ON_SURFACES = [(name, on, TEXT) for name in ("text", "muted", "link") for on in SURFACES]
TONES = [(name, on, TEXT) for name in ("success", "warning", "danger") for on in ("surface", "surface2")]
SOFT = [
    (f"on_{name}", name, TEXT)
    for name in (
        *("primary_soft", "accent_soft", "success_soft", "warning_soft", "danger_soft", "info_soft"),
        *("primary", "danger", "neutral", "ink", "bubble_out", "bubble_in"),
    )
]
SINGLE = [
    ("on_primary", "primary_hover", TEXT),
    ("placeholder", "surface", TEXT),
    ("accent", "surface", TEXT),
    ("info", "surface", TEXT),
    ("on_ink_muted", "ink", TEXT),
    *((name, on, EDGE) for name in ("border_strong", "focus") for on in SURFACES),
    ("primary", "bg", EDGE),
    ("primary", "surface", EDGE),
]
PAIRS = [*ON_SURFACES, *TONES, *SOFT, *SINGLE]
TOKENS = json.loads((settings.BASE_DIR / "static" / "src" / "tokens.json").read_text())


def light_of(colour: str) -> float:
    """Relative luminance, as WCAG 2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, bright = sorted([light_of(one), light_of(other)])
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("front", "back", "least"), PAIRS)
def test_a_pair_can_be_read(theme: str, front: str, back: str, least: float) -> None:
    colours = TOKENS[theme]
    assert contrast(colours[front], colours[back]) >= least


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_chart_colours_stand_out(theme: str) -> None:
    colours = TOKENS[theme]
    assert all(contrast(one, colours["surface"]) >= EDGE for one in colours["chart"])


def test_no_colour_is_written_outside_the_tokens() -> None:
    sheets = (settings.BASE_DIR / "static" / "src" / "css").glob("*.css")
    found = [
        (sheet.name, match)
        for sheet in sheets
        if sheet.name != "tokens.css"
        for match in re.findall(
            r"#[0-9a-fA-F]{3,8}\b(?![-\w])|\brgba?\(|\bhsla?\(|\boklch\(", sheet.read_text()
        )
    ]
    assert found == []


def test_styles_use_logical_directions() -> None:
    physical = re.compile(
        r"\b(margin|padding|border)-(left|right)|(?<![-\w])(left|right)\s*:|text-align:\s*(left|right)"
    )
    sheets = (settings.BASE_DIR / "static" / "src" / "css").glob("*.css")
    assert [sheet.name for sheet in sheets if physical.search(sheet.read_text())] == []
