"""Names inside sentences: isolated from the direction of the text around them.

First Strong Isolate and Pop Directional Isolate keep a Latin name in order inside an Arabic sentence. Pages
show them as <bdi>; places that know neither, such as the subject of a mail, leave them out.
"""

import re

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

LRI, RLI, FSI, PDI = "\u2066", "\u2067", "\u2068", "\u2069"
_MARKS = dict.fromkeys(map(ord, (LRI, RLI, FSI, PDI)))
_EACH = re.compile(f"[{LRI}{RLI}{FSI}{PDI}]")


def isolate(value: str) -> str:
    return f"{FSI}{value}{PDI}"


def as_html(isolated: str) -> SafeString:
    """Escape, unless marked safe already; isolates become <bdi>, closed where they are left open.

    Isolates that somebody wrote within a name stay characters, and their end does not end ours.
    """
    safe = isolated if isinstance(isolated, SafeString) else escape(isolated)
    open_ones: list[str] = []

    def tag(mark: re.Match[str]) -> str:
        if mark[0] != PDI:
            open_ones.append(mark[0])
            return "<bdi>" if mark[0] == FSI else mark[0]
        opened = open_ones.pop() if open_ones else ""
        return "</bdi>" if opened == FSI else opened and PDI

    marked = _EACH.sub(tag, safe)
    marked += "".join("</bdi>" if mark == FSI else PDI for mark in reversed(open_ones))
    return mark_safe(marked)  # noqa: S308 - escaped above; only the marks became tags


def without_marks(isolated: str) -> str:
    """For places that do not know isolates, neither ours nor those that people write in messages."""
    return isolated.translate(_MARKS)
