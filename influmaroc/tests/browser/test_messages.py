"""A brand and a creator talk, side by side: each sees what the other says, a lost network loses nothing."""

import secrets

import pytest

from influmaroc.tests.browser.people import DESKTOP, PHONE, Person
from influmaroc.walkthrough.client import Client

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
PASSWORD = "Demo-2026-maroc!"
SOON_MS = 15_000


@pytest.fixture
def pair(browser, stack, artefacts):
    album = artefacts / "messages"
    album.mkdir(exist_ok=True)
    seats = {"brand": ("fr", DESKTOP), "creator": ("ar", PHONE)}
    people = [
        Person(browser, stack, language=language, width=width, album=album)
        for language, width in seats.values()
    ]
    for who, person in zip(seats, people, strict=True):
        person.go("connexion").fill(email=f"{who}@demo.influmaroc.test", password=PASSWORD).press()
    yield people
    for person in people:
        person.close()


def test_two_people_talk_and_a_lost_network_loses_nothing(pair, stack):
    brand, creator = pair
    talk = opened(stack)
    brand.go("messages").shoot("list")
    brand.go(f"messages/{talk}")
    creator.go(f"messages/{talk}")
    tag = secrets.token_hex(3)
    speaks(brand, creator, f"Bonjour {tag}")
    speaks(creator, brand, f"السلام {tag}")
    is_read(brand, f"Bonjour {tag}")
    types(brand, creator)
    loses_the_network(brand, creator, tag)
    is_reached_on_other_pages(brand, creator, talk, tag)
    creator.shoot("thread-creator")
    brand.go(f"messages/{talk}").shoot("thread-brand")


def opened(stack) -> str:
    """The direct conversation of the demo's brand and creator."""
    creator, brand = Client(stack), Client(stack)
    creator.login("creator@demo.influmaroc.test", PASSWORD)
    brand.login("brand@demo.influmaroc.test", PASSWORD)
    profile = creator.get("influencers/me")["id"]
    return brand.post("conversations", {"influencer": profile}, expect=None)["id"]


def bubble(person, words):
    return person.page.locator(".im-bubble", has_text=words)


def write(person, words):
    person.page.fill("textarea[name=body]", words)
    person.page.press("textarea[name=body]", "Enter")


def speaks(speaker, hearer, words):
    write(speaker, words)
    bubble(hearer, words).wait_for(timeout=SOON_MS)
    assert (bubble(speaker, words).count(), bubble(hearer, words).count()) == (1, 1)


def is_read(person, words):
    """The other one had it in sight for a second."""
    message = person.page.locator("li.im-msg[data-read]", has_text=words)
    message.wait_for(timeout=SOON_MS)


def types(brand, creator):
    creator.page.bring_to_front()
    creator.page.type("textarea[name=body]", "أهلا وسهلا", delay=500)
    brand.page.locator("[data-typing]:not([hidden])").wait_for(timeout=SOON_MS)
    creator.page.fill("textarea[name=body]", "")


def loses_the_network(brand, creator, tag):
    """What both say meanwhile arrives once, in one order for both."""
    creator.context.set_offline(True)
    for n in range(3):
        write(creator, f"بلا شبكة {tag} {n}")
    creator.page.locator("li.im-msg[data-state=sending]").nth(2).wait_for()
    write(brand, f"Pendant ce temps {tag}")
    bubble(brand, f"Pendant ce temps {tag}").wait_for()
    creator.page.locator("[data-down]:not([hidden])").wait_for(timeout=20_000)
    creator.shoot("offline")
    creator.context.set_offline(False)
    # The browser says of each try that there was no network; nothing else may be wrong.
    creator.wrong[:] = [one for one in creator.wrong if "WebSocket connection" not in one]
    for n in range(3):
        bubble(brand, f"بلا شبكة {tag} {n}").wait_for(timeout=30_000)
    bubble(creator, f"Pendant ce temps {tag}").wait_for(timeout=SOON_MS)
    creator.page.locator("li.im-msg[data-state]").first.wait_for(state="detached", timeout=SOON_MS)
    creator.page.locator("[data-down][hidden]").wait_for(state="attached", timeout=SOON_MS)
    assert said(creator, tag) == said(brand, tag)
    assert len(said(brand, tag)) == len(set(said(brand, tag))) == 6


def said(person, tag) -> list[str]:
    return [words for words in person.page.locator(".im-bubble").all_inner_texts() if tag in words]


def is_reached_on_other_pages(brand, creator, talk, tag):
    """The counter of any page follows, without a reload; the conversation opens at what is new."""
    brand.go("marque")
    write(creator, f"Encore là {tag} ?")
    counter = brand.page.locator(".im-nav [data-talks]:not([hidden])")
    counter.wait_for(timeout=SOON_MS)
    brand.go("messages").shoot("list-news")
    brand.page.locator(f"#t-{talk}").click()
    brand.page.locator("#nouveaux").wait_for()
    assert bubble(brand, f"Encore là {tag} ?").is_visible()
    counter.wait_for(state="hidden", timeout=SOON_MS)
