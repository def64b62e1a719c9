"""Z10: what is stored is shown as words, on every page and in every letter and paper, whatever it says."""

import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from influmaroc.tests.attacks import planted
from influmaroc.tests.attacks.opened import Opener, addresses, admin_addresses, shown
from influmaroc.tests.attacks.payloads import PAYLOADS
from influmaroc.tests.attacks.walks import Walk, undone
from invoicing.models import Document
from invoicing.selectors import pdf_of
from mail.selectors import in_words
from mail.tests.samples import IDENTITY, letter
from mail.tests.test_words import TEXTUAL

pytestmark = pytest.mark.timeout(600)
SIGN = "hit("
N_PAGES, N_PAPERS = 150, 3
N_RUN, N_SEEN = 60, 100
# What a line of somebody's words becomes: the lines of hostile and of tame words need not be as many.
OF_LINES = {"br ", "p "}


def test_every_column_of_words_is_planted_or_named_as_a_machines(db):
    assert planted.unknown() == []


def test_z10_what_is_looked_at_is_seen():
    """Written into a page as they are, more than half of them run, and a hundred are seen."""
    with Opener() as opener:
        found = [_odd(opener.look(careless(tamed(one))), opener.look(careless(one))) for one in PAYLOADS]
    ran = {n for odd in found for n in odd.get("ran", [])}
    assert len(ran) > N_RUN
    assert sum(1 for odd in found if odd) > N_SEEN


def careless(words: str) -> str:
    return (
        f'<title>{words}</title><a href="{words}" title="{words}">x</a><i title=\'{words}\'>x</i>'
        f"<textarea>{words}</textarea><b>{words}</b>"
    )


@pytest.mark.rounds(120)
def test_z10_stored_words_are_words_on_every_page(db, nth):
    """In 120 rounds each payload was in every column that has room for it; `make test` does the first."""
    walk = Walk()
    planted.fill_empty_tables()
    with undone():
        planted.plant(nth, tamed)
        usual = [
            one for one in shown(walk, [*addresses(walk, nth), *admin_addresses()]) if tamed(SIGN) in one.html
        ]
    assert len(usual) > N_PAGES
    planted.plant(nth)
    hostile = list(shown(walk, [(who, path) for who, path, _html in usual]))
    with Opener() as opener:
        odd = {
            f"{now.path} for {now.who}": found
            for before, now in zip(usual, hostile, strict=True)
            if (found := _odd(opener.look(before.html), opener.look(now.html)))
        }
    assert odd == {}


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_z10_stored_words_are_words_in_every_letter(language):
    with Opener() as opener:
        for kind in IDENTITY:
            usual = opener.look(drawn(kind, language, tamed))
            assert _odd(usual, opener.look(drawn(kind, language, str))) == {}, kind


def drawn(kind: str, language: str, wear: Callable[[str], str]) -> str:
    """A letter that tells the payloads in every one of its words."""
    words = wear(" ".join(PAYLOADS))
    told = dict.fromkeys(TEXTUAL, words) | {"text": words, "subject": words, "lines": [words]}
    return in_words(letter(kind, language, **told)).html


def test_z10_stored_words_are_words_in_every_paper(db):
    """Typst is handed data, not a program: nothing in a paper runs or leads away, and it can be read."""
    Walk()
    planted.plant(0)
    papers = [pypdfium2.PdfDocument(pdf_of(document, "fr")) for document in Document.objects.all()]
    assert len(papers) > N_PAPERS
    for paper in papers:
        pages = list(paper)
        assert pdfium.FPDFDoc_GetJavaScriptActionCount(paper) == 0
        assert [pdfium.FPDFPage_GetAnnotCount(page) for page in pages] == [0] * len(pages)
        assert SIGN in "".join(page.get_textpage().get_text_bounded() for page in pages)


def tamed(words: str) -> str:
    """The same length and the same words, with nothing in them that means something."""
    return re.sub(r"[^\w\s]|_", "x", words)


def _odd(usual: dict[str, Any], now: dict[str, Any]) -> dict[str, Any]:
    """What ran, where it leads to, and the elements and attributes that tame words do not bring."""
    more = Counter(now["parts"])
    more.subtract(usual["parts"])
    parts = {part: n for part, n in more.items() if n and part not in OF_LINES}
    return {
        **({"parts": parts} if parts else {}),
        **{name: now[name] for name in ("ran", "to", "left") if now[name] != usual[name]},
    }
