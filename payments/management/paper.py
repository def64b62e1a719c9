"""What the providers' pages are printed on: one look, three languages. Everything shown is escaped here."""

from collections.abc import Iterable, Mapping
from html import escape

from django.utils.translation.trans_real import parse_accept_lang_header

LOCALES = ("fr", "ar", "en")
Words = Mapping[str, str]
STYLE = """
:root{color-scheme:light dark;--bg:#f6f4ef;--card:#fff;--ink:#23201b;--soft:#6b655c;
--line:#d9d4c9;--go:#2f4bb3}
@media(prefers-color-scheme:dark){
:root{--bg:#181613;--card:#221f1b;--ink:#f1ede6;--soft:#b3aca0;--line:#3c3832;--go:#8ea2f0}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--ink);font:17px/1.6 system-ui,sans-serif}
main{max-width:27rem;margin:0 auto;padding:2rem 1rem}h1{font-size:1.4rem;margin:0 0 .25rem}
section{background:var(--card);border:1px solid var(--line);border-radius:12px;
padding:1.25rem;margin-top:1rem}
p{margin:.25rem 0}.soft{color:var(--soft);font-size:.95rem}.sum{font-size:1.9rem;font-weight:600}
button,a.go{display:block;width:100%;min-height:48px;margin-top:.6rem;padding:.6rem 1rem;border-radius:8px;
font:inherit;text-align:center;border:1px solid var(--line);background:none;color:var(--ink);cursor:pointer;
text-decoration:none}
button.go,a.go{background:var(--go);border-color:var(--go);color:var(--bg);font-weight:600}
summary{cursor:pointer;min-height:44px;padding-block:.6rem}
:focus-visible{outline:3px solid var(--go);outline-offset:2px}
"""
FRAME = """<!doctype html>
<html lang="{locale}" dir="{way}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{title}</title>
<style>{style}</style>
</head>
<body><main><h1>{title}</h1><p class="soft">{note}</p><section>{inside}</section></main></body>
</html>"""


def locale_of(asked: str | None) -> str:
    """fr of fr-FR and the like; French for a language that no page has."""
    name = (asked or "")[:2]
    return name if name in LOCALES else LOCALES[0]


def spoken(accept_language: str) -> str:
    """The first of our languages that a browser asks for."""
    asked = [name.partition("-")[0] for name, _weight in parse_accept_lang_header(accept_language)]
    return next((name for name in asked if name in LOCALES), LOCALES[0])


def page(locale: str, words: Words, inside: str) -> str:
    """A whole page; `inside` is markup, made by the functions below."""
    way, named = "rtl" if locale == "ar" else "ltr", {name: words[name] for name in ("title", "note")}
    return FRAME.format(locale=locale, way=way, style=STYLE, inside=inside, **named)


def bill(words: Words, total: str, *, title: str = "", reference: str = "") -> str:
    """Whom a sum is for, and what."""
    lines = [
        f'<p class="soft">{words["to"]} <bdi>InfluMaroc</bdi></p>',
        f'<p class="sum"><bdi dir="ltr">{escape(total)}</bdi></p>',
    ]
    if title:
        lines.append(f"<p><bdi>{escape(title)}</bdi></p>")
    if reference:
        lines.append(f'<p class="soft">{words["reference"]} <bdi dir="ltr">{escape(reference)}</bdi></p>')
    return "".join(lines)


def form(
    words: Words, main: Iterable[str], rest: Iterable[str] = (), *, order: str = "", field: str = "scenario"
) -> str:
    """A button for each answer, the first one the usual; `rest` is folded away."""
    hidden = f'<input type="hidden" name="order" value="{escape(order)}">' if order else ""
    shown = "".join(_button(field, name, words, "" if n else "go") for n, name in enumerate(main))
    other = "".join(_button(field, name, words) for name in rest)
    folded = f"<details><summary>{words['other']}</summary>{other}</details>" if other else ""
    return f'<form method="post">{hidden}{shown}{folded}</form>'


def back(words: Words, url: str) -> str:
    """The way back to the site."""
    return f'<a class="go" href="{escape(url)}">{words["back"]}</a>'


def _button(field: str, name: str, words: Words, look: str = "") -> str:
    return f'<button class="{look}" name="{field}" value="{name}">{words[name]}</button>'
