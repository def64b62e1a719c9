import json
from pathlib import Path

import pytest
from django.utils.translation import ngettext, override

from kit import catalogue
from kit.extraction import Sentence, sentences
from kit.numbers import NBSP

KEY = ("", "%(n)s day")
FOUND = {KEY: Sentence("%(n)s days", {"a.py"}), ("", "Hello"): Sentence("", {"b.html"})}


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A tiny house: one module, one template, one part."""
    (tmp_path / "templates").mkdir()
    (tmp_path / "locale" / "parts").mkdir(parents=True)
    (tmp_path / "app.py").write_text(
        '_("Hello")\npgettext("door", "Open")\nngettext("%(n)s day", "%(n)s days", n)\n'
    )
    page = '{% load i18n %}{% translate "Hello" %}{% blocktranslate %}Dear {{ a }}{% endblocktranslate %}'
    (tmp_path / "templates" / "page.html").write_text(page)
    part = {"Hello": {"fr": "Bonjour !", "ar": "مرحبا"}, "door\x04Open": {"fr": "Ouverte", "ar": "مفتوح"}}
    (tmp_path / "locale" / "parts" / "a.json").write_text(json.dumps(part))
    return tmp_path


def test_sentences_come_from_python_and_templates(house: Path) -> None:
    found = sentences(house)
    assert set(found) == {("", "Hello"), ("door", "Open"), ("", "%(n)s day"), ("", "Dear %(a)s")}
    assert found["", "Hello"].files == {"app.py", "templates/page.html"}


def test_parts_reach_the_file_and_stay_when_deleted(house: Path) -> None:
    found = sentences(house)
    new, _clashes = catalogue.read_parts(house)
    catalogue.write(house, "fr", found, catalogue.merged(found, {}, new["fr"], "fr"))
    words, _fuzzy = catalogue.read(house, "fr")
    catalogue.write(house, "fr", found, catalogue.merged(found, words, {}, "fr"))
    assert catalogue.read(house, "fr")[0]["", "Hello"] == (f"Bonjour{NBSP}!",)


def test_two_parts_that_differ_are_named(house: Path) -> None:
    (house / "locale" / "parts" / "b.json").write_text(json.dumps({"Hello": {"fr": "Salut", "ar": "مرحبا"}}))
    new, clashes = catalogue.read_parts(house)
    assert new["fr"]["", "Hello"] == (f"Bonjour{NBSP}!",)
    assert len(clashes) == 1


def test_a_plural_without_words_is_left_out(house: Path) -> None:
    catalogue.write(house, "fr", FOUND, {KEY: ("", ""), ("", "Hello"): ("Bonjour",)})
    catalogue.compile_catalogue(house, "fr")
    compiled = catalogue.po_path(house, "fr").with_suffix(".mo").read_bytes()
    assert b"Bonjour" in compiled
    assert b"days" not in compiled


def test_english_repeats_the_source() -> None:
    assert catalogue.merged(FOUND, {}, {}, "en")[KEY] == ("%(n)s day", "%(n)s days")


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ({("", "Hello"): ("Bonjour",)}, "not in the catalogue"),
        ({("", "Hello"): ("Bonjour",), KEY: ("un jour", "")}, "not translated"),
        ({("", "Hello"): ("Bonjour %(x)s",), KEY: ("un jour", "%(n)s jours")}, "placeholders differ"),
        ({("", "Hello"): ("Bonjour",), KEY: ("un jour", "%(m)s jours")}, "placeholders differ"),
    ],
)
def test_faults_are_found(words: catalogue.Words, what: str) -> None:
    assert [fault.what for fault in catalogue.faults(FOUND, words, set(), "fr")] == [what]


def test_a_whole_language_has_no_fault() -> None:
    words = {("", "Hello"): ("Bonjour",), KEY: ("un jour", "%(n)s jours")}
    assert list(catalogue.faults(FOUND, words, set(), "fr")) == []


@pytest.mark.parametrize(
    ("n", "shown"),
    [
        (0, "لا شيء للتصحيح"),
        (1, "نقطة واحدة للتصحيح"),
        (2, "نقطتان للتصحيح"),
        (3, "%(n)s نقط للتصحيح"),
        (11, "%(n)s نقطة للتصحيح"),
        (100, "%(n)s نقطة للتصحيح"),
    ],
)
def test_arabic_has_six_plurals(n: int, shown: str) -> None:
    with override("ar"):
        assert ngettext("One thing to correct", "%(n)s things to correct", n) == shown
