"""Two people of the demo in one conversation, and what the browser tests make of them."""

import io
import secrets
from typing import Any

from PIL import Image

from influmaroc.stack.prepare import DEMO_LOGINS, DEMO_PASSWORD, DEMO_TOTP_SECRET
from influmaroc.tests.browser.people import Person
from influmaroc.walkthrough.client import Client
from influmaroc.walkthrough.journey import Journey

BRAND, CREATOR, STAFF = DEMO_LOGINS
STAFF_LOGIN = (STAFF, DEMO_PASSWORD, DEMO_TOTP_SECRET)
SOON_MS = 15_000


def api(stack: str, email: str) -> Client:
    """The same person over the API."""
    client = Client(stack)
    client.login(email, DEMO_PASSWORD)
    return client


def enter(person: Person, journey: Journey, role: str) -> None:
    """One of a journey's people at a browser, with the code that a new device is asked for."""
    email = f"{role}-{journey.tag}@walkthrough.influmaroc.test"
    n_codes = person.n_codes(email)
    person.go("connexion").fill(email=email, password=journey.passwords[role]).press()
    if "connexion" in person.page.url:
        person.fill(code=person.code_from_mailbox(email, after=n_codes)).press()
    assert "connexion" not in person.page.url


def direct(brand: Client, creator: Client) -> str:
    """The direct conversation of both."""
    profile = creator.get("influencers/me")["id"]
    return brand.post("conversations", {"influencer": profile}, expect=None)["id"]


def picture(kind: str = "PNG", size: tuple[int, int] = (640, 420), colour: str = "teal") -> bytes:
    """A small picture, as a phone would send it."""
    made = io.BytesIO()
    image = Image.new("RGB", size, colour)
    image.paste("white", (40, 40, size[0] // 2, size[1] // 2))
    image.save(made, kind)
    return made.getvalue()


def noise(side: int) -> bytes:
    """A picture that no compression makes smaller."""
    made = io.BytesIO()
    Image.frombytes("RGB", (side, side), secrets.token_bytes(3 * side * side)).save(made, "PNG")
    return made.getvalue()


def bubble(person: Person, words: str) -> Any:
    return person.page.locator(".im-bubble", has_text=words)


def write(person: Person, words: str) -> None:
    person.page.fill("textarea[name=body]", words)
    person.page.press("textarea[name=body]", "Enter")
