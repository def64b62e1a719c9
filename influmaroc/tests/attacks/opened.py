"""Pages as the server gives them, opened in Chromium without the policy that would hold back what gets in."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Route, sync_playwright

from influmaroc.tests.attacks import planted
from influmaroc.tests.attacks.walks import Walk, browser_with, is_api, rows_of, undone
from influmaroc.tests.browser.conftest import QUIET
from influmaroc.tests.world import PEOPLE
from scripts import browser as chromium

READERS = ("atlas", "amina", "staff")
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


def addresses(walk: Walk, nth: int, language: str = "fr") -> Iterator[tuple[str, str]]:
    """Every page of the matrix, to another reader in each round."""
    for row in rows_of(reads=True):
        answers = dict(zip(PEOPLE, row.answers, strict=True))
        readers = [who for who in READERS if answers[who] == "200"]
        if readers and not is_api(row):
            path = walk.world.fill(row.path)
            yield readers[nth % len(readers)], path.replace("/fr/", f"/{language}/", 1)


def admin_addresses() -> Iterator[tuple[str, str]]:
    return (("staff", path) for path in planted.admin_pages())


def shown(walk: Walk, where: Iterable[tuple[str, str]]) -> Iterator[Shown]:
    for who, path in where:
        with undone():
            answer = browser_with(walk.keys[who]).get(path)
        assert answer.status_code < 500, path
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            yield Shown(who, path, answer.content.decode())


class Opener:
    """Chromium with pages that we hand it, without the policy that would hold back what they let in."""

    def __enter__(self) -> "Opener":
        path = chromium.find()
        if not path:
            pytest.skip("no Chromium here")
        self._play = sync_playwright().start()
        self._browser = self._play.chromium.launch(executable_path=path, args=QUIET.split())
        self._left: list[str] = []
        self._page = self._browser.new_page(viewport={"width": 8_000, "height": 900})
        self._page.route("**/*", self._hold)
        self._page.on("dialog", self._dismiss)
        return self

    def __exit__(self, *_error: object) -> None:
        self._browser.close()
        self._play.stop()

    def look(self, html: str) -> dict[str, Any]:
        """What a page is made of, what ran in it and whom it called."""
        return {**self.measure(html, LOOK), "left": [*self._left]}

    def measure(self, html: str, script: str, told: Any = None) -> Any:
        """What a script says of a page, which may be told something."""
        self._left.clear()
        self._page.evaluate("window.hits = []; window.hit = (n) => window.hits.push(n)")
        self._page.set_content(html)
        return self._page.evaluate(script, told)

    def _dismiss(self, dialog: Any) -> None:
        self._left.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def _hold(self, route: Route) -> None:
        self._left.append(route.request.url)
        route.abort()
