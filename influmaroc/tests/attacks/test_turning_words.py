"""Z11: marks of direction in what one person wrote do not move the words beside it."""

from datetime import UTC, datetime
from functools import partial

import pytest
from django.conf import settings

from influmaroc.tests.attacks import planted
from influmaroc.tests.attacks.opened import Opener, addresses, shown
from influmaroc.tests.attacks.walks import Walk, undone

pytestmark = pytest.mark.timeout(600)
# Stored as nobody can write it: names lose every mark on their way in, messages all but closed isolates. One
# that is left open <bdi> does not hold, whose end would close that one instead of its own, as UAX 9 says; so
# kit.text lets none through. Short enough for any column.
TURNING = "qz\u202e\u2067\u0645\u0631\u062d\u0628\u0627\u2069(1)\u202b2zq"
TAME = "qzxxxxxxxxxxxzq"
N_PAGES = 60
A_PIXEL = 1
# Where each letter beside the planted words stands: within its piece of text by pixels, and which piece comes
# after which on a line of its block. Nothing is broken into lines for want of room.
PLACES = """(styles) => {
  const sheet = `<style>${styles} * { white-space: nowrap !important }</style>`;
  document.head.insertAdjacentHTML("beforeend", sheet);
  const pieces = [], lines = [], range = document.createRange();
  const block = (one) => getComputedStyle(one).display.startsWith("inline") ? block(one.parentElement) : one;
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const DRAWN = /[0-9A-Za-z]{16,}/g;  // numbers and secrets of each answer
  let last = {};
  while (texts.nextNode()) {
    const text = texts.currentNode, words = text.data;
    if (!words.trim() || text.parentElement.closest("script, style, template, option, textarea")) continue;
    for (const { 0: piece, index } of words.matchAll(/(?<=^|zq)(?:(?!qz).)+/gs)) {
      const boxes = [];
      for (let at = index; at < index + piece.length; at += 1) {
        range.setStart(text, at);
        range.setEnd(text, at + 1);
        const box = range.getBoundingClientRect();
        if (words[at].trim() && box.width > 1) boxes.push(box);
      }
      if (!boxes.length) continue;
      const name = piece.trim().replace(DRAWN, "…");
      const places = name.includes("…") ? [] : boxes.map(({ left }) => Math.round(left - boxes[0].left));
      pieces.push([name, ...places]);
      const now = { block: block(text.parentElement), bottom: boxes[0].bottom };
      const beside = now.block === last.block && Math.abs(now.bottom - last.bottom) < 8;
      if (!beside) lines.push([]);
      lines.at(-1).push([boxes[0].left, name]);
      last = now;
    }
  }
  return { pieces, lines: lines.map((line) => line.sort(([a], [b]) => a - b).map(([, piece]) => piece)) };
}"""


@pytest.mark.slow
@pytest.mark.parametrize("language", ["ar", "fr"])
def test_z11_words_of_one_move_no_words_of_another(db, time_machine, language):
    time_machine.move_to(datetime.now(UTC), tick=False)  # minutes are words too
    walk = Walk()
    planted.fill_empty_tables()
    with undone():
        planted.plant(0, lambda _words: TAME)
        usual = [one for one in shown(walk, addresses(walk, 0, language)) if TAME in one.html]
    assert len(usual) > N_PAGES
    planted.plant(0, lambda _words: TURNING)
    turning = list(shown(walk, [(who, path) for who, path, _html in usual]))
    with Opener() as opener:
        places = partial(opener.measure, script=PLACES, told=styles())
        moved = {
            now.path: differences
            for before, now in zip(usual, turning, strict=True)
            if (differences := _between(places(before.html), places(now.html)))
        }
        unheld = [
            now.html.replace("<bdi", "<b").replace("\u2068", "").replace('dir="auto"', "") for now in turning
        ]
        n_without = sum(
            1
            for before, html in zip(usual, unheld, strict=True)
            if _between(places(before.html), places(html))
        )
    assert moved == {}
    assert n_without > N_PAGES / 3, "nothing would be seen"


def styles() -> str:
    """What lays the pages out."""
    place = settings.BASE_DIR / "static" / "dist" / "assets"
    return "".join(sheet.read_text() for sheet in sorted(place.glob("*.css")))


def _between(before: dict, now: dict) -> list:
    """Pieces and lines that are not where they were, but for what rounding does."""
    if [piece for piece, *_ in before["pieces"]] != [piece for piece, *_ in now["pieces"]]:
        return ["not the same words"]
    moved = [
        (was, new)
        for was, new in zip(before["pieces"], now["pieces"], strict=True)
        if len(was) != len(new) or any(abs(a - b) > A_PIXEL for a, b in zip(was[1:], new[1:], strict=True))
    ]
    return moved + [pair for pair in zip(before["lines"], now["lines"], strict=False) if pair[0] != pair[1]]
