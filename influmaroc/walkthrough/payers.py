"""How the payer pays, gateway by gateway: what a browser does on a provider's test page, done by a program.

A new gateway is one function more in PAYERS: it gets the people of the journey and the intent that
create-payment-intent answered (id, reference, amount, action), and returns when the payer (and at a bank
transfer the house's two clerks) have done all that people do.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Protocol

import requests

from influmaroc.walkthrough.client import TIMEOUT_S, Client, Refused


class People(Protocol):
    """Two of staff; `sign_in_checker` brings the second in where two pairs of eyes are asked for."""

    staff: Client
    checker: Client

    def sign_in_checker(self) -> None: ...


Payer = Callable[[People, dict[str, Any]], None]
JSON = {"Accept": "application/json"}


def at_the_test_bank(_people: People, intent: dict[str, Any]) -> None:
    """Open the page with the signed form, then press "Pay"."""
    _press(intent["action"], {"reference": intent["action"]["fields"]["reference"], "scenario": "pay"})


def at_cmi(_people: People, intent: dict[str, Any]) -> None:
    """The same at the pretended CMI: a declined try first, then a good one, as cardholders do."""
    _press(intent["action"], {"oid": intent["action"]["fields"]["oid"], "scenario": "decline_then_approve"})


def at_stripe(_people: People, intent: dict[str, Any]) -> None:
    """The button of Stripe's page; Stripe tells the rest by its own message."""
    _posted(intent["action"]["url"], {"button": "pay"})


def at_paypal(_people: People, intent: dict[str, Any]) -> None:
    """Agree to the order at PayPal; it is taken by us, when PayPal's message comes."""
    fields = intent["action"]["fields"]
    _posted(intent["action"]["url"], {"order": fields["order"], "scenario": "pay"})


def by_transfer(people: People, intent: dict[str, Any]) -> None:
    """The brand's bank makes the transfer; the house reads its statement, one clerk says what the line is,
    another agrees."""
    asked = intent["action"]["fields"]
    today = f"{datetime.now(UTC):%d/%m/%Y}"
    rows = ["Date opération;Date valeur;Libellé;Débit;Crédit"]
    rows.append(f"{today};{today};VIR RECU MAISON NOUARYA {asked['reference']};;{asked['amount']}")
    file = ("releve.csv", "\n".join(rows).encode(), "text/csv")
    statement = people.staff.upload("admin/statements", {"file": file})
    path = f"admin/statement-lines?status=open&statement={statement['id']}"
    line = people.staff.get(path)["results"][0]
    best = line["could_be"][0]
    said = {"kind": best["kind"], "target": best["target"]}
    match = people.staff.post(f"admin/statement-lines/{line['id']}/match", said, expect=201)
    people.sign_in_checker()
    people.checker.put(f"admin/matches/{match['id']}/approve")


def _posted(url: str, button: dict[str, str]) -> None:
    """Press a button of a page, and stay at the provider."""
    answer = requests.post(url, data=button, timeout=TIMEOUT_S, allow_redirects=False)
    if not answer.ok:
        raise Refused(f"The provider answered {answer.status_code}: {answer.text[:500]}")


def _press(action: dict[str, Any], button: dict[str, str]) -> None:
    for form in (action["fields"], button):
        answer = requests.post(action["url"], data=form, headers=JSON, timeout=TIMEOUT_S)
        if not answer.ok:
            raise Refused(f"The provider answered {answer.status_code}: {answer.text[:500]}")


PAYERS: dict[str, Payer] = {
    "sandbox": at_the_test_bank,
    "cmi": at_cmi,
    "stripe": at_stripe,
    "paypal": at_paypal,
    "bank": by_transfer,
}
