"""The message catalogues: one .po file a language, from the code and from the inbox locale/parts/*.json.

The .po files are what lasts; a part is a hand-in of one area ({"English": {"fr": ..., "ar": ...}}) and may be
deleted once merged. English is the source language: its catalogue repeats the msgid.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import normalize, read_po

from kit.extraction import Key, Sentence
from kit.numbers import NBSP

LANGUAGES = ("fr", "ar", "en")
PLURAL_FORMS = {
    "fr": "nplurals=2; plural=(n > 1);",
    "en": "nplurals=2; plural=(n != 1);",
    "ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 "
    ": n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);",
}
N_FORMS = {"fr": 2, "en": 2, "ar": 6}
CONTEXT_MARK = "\x04"
# French keeps these away from the word before, with a space that does not break; so do units and guillemets.
_BEFORE = re.compile(r" (?=[?!:;»]|%(?![(sd]))")
_HOLE = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")

Words = dict[Key, tuple[str, ...]]  # one form, or the plural forms in order


@dataclass(frozen=True)
class Fault:
    """Something a translator has to look at."""

    language: str
    key: Key
    what: str
    files: str = ""

    def __str__(self) -> str:
        context, sentence = self.key
        shown = f"{sentence!r} ({context})" if context else repr(sentence)
        return f"{self.language}: {self.what}: {shown} {self.files}".rstrip()


def po_path(root: Path, language: str) -> Path:
    return root / "locale" / language / "LC_MESSAGES" / "django.po"


def read(root: Path, language: str) -> tuple[Words, set[Key]]:
    """The translations on file, and which of them are marked fuzzy."""
    path = po_path(root, language)
    if not path.exists():
        return {}, set()
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    words: Words = {}
    fuzzy: set[Key] = set()
    for message in catalogue:
        if message.id:
            key = (message.context or "", _forms(message.id)[0])
            words[key] = _forms(message.string)
            fuzzy |= {key} if message.fuzzy else set()
    return words, fuzzy


def _forms(text: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (text or "",) if isinstance(text, str | None) else tuple(text)


def read_parts(root: Path) -> tuple[dict[str, Words], list[str]]:
    """What the inbox brings, by language, and where two parts say different things."""
    words: dict[str, Words] = {"fr": {}, "ar": {}}
    clashes = []
    for path in sorted((root / "locale" / "parts").glob("*.json")):
        for language, key, forms in _handed_in(path):
            known = words[language].setdefault(key, forms)
            if known != forms:
                clashes.append(f"{path.name}: {language}: {key[1]!r} is already {known}")
    return words, clashes


def _handed_in(path: Path) -> Iterator[tuple[str, Key, tuple[str, ...]]]:
    for text, entry in json.loads(path.read_text(encoding="utf-8")).items():
        context, _, sentence = text.rpartition(CONTEXT_MARK)
        yield "fr", (context, sentence), tuple(map(typeset, _forms(entry.get("fr"))))
        yield "ar", (context, sentence), _forms(entry.get("ar"))


def typeset(text: str) -> str:
    """French spacing: no break before ? ! : ; » and %, nor after «."""
    return _BEFORE.sub(NBSP, text).replace("« ", f"«{NBSP}")


def merged(found: dict[Key, Sentence], old: Words, new: Words, language: str) -> Words:
    """The catalogue of one language: every sentence of the code, with the newest words there are."""
    result: Words = {}
    for key, sentence in found.items():
        singular = key[1]
        if language == "en":
            result[key] = (singular, sentence.plural) if sentence.plural else (singular,)
            continue
        forms = N_FORMS[language] if sentence.plural else 1
        options = [words[key] for words in (new, old) if len(words.get(key, ())) == forms and any(words[key])]
        result[key] = options[0] if options else ("",) * forms
    return result


def write(root: Path, language: str, found: dict[Key, Sentence], words: Words) -> None:
    """One sorted .po file without line numbers or dates: the same input always gives the same bytes."""
    lines = [
        'msgid ""',
        'msgstr ""',
        f'"Language: {language}\\n"',
        '"MIME-Version: 1.0\\n"',
        '"Content-Type: text/plain; charset=UTF-8\\n"',
        '"Content-Transfer-Encoding: 8bit\\n"',
        f'"Plural-Forms: {PLURAL_FORMS[language]}\\n"',
        "",
    ]
    for key in sorted(words, key=lambda key: (key[1].casefold(), key[1], key[0])):
        lines += [*_entry(key, found[key].plural, words[key]), ""]
    path = po_path(root, language)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines), encoding="utf-8")


def _entry(key: Key, plural: str, forms: tuple[str, ...]) -> Iterator[str]:
    context, singular = key
    if "%(" in singular + plural:
        yield "#, python-format"
    if context:
        yield f"msgctxt {normalize(context, width=100)}"
    yield f"msgid {normalize(singular, width=100)}"
    if not plural:
        yield f"msgstr {normalize(forms[0], width=100)}"
        return
    yield f"msgid_plural {normalize(plural, width=100)}"
    for i, form in enumerate(forms):
        yield f"msgstr[{i}] {normalize(form, width=100)}"


def compile_catalogue(root: Path, language: str) -> None:
    """The binary .mo beside the .po, which Django reads."""
    path = po_path(root, language)
    with path.open("rb") as file:
        catalogue: Catalog = read_po(file, locale=language)
    # Babel would write a plural without words as an empty sentence; without it the English one is shown.
    for message in [one for one in catalogue if one.id and not all(_forms(one.string))]:
        catalogue.delete(message.id, message.context)
    with path.with_suffix(".mo").open("wb") as file:
        write_mo(file, catalogue)


def faults(found: dict[Key, Sentence], words: Words, fuzzy: set[Key], language: str) -> Iterator[Fault]:
    """What is missing, doubtful or mismatched in one language."""
    for key in sorted(found, key=lambda key: (key[1], key[0])):
        sentence = found[key]
        files = f"[{', '.join(sorted(sentence.files)[:2])}]"
        forms = words.get(key)
        if forms is None:
            yield Fault(language, key, "not in the catalogue", files)
        elif not all(forms) or len(forms) != (N_FORMS[language] if sentence.plural else 1):
            yield Fault(language, key, "not translated", files)
        elif key in fuzzy:
            yield Fault(language, key, "fuzzy", files)
        elif not _holes_match(key[1], sentence.plural, forms):
            yield Fault(language, key, "placeholders differ", files)


def _holes_match(singular: str, plural: str, forms: tuple[str, ...]) -> bool:
    """The same placeholders; a plural form may leave some out ("one day"), but never bring new ones."""
    known = set(_HOLE.findall(singular)) | set(_HOLE.findall(plural))
    return all(
        set(_HOLE.findall(form)) <= known if plural else set(_HOLE.findall(form)) == known for form in forms
    )
