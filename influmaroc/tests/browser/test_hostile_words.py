"""What one person writes and another reads is text: no script of it runs, no mark turns the page around."""

import json
import re
import secrets
import string
from pathlib import Path
from typing import Any

import pytest

from influmaroc.tests.browser.people import DESKTOP, PHONE, Person
from influmaroc.tests.browser.talking import SOON_MS, STAFF_LOGIN, bubble, enter, picture
from influmaroc.walkthrough.client import Refused
from influmaroc.walkthrough.journey import Journey, mad
from kit.text import tidy_words

pytestmark = [pytest.mark.browser, pytest.mark.timeout(420)]
# Right-to-left override and isolates that nobody closes, Arabic beside Latin, and every way into a page.
TURNED = "\u202e\u2067مرحبا\u2066"
ATTACKS = {
    "script": "<script>hit(1)</script>",
    "image": '"><img src=x onerror=hit(2)>',
    "svg": "<svg/onload=hit(3)>",
    "link": "<a href='javascript:hit(4)'>x</a>",
    "address": "javascript:hit(5)",
    "attribute": "' onfocus=hit(6) autofocus x='",
    "template": "{{ 7|add:7 }}{% debug %}${hit(8)}",
    "end": "</textarea></title></script><script>hit(9)</script>",
}
# What the page's policy had to hold back would have got in without it.
LISTEN = """window.hits = []; window.hit = (n) => window.hits.push(n);
addEventListener("securitypolicyviolation", (event) => window.hits.push(`held back: ${event.blockedURI}`));"""
# Everything wrong with the page that is open, and how often the tag is read in it.
LOOK = """(tag) => {
  const wrong = [], seen = [];
  const say = (what, text) => wrong.push(`${what}: ${text.trim().slice(0, 160)}`);
  const turns = /[\\u202a-\\u202e\\u200e\\u200f\\u061c]/;
  const overrides = /[\\u202a-\\u202e]/;
  const count = (text, marks) => [...text].filter((letter) => marks.includes(letter)).length;
  const open = (text) => count(text, "\\u2066\\u2067\\u2068") - count(text, "\\u2069");
  if (window.hits.length) say("ran", String(window.hits));
  if (turns.test(document.title) || open(document.title)) say("mark in the title", document.title);
  const made = "img[src=x], body a[href^='javascript:' i], svg[onload], script:not([src]):not([type])";
  for (const one of document.querySelectorAll(made)) say("markup", one.outerHTML);
  const attributes = [...document.querySelectorAll("*")].flatMap((one) => [...one.attributes]);
  for (const { name, value, ownerElement: one } of attributes) {
    if (/^on/i.test(name)) say("handler", one.outerHTML);
    if (/^(href|src|action|formaction)$/.test(name) && /^\\s*javascript:/i.test(value)) say("to", value);
    if (turns.test(value)) say(`mark in ${name}`, value);
  }
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode, holder = text.parentElement, words = text.data, at = words.indexOf(tag);
    if (holder.closest("template, script, style")) continue;
    const own = holder.closest("bdi, [dir=auto], textarea, option, pre[dir]");
    const stray = own ? overrides : turns;
    if (stray.test(words) || (open(words) && !own)) say("mark", words);
    if (at < 0) continue;
    seen.push(words.trim());
    if (!own && open(words.slice(0, at)) <= 0) say("not isolated", holder.outerHTML);
    const range = document.createRange();
    const box = (n) => {
      range.setStart(text, at + n);
      range.setEnd(text, at + n + 1);
      return range.getBoundingClientRect();
    };
    const first = box(0), last = box(tag.length - 1);
    const beside = first.width && last.width && Math.abs(first.top - last.top) < 2;
    if (beside && first.left >= last.left) say("turned", words);
  }
  return { wrong, seen };
}"""


class Words:
    """Hostile words of one run. All of them carry the tag, which is only letters."""

    def __init__(self) -> None:
        self.tag = "".join(secrets.choice(string.ascii_lowercase) for _ in range(8))

    def short(self, which: str) -> str:
        """For a name or a title."""
        return f"{self.tag} {ATTACKS[which]} {TURNED}"

    def all(self) -> str:
        """For what has room."""
        return f"{self.tag} {' '.join(ATTACKS.values())} {TURNED} {self.tag}"


class Staged(Journey):
    """The usual journey, told in hostile words."""

    def __init__(self, stack: str, words: Words) -> None:
        super().__init__(stack, [STAFF_LOGIN])
        self.words = words

    def everybody(self) -> None:
        words = self.words
        self._register(self.brand, "brand", words.short("image"), company=words.short("svg"))
        self._register(self.creator, "influencer", words.short("script"), handle=f"h-{words.tag}")
        self.complete_profiles()
        mine = self.creator.get("influencers/me")
        account = {"platform": "instagram", "handle": f"h.{words.tag}", "n_followers": 48_000}
        about = {"name": words.short("attribute"), "bio": words.all(), "social_accounts": [account]}
        self.creator.patch(f"influencers/{mine['id']}", about)
        brand = self.brand.get("brands/me")
        self.brand.patch(f"brands/{brand['id']}", {"name": words.short("link"), "about": words.all()})
        self.staff_signs_in()

    def market(self) -> None:
        words = self.words
        told = {"title": words.short("image"), "objective": words.short("svg"), "description": words.all()}
        rules = {"do": [words.short("script")], "dont": [words.short("end")]}
        body = {**self._brief(), **told, **rules}
        body["deliverables"][0]["notes"] = words.short("link")
        self.campaign = self.brand.post("campaigns", body, expect=201)["id"]
        self.brand.post(f"campaigns/{self.campaign}/submit-for-approval")
        self.approve_brief()
        pitch = {"pitch": words.all(), "price": mad("5000.00")}
        applied = self.creator.post(f"campaigns/{self.campaign}/apply", pitch, expect=201)
        self.application = applied["id"]
        self._answer(self.brand, "offered", price=mad("4000.00"), message=words.short("template"))
        self._answer(self.creator, "countered", price=mad("4500.00"), message=words.short("end"))

    def work(self) -> None:
        words = self.words
        for step in (self.accept, self.sign_both, self.open_payment, self.pay, self.see_funds):
            step()
        self.deliverable = self.creator.get(f"collaborations/{self.deal}/deliverables")["results"][0]["id"]
        self._send(words.all())
        self._review("request_changes", words.all())


@pytest.fixture
def pair(browser, stack, artefacts):
    album: Path = artefacts / "hostile"
    album.mkdir(exist_ok=True)
    words = Words()
    staged = Staged(stack, words)
    people = [
        Person(browser, stack, language=language, width=width, album=album)
        for language, width in (("fr", DESKTOP), ("ar", PHONE))
    ]
    for person in people:
        hears(person)
    yield staged, words, *people
    for person in people:
        person.close()


def hears(person: Person) -> None:
    """Whatever a script of somebody's words does is noted."""

    def note(dialog: Any) -> None:
        person.wrong.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    person.context.add_init_script(LISTEN)
    person.page.on("dialog", note)


def test_hostile_words_stay_words_on_every_page_that_shows_them(pair):
    staged, words, brand, creator = pair
    staged.everybody()
    staged.market()
    for person, role in ((brand, "brand"), (creator, "influencer")):
        enter(person, staged, role)
    talk = staged.brand.post("conversations", {"application": staged.application}, expect=None)["id"]
    found: dict[str, Any] = {}
    talk_live(found, words, brand, creator, talk)
    slug = staged.brand.get(f"campaigns/{staged.campaign}")["slug"]
    about_the_market(found, staged, words, (brand, creator), slug)
    staged.work()
    about_the_work(found, staged, words, brand, creator)
    assert not found, json.dumps(found, indent=1, ensure_ascii=False)


def look(found: dict[str, Any], person: Person, words: Words, path: str = "", *, shows: bool = True) -> None:
    """Everything that is wrong with a page, which shows the words if it should."""
    if path:
        person.go(path)
    seen = person.page.evaluate(LOOK, words.tag)
    where = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "…", person.page.url.removeprefix(person.base_url))
    excess = person.page.evaluate("document.documentElement.scrollWidth - innerWidth")
    wrong = [*dict.fromkeys(seen["wrong"])] + ([f"{excess} px too wide"] if excess > 0 else [])
    if shows and not seen["seen"]:
        wrong.append("not shown")
    if wrong:
        found[f"{where} for the {'brand' if person.width == DESKTOP else 'creator'}"] = wrong


def talk_live(found: dict[str, Any], words: Words, brand: Person, creator: Person, talk: str) -> None:
    """What comes over the line is drawn by the script, what is asked for by the server: as it was written."""
    for person in (brand, creator):
        person.go(f"messages/{talk}")
    for n, (name, attack) in enumerate(ATTACKS.items()):
        speaker, hearer = ((brand, creator), (creator, brand))[n % 2]
        speaker.page.fill("textarea[name=body]", f"{words.tag} {name} {attack} {TURNED}")
        speaker.page.press("textarea[name=body]", "Enter")
        heard = bubble(hearer, f"{words.tag} {name} ")
        heard.wait_for(timeout=SOON_MS)
        # As it was written, without the override, and with every isolate closed.
        assert heard.inner_text() == tidy_words(f"{words.tag} {name} {attack} {TURNED}")
    send_a_file(found, words, brand)
    creator.page.locator(".im-file-picture img").wait_for(timeout=60_000)
    creator.page.type("textarea[name=body]", "……………………", delay=500)  # said every three seconds at most
    brand.page.locator("[data-typing]:not([hidden])").wait_for(timeout=SOON_MS)
    for person in (brand, creator):
        look(found, person, words)
        person.shoot(f"thread-live-{person.language}")
        read_again(found, words, person, talk)
    brand.go(f"messages/{talk}").shoot("thread-brand")
    brand.press("[data-answer] a[href$='/accepter']")
    look(found, brand, words)


def send_a_file(found: dict[str, Any], words: Words, person: Person) -> None:
    """Under a name of the worst kind."""
    name = f"{words.tag} {ATTACKS['image']}{TURNED}.png"
    person.page.set_input_files(
        "[data-attach]", [{"name": name, "mimeType": "image/png", "buffer": picture()}]
    )
    look(found, person, words)
    person.page.locator("[data-attached] li[data-arrived]").wait_for(timeout=60_000)
    look(found, person, words)
    person.page.press("textarea[name=body]", "Enter")


def read_again(found: dict[str, Any], words: Words, person: Person, talk: str) -> None:
    """The same from the server, wherever messages are shown."""
    for path in (
        f"messages/{talk}",
        "messages",
        f"messages/recherche?q={words.tag}",
        f"messages/recherche?q={words.tag}&dans={talk}",
        f"messages/{talk}/signaler",
    ):
        look(found, person, words, path)
    person.go("messages").shoot(f"list-{person.language}")


def about_the_market(
    found: dict[str, Any], staged: Staged, words: Words, people: tuple[Person, Person], slug: str
) -> None:
    brand, creator = people
    for path in (
        "marque",
        f"marque/campagnes/{staged.campaign}",
        f"marque/campagnes/{staged.campaign}/candidatures",
        f"marque/campagnes/{staged.campaign}/candidatures?tab=offers",
        f"c/h-{words.tag}",
        "notifications",
    ):
        look(found, brand, words, path, shows="?" not in path and path != "marque")
    for path in (
        f"campagnes/{slug}",
        "createur/candidatures",
        f"createur/candidatures/{staged.application}",
        "createur",
        "notifications",
    ):
        look(found, creator, words, path)


def about_the_work(
    found: dict[str, Any], staged: Staged, words: Words, brand: Person, creator: Person
) -> None:
    for person, path in (
        (brand, f"contrats/{staged.deal}"),
        (brand, f"contrats/{staged.deal}/livrables/1"),
        (brand, "contrats"),
        (creator, f"contrats/{staged.deal}"),
        (creator, f"contrats/{staged.deal}/livrer/1"),
        (creator, "contrats"),
        (creator, "notifications"),
    ):
        look(found, person, words, path)
    creator.go(f"contrats/{staged.deal}/livrer/1").shoot("deliver-creator")


def test_an_address_that_is_none_is_not_taken(stack):
    """What becomes a link must be one."""
    staged = Staged(stack, Words())
    staged.everybody()
    account = {"platform": "instagram", "handle": "x", "url": ATTACKS["address"], "n_followers": 1}
    mine, brand = staged.creator.get("influencers/me"), staged.brand.get("brands/me")
    with pytest.raises(Refused, match="answered 400"):
        staged.creator.patch(f"influencers/{mine['id']}", {"social_accounts": [account]})
    with pytest.raises(Refused, match="answered 400"):
        staged.brand.patch(f"brands/{brand['id']}", {"site": ATTACKS["address"]})
