"""Names inside sentences: isolated from the direction of the text around them.

First Strong Isolate and Pop Directional Isolate keep a Latin name in order inside an Arabic sentence. Pages
show them as <bdi>; places that know neither, such as the subject of a mail, leave them out.
"""

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

FSI, PDI = "\u2068", "\u2069"
_MARKS = dict.fromkeys([0x2066, 0x2067, 0x2068, 0x2069])


def isolate(value: str) -> str:
    return f"{FSI}{value}{PDI}"


def as_html(isolated: str) -> SafeString:
    """Escape, unless marked safe already; isolates become <bdi>."""
    safe = isolated if isinstance(isolated, SafeString) else escape(isolated)
    marked = safe.replace(FSI, "<bdi>").replace(PDI, "</bdi>")
    return mark_safe(marked)  # noqa: S308 - escaped above; only the two marks became tags


def without_marks(isolated: str) -> str:
    """For places that do not know isolates, neither ours nor those that people write in messages."""
    return isolated.translate(_MARKS)
