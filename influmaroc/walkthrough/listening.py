"""Two more steps: a program that the brand and the creator have told what happens to each (webhooks)."""

import json
import subprocess
import sys
from collections import Counter
from typing import Any

import requests

from influmaroc.walkthrough.client import TIMEOUT_S, Refused
from influmaroc.walkthrough.journey import Journey, until

RECEIVER = (sys.executable, "-m", "webhooks.management.receiver")
# What both sides are told, once each; then what only one of them is. There may be more (messages, papers).
BOTH = (
    *("application.sent", "offer.made", "offer.countered", "application.accepted", "collaboration.ready"),
    *("collaboration.funded", "deliverable.changes_requested", "deliverable.approved"),
    *("deliverable.published", "deliverable.accepted", "collaboration.completed"),
)
ONE = ("campaign.approved", "payment.secured", "payment.released", "payout.requested", "payout.paid")
TWICE = ("collaboration.signed", "deliverable.submitted", "message.posted")  # two of each: four calls in all
EXPECTED = Counter({**dict.fromkeys(BOTH, 2), **dict.fromkeys(ONE, 1), **dict.fromkeys(TWICE, 4)})


class Listener:
    """A receiver in a process of its own, on this machine: it has to be the server's too."""

    def __init__(self, journey: Journey) -> None:
        self._journey = journey
        self._receiver: subprocess.Popen[str] | None = None
        self._control = ""

    def listen(self) -> None:
        """The brand and the creator have a program told (webhooks)"""
        self._receiver = subprocess.Popen(RECEIVER, stdout=subprocess.PIPE, text=True)  # noqa: S603 - ours
        assert self._receiver.stdout is not None
        places = json.loads(self._receiver.stdout.readline())
        self._control = places["control"]
        people = (self._journey.brand, self._journey.creator)
        body = {"url": places["url"], "events": ["*"]}
        made = [who.post("webhooks", body, expect=201) for who in people]
        self._tell({"secrets": [one["secret"] for one in made]})
        for who, one in zip(people, made, strict=True):
            who.post(f"webhooks/{one['id']}/test", expect=202)
        until(lambda: self._counted()["webhook.test"] == len(people), "a test to arrive at both")

    def hear(self) -> None:
        """It was told the whole collaboration, each event once for each side that it concerns"""
        until(lambda: not EXPECTED - self._counted(), f"{sorted((EXPECTED - self._counted()).elements())}")
        seen = self._seen()
        told = Counter({name: n for name, n in self._counted().items() if name in EXPECTED})
        if told != EXPECTED or seen["n_refused"]:
            raise Refused(f"Told {dict(told - EXPECTED)} too often, {seen['n_refused']} calls not believed.")

    def stop(self) -> None:
        """End the receiver."""
        if self._receiver is not None:
            self._receiver.kill()
            self._receiver.wait()

    def _tell(self, orders: dict[str, Any]) -> None:
        requests.post(self._control, json=orders, timeout=TIMEOUT_S).raise_for_status()

    def _seen(self) -> dict[str, Any]:
        return requests.get(self._control, timeout=TIMEOUT_S).json()

    def _counted(self) -> Counter[str]:
        """Of each event, how many different calls came: an id that comes twice counts once."""
        return Counter(body["type"] for body in self._seen()["taken"].values())
