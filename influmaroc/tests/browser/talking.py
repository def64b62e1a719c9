"""Two people of the demo in one conversation, and what the browser tests make of them."""

import io
import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

from PIL import Image

from influmaroc.stack.prepare import DEMO_LOGINS, DEMO_PASSWORD, DEMO_TOTP_SECRET
from influmaroc.tests.browser.people import Person
from influmaroc.walkthrough.client import Client
from influmaroc.walkthrough.journey import mad, until

BRAND, CREATOR, STAFF = DEMO_LOGINS
SOON_MS = 15_000


def api(stack: str, email: str) -> Client:
    """The same person over the API."""
    client = Client(stack)
    client.login(email, DEMO_PASSWORD, DEMO_TOTP_SECRET if email == STAFF else "")
    return client


def direct(brand: Client, creator: Client) -> str:
    """The direct conversation of both."""
    profile = creator.get("influencers/me")["id"]
    return brand.post("conversations", {"influencer": profile}, expect=None)["id"]


def brief(*, notes: str = "30 s", **words: Any) -> dict[str, Any]:
    """A whole brief; `words` replace its own."""
    today = datetime.now(UTC).date()
    days = {"application_deadline": 7, "starts_on": 9, "ends_on": 30}
    return {
        "title": f"Huile d'argan {secrets.token_hex(3)}",
        "objective": "Faire connaître l'huile",
        "description": "Montrer le geste du soir, en lumière naturelle.",
        "niches": ["beauty"],
        "platforms": ["instagram"],
        "deliverables": [{"platform": "instagram", "format": "reel", "quantity": 1, "notes": notes}],
        "do": ["Dire « partenariat rémunéré »"],
        "dont": ["Comparer avec une autre marque"],
        "budget": mad("20000.00"),
        "places": 2,
        **{name: (today + timedelta(days=n)).isoformat() for name, n in days.items()},
        "usage_rights": {"channels": ["organic"], "months": 6, "paid_ads": False},
        "revisions": 1,
        **words,
    }


def applied(brand: Client, creator: Client, staff: Client) -> dict[str, str]:
    """A campaign to which the creator applied, and the conversation about it."""
    campaign = brand.post("campaigns", brief(), expect=201)["id"]
    brand.post(f"campaigns/{campaign}/submit-for-approval")
    staff.put(f"admin/campaigns/{campaign}/approve")
    body = {"pitch": "Je montre le geste du soir, en darija.", "price": mad("5000.00")}
    application = creator.post(f"campaigns/{campaign}/apply", body, expect=201)["id"]
    talk = brand.post("conversations", {"application": application}, expect=None)["id"]
    until(lambda: brand.get(f"conversations/{talk}/messages")["results"], "the line of the application")
    return {"campaign": campaign, "application": application, "talk": talk}


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
