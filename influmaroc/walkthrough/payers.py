"""How the payer pays, gateway by gateway: what a browser does on a provider's test page, done by a program.

A new gateway is one function more in PAYERS: it gets the brand's client and the intent that
create-payment-intent answered (id, reference, amount, action), and returns when the payer has done all that
people do.
"""

from collections.abc import Callable
from typing import Any

import requests

from influmaroc.walkthrough.client import TIMEOUT_S, Client, Refused

Payer = Callable[[Client, dict[str, Any]], None]
JSON = {"Accept": "application/json"}


def at_the_test_bank(brand: Client, intent: dict[str, Any]) -> None:
    """Open the page with the signed form, then press "Pay"."""
    _press(intent["action"], {"reference": intent["action"]["fields"]["reference"], "scenario": "pay"})


def at_cmi(brand: Client, intent: dict[str, Any]) -> None:
    """The same at the pretended CMI: a declined try first, then a good one, as cardholders do."""
    _press(intent["action"], {"oid": intent["action"]["fields"]["oid"], "scenario": "decline_then_approve"})


def _press(action: dict[str, Any], button: dict[str, str]) -> None:
    for form in (action["fields"], button):
        answer = requests.post(action["url"], data=form, headers=JSON, timeout=TIMEOUT_S)
        if not answer.ok:
            raise Refused(f"The provider answered {answer.status_code}: {answer.text[:500]}")


PAYERS: dict[str, Payer] = {"sandbox": at_the_test_bank, "cmi": at_cmi}
