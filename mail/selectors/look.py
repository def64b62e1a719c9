"""How letters look. Mail programs know no style sheets of ours: the colours of static/src/tokens.json."""

from typing import Any

from django.utils.translation import get_language_bidi

from mail.selectors.kinds import Kind

TONES = {
    "primary": ("#E9EBFF", "#3E329C"),
    "success": ("#DDF3E6", "#005636"),
    "warning": ("#FAEAD3", "#604101"),
    "danger": ("#FEE7E5", "#880918"),
    "info": ("#DEEFFE", "#004B7A"),
}
LATIN = "'IBM Plex Sans','Segoe UI',Helvetica,Arial,sans-serif"
ARABIC = "'IBM Plex Sans Arabic',Tahoma,'Segoe UI',Arial,sans-serif"


def look_of(kind: Kind, data: dict[str, Any]) -> dict[str, Any]:
    """Direction, font and colours in the language now spoken; a ready letter may bring tone and topic."""
    is_rtl = get_language_bidi()
    tone = data.get("tone", kind.tone) if kind.is_ready else kind.tone
    soft, on_soft = TONES[tone]
    return {
        "dir": "rtl" if is_rtl else "ltr",
        "start": "right" if is_rtl else "left",
        "end": "left" if is_rtl else "right",
        "font": ARABIC if is_rtl else LATIN,
        "line": "1.75" if is_rtl else "1.5",
        "tone": tone,
        "soft": soft,
        "on_soft": on_soft,
        "topic": data.get("topic", kind.topic.label) if kind.is_ready else kind.topic.label,
        "why": kind.topic.why,
    }
