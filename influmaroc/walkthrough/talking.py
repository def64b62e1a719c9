"""The steps in which brand and creator talk: words, a number that is covered, a picture, what was read."""

import io
from typing import Any
from uuid import uuid4

import requests
from PIL import Image

from influmaroc.walkthrough.client import TIMEOUT_S, Client, Refused
from influmaroc.walkthrough.journey import Journey, until

QUESTION = "Le flacon de 50 ml ou de 100 ml ? Mon numéro : 06 61 23 45 67"
ANSWER = "Celui de 50 ml. Voici la photo que nous aimons."
SIZE = (1600, 1200)


class Talkers:
    """Both sides of the journey's application, in its conversation."""

    def __init__(self, journey: Journey) -> None:
        self._journey = journey
        self._conversation = ""

    def ask(self) -> None:
        """The creator asks, twice by accident: one message, its phone number covered"""
        creator = self._journey.creator
        self._conversation = creator.post("conversations", {"application": self._journey.application})["id"]
        said = {"body": QUESTION, "client_id": str(uuid4())}
        first, second = (self._say(creator, **said) for _ in range(2))
        heard = self._asked(self._journey.brand)
        if first["id"] != second["id"] or len(heard) != 1 or "61 23" in heard[0]["body"]:
            raise Refused(f"The brand reads {[one['body'] for one in heard]}.")

    def answer(self) -> None:
        """The brand reads it and answers with a picture"""
        brand = self._journey.brand
        brand.put(f"messages/{self._asked(brand)[0]['id']}/read")
        sent = brand.upload(
            "files/upload",
            {"file": ("flacon.png", picture(), "image/png"), "purpose": (None, b"message", "text/plain")},
        )
        self._say(brand, body=ANSWER, files=[sent["id"]])

    def open_picture(self) -> None:
        """The creator sees that it was read, and opens the picture"""
        creator = self._journey.creator
        reads = creator.get(f"conversations/{self._conversation}/changes?since=0")["reads"]
        if not reads:
            raise Refused("Nobody has read the question.")
        link = until(self._link, "the picture to be prepared")
        answer = creator.http.get(f"{creator.base_url}{link['url']}", timeout=TIMEOUT_S)
        _ensure_picture(answer, link["width"])

    def _link(self) -> dict[str, Any] | None:
        """The largest of what was drawn; None while nothing is."""
        files = next(one["files"] for one in self._words(self._journey.creator) if one["body"] == ANSWER)
        links = [link for file in files for link in file["variants"] if link["width"]]
        return max(links, key=lambda link: link["width"], default=None)

    def _say(self, who: Client, **body: Any) -> dict[str, Any]:
        return who.post(f"conversations/{self._conversation}/messages", body, expect=201)

    def _asked(self, who: Client) -> list[dict[str, Any]]:
        """The question, as often as it is there. What was said with the application and with the offer stands
        there too, as soon as the workers have come to it.
        """
        return [one for one in self._words(who) if one["body"].startswith(QUESTION[:20])]

    def _words(self, who: Client) -> list[dict[str, Any]]:
        """What people said there, the newest first; not what the house says of their steps."""
        said = who.get(f"conversations/{self._conversation}/messages")["results"]
        return [one for one in said if one["author"]]


def picture() -> bytes:
    """A PNG with a gradient."""
    place = io.BytesIO()
    Image.linear_gradient("L").resize(SIZE).convert("RGB").save(place, "PNG")
    return place.getvalue()


def _ensure_picture(answer: requests.Response, width: int) -> None:
    drawn = answer.ok and Image.open(io.BytesIO(answer.content))
    if not drawn or drawn.width != width:
        raise Refused(f"{answer.request.path_url} answered {answer.status_code}, no picture {width} wide.")
