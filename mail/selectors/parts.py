"""The named parts of one kind's template, each written once and read as HTML and as text."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_bidi

from kit.isolates import as_html, without_marks
from kit.text import tidy

OWED = {"subject", "body"}
_BLANK = re.compile(r"\n\s*\n")


@dataclass(frozen=True)
class Paragraph:
    """One piece of the source, in both forms."""

    html: SafeString
    text: str


class Parts:
    """subject and body are owed; button, path and note may be left out, and are empty then."""

    def __init__(self, kind: str, values: dict[str, Any]) -> None:
        self._kind = kind
        self._values = values

    def plain(self, name: str) -> str:
        """As text on one clean line, fit for a header."""
        return tidy(html.unescape(self._escaped(name)))

    def paragraphs(self, name: str) -> Iterator[Paragraph]:
        """Blank lines part paragraphs."""
        for piece in _BLANK.split(self._escaped(name).strip()):
            lines = [line.strip() for line in piece.splitlines()]
            if any(lines):
                # The template engine escaped every value as it filled it in.
                safe = mark_safe("<br>".join(lines))  # noqa: S308 - see the line above
                yield Paragraph(as_html(safe), _as_text("\n".join(lines)))

    def _escaped(self, name: str) -> str:
        try:
            part = get_template(f"mail/letters/{self._kind}.html#{name}")
        except TemplateDoesNotExist:
            if name in OWED:
                raise
            return ""
        return part.render(self._values)


def _as_text(escaped: str) -> str:
    text = html.unescape(escaped)
    return text if get_language_bidi() else without_marks(text)
