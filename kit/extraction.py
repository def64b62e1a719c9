"""Which sentences the code shows: read from Python files and templates, without any outside tool."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from babel.messages.extract import extract
from django.utils.translation.template import templatize

KEYWORDS: dict = {
    **dict.fromkeys(["_", "gettext", "gettext_lazy", "gettext_noop"]),
    **dict.fromkeys(["ngettext", "ngettext_lazy"], (1, 2)),
    **dict.fromkeys(["_p", "pgettext", "pgettext_lazy"], ((1, "c"), 2)),
    **dict.fromkeys(["npgettext", "npgettext_lazy"], ((1, "c"), 2, 3)),
}
_STRING = r"""u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
_CALL = re.compile(rf"\b(_|n?p?gettext)\(\s*({_STRING}(?:\s*,\s*{_STRING})*)")
_SKIPPED = {
    "migrations",
    "tests",
    "node_modules",
    "static",
    "staticroot",
    "scripts",
    "bench",
    "docs",
    "conftest.py",
}

Key = tuple[str, str]  # context ("" for none), English sentence


@dataclass
class Sentence:
    """One message of the code: its plural if it has one, and the files that show it."""

    plural: str = ""
    files: set[str] = field(default_factory=set)


def sentences(root: Path) -> dict[Key, Sentence]:
    """Every translatable sentence under `root`."""
    found: dict[Key, Sentence] = {}
    for path in _files(root):
        read = _in_python if path.suffix == ".py" else _in_template
        for context, singular, plural in read(path):
            sentence = found.setdefault((context, singular), Sentence())
            sentence.plural = sentence.plural or plural
            sentence.files.add(str(path.relative_to(root)))
    return found


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path.name in _SKIPPED:
            continue
        if path.is_dir():
            yield from _files(path)
        elif path.suffix == ".py" or (path.suffix in {".html", ".txt"} and "templates" in path.parts):
            yield path


def _in_python(path: Path) -> Iterator[tuple[str, str, str]]:
    with path.open("rb") as file:
        for _line, message, _comments, context in extract("python", file, keywords=KEYWORDS):
            singular, plural = message if isinstance(message, tuple) else (message, "")
            yield context or "", singular, plural


def _in_template(path: Path) -> Iterator[tuple[str, str, str]]:
    source = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    for name, literals in _CALL.findall(source):
        values = [ast.literal_eval(literal) for literal in re.findall(_STRING, literals)]
        context = values.pop(0) if "p" in name else ""
        yield context, values[0], values[1] if name.startswith("n") else ""
