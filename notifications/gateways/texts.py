"""Words of ours by SMS (Twilio's Messages, 2010-04-01). There is no key against sending one twice."""

import logging
from typing import Literal

import requests
from django.conf import settings

from kit.paging import natural

log = logging.getLogger(__name__)
TIMEOUT_S = (3, 10)  # to connect, to answer
LONGEST_WAIT_S = 3600
BUSY = {429, 503}
CREATED, FAULT = 201, 500

Answer = Literal["taken", "later", "refused", "unknown"]


def send_text(number: str, words: str) -> tuple[Answer, int]:
    """Send once. "later" (after so many seconds) only when it surely did not leave; "unknown" when nobody
    can tell. Raises nothing.
    """
    sms, twilio = settings.TWILIO_SMS, settings.TWILIO
    sender = "MessagingServiceSid" if sms["sender"].startswith("MG") else "From"
    try:
        answer = requests.post(
            f"{sms['url']}/2010-04-01/Accounts/{sms['account']}/Messages.json",
            data={"To": number, sender: sms["sender"], "Body": words},
            auth=(twilio["api_key"], twilio["api_secret"]),
            timeout=TIMEOUT_S,
            allow_redirects=False,
        )
    except requests.ConnectionError as error:
        # Refused or never connected; a line that broke while it was used is a ConnectionError too.
        log.warning("Twilio cannot be reached: %s", type(error).__name__)
        return ("later" if _never_connected(error) else "unknown"), 0
    except requests.RequestException as error:
        log.warning("Twilio gave no answer: %s", type(error).__name__)
        return "unknown", 0
    return _meaning(answer)


def _never_connected(error: requests.ConnectionError) -> bool:
    reason = getattr(error.args[0] if error.args else None, "reason", None)
    return isinstance(error, requests.ConnectTimeout) or type(reason).__name__ in {
        "NewConnectionError",
        "NameResolutionError",
    }


def _meaning(answer: requests.Response) -> tuple[Answer, int]:
    if answer.status_code == CREATED:
        return "taken", 0
    log.warning("Twilio refused a text: %s", answer.status_code)
    if answer.status_code in BUSY:
        return "later", natural(answer.headers.get("Retry-After", ""), LONGEST_WAIT_S) or 0
    return ("unknown" if answer.status_code >= FAULT else "refused"), 0
