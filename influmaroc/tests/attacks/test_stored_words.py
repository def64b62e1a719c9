"""Z10: what is stored is shown as words, on every page and in every letter and paper, whatever it says."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Route, sync_playwright

from influmaroc.tests.attacks import planted
from influmaroc.tests.attacks.payloads import PAYLOADS
from influmaroc.tests.attacks.walks import Walk, browser_with, is_api, rows_of, undone
from influmaroc.tests.browser.conftest import QUIET
from influmaroc.tests.world import PEOPLE
from invoicing.models import Document
from invoicing.selectors import pdf_of
from mail.selectors import in_words
from mail.tests.samples import IDENTITY, letter
from mail.tests.test_words import TEXTUAL
from scripts import browser as chromium

pytestmark = pytest.mark.timeout(600)
READERS = ("atlas", "amina", "staff")
SIGN = "hit("
N_PAGES = 150
N_RUN, N_SEEN = 60, 95
# What a line of somebody's words becomes: the lines of hostile and of tame words need not be as many.
OF_LINES = {"br ", "p "}
LOOK = """() => {
  const parts = {}, to = [];
  for (const one of document.querySelectorAll("*")) {
    const names = [...one.attributes].map(({ name }) => name).sort().join(" ");
    const part = `${one.localName} ${names}`;
    parts[part] = (parts[part] ?? 0) + 1;
    for (const name of ["href", "src", "action", "formAction", "data"]) {
      const protocol = /^\\s*([a-z]+):/i.exec(String(one[name] ?? ""))?.[1];
      if (protocol && !/^(https?|mailto|tel|blob)$/i.test(protocol)) to.push(String(one[name]).slice(0, 160));
    }
  }
  return { ran: window.hits, parts, to };
}"""


class Shown(NamedTuple):
    """A page as the server gave it."""

    who: str
    path: str
    html: str


def test_every_column_of_words_is_planted_or_named_as_a_machines(db):
    assert planted.unknown() == []


def test_z10_what_is_looked_at_is_seen():
    """Written into a page as they are, nearly all of them do something, and a hundred become parts of it."""
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
    """In 120 rounds each payload has been in every column, however short; `make test` does the first."""
    walk = Walk()
    planted.fill_empty_tables()
    with undone():
        planted.plant(nth, tamed)
        usual = [one for one in shown(walk, addresses(walk, nth)) if tamed(SIGN) in one.html]
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
    """Typst is handed data, not a program: nothing in a paper runs or leads anywhere."""
    Walk()
    planted.plant(0)
    papers = [pdf_of(document, "fr") for document in Document.objects.all()]
    assert len(papers) > 3
    assert [
        found for pdf in papers for found in re.findall(rb"/(?:JavaScript|JS|URI|Launch|OpenAction)\b", pdf)
    ] == []


def addresses(walk: Walk, nth: int) -> Iterator[tuple[str, str]]:
    """Every page of the matrix, to another reader in each round, and the admin's."""
    for row in rows_of(reads=True):
        answers = dict(zip(PEOPLE, row.answers, strict=True))
        readers = [who for who in READERS if answers[who] == "200"]
        if readers and not is_api(row):
            yield readers[nth % len(readers)], walk.world.fill(row.path)
    yield from (("staff", path) for path in planted.admin_pages())


def shown(walk: Walk, where: Any) -> Iterator[Shown]:
    for who, path in where:
        with undone():
            answer = browser_with(walk.keys[who]).get(path)
        assert answer.status_code < 500, path
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            yield Shown(who, path, answer.content.decode())


def tamed(words: str) -> str:
    """The same length and the same words, with nothing in them that means something."""
    return re.sub(r"[^\w\s]|_", "x", words)


class Opener:
    """Chromium with pages that we hand it, without the policy that would hold back what they let in."""

    def __enter__(self) -> "Opener":
        path = chromium.find()
        if not path:
            pytest.skip("no Chromium here")
        self._play = sync_playwright().start()
        self._browser = self._play.chromium.launch(executable_path=path, args=QUIET.split())
        self._left: list[str] = []
        self._page = self._browser.new_page()
        self._page.route("**/*", self._hold)
        self._page.on("dialog", self._dismiss)
        return self

    def __exit__(self, *_error: object) -> None:
        self._browser.close()
        self._play.stop()

    def look(self, html: str) -> dict[str, Any]:
        """What a page is made of, what ran in it and whom it called."""
        self._left.clear()
        self._page.evaluate("window.hits = []; window.hit = (n) => window.hits.push(n)")
        self._page.set_content(html)
        return {**self._page.evaluate(LOOK), "left": [*self._left]}

    def _dismiss(self, dialog: Any) -> None:
        self._left.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def _hold(self, route: Route) -> None:
        self._left.append(route.request.url)
        route.abort()


def _odd(usual: dict[str, Any], now: dict[str, Any]) -> dict[str, Any]:
    """What ran, where it leads to, and the elements and attributes that tame words do not bring."""
    more = Counter(now["parts"])
    more.subtract(usual["parts"])
    parts = {part: n for part, n in more.items() if n and part not in OF_LINES}
    return {
        **({"parts": parts} if parts else {}),
        **{name: now[name] for name in ("ran", "to", "left") if now[name] != usual[name]},
    }
