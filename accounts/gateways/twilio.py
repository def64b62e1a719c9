"""Twilio Verify, version 2: it makes the code, sends it, and says whether an answer is right."""

import logging
from typing import Any

import requests
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.errors import CodeGone, SmsUnavailable
from kit.throttle import TooMany

log = logging.getLogger(__name__)
TIMEOUT_S = (3, 10)  # to connect, to answer
WAIT_S = 600  # as long as Twilio keeps counting the tries of one code
GONE = 20404
OFTEN = {60202, 60203, 60207, 60212, 20429}
# Not a number, blocked, a country that is switched off, a landline.
NUMBERS = {60200, 60205, 60410, 21211, 21408, 21614}


def send(number: str, language: str) -> None:
    """Have a code sent. Never tried twice: Twilio would send two.

    Raises ValidationError under "number", kit.throttle.TooMany and SmsUnavailable.
    """
    _post("Verifications", {"To": number, "Channel": "sms", "Locale": language})


def check(number: str, code: str) -> bool:
    """Whether this is the code that the number was sent last.

    Raises CodeGone for one that was used or is too old, kit.throttle.TooMany and SmsUnavailable.
    """
    return _post("VerificationCheck", {"To": number, "Code": code}).get("status") == "approved"


def _post(what: str, values: dict[str, str]) -> dict[str, Any]:
    twilio = settings.TWILIO
    url = f"{twilio['url']}/v2/Services/{twilio['service']}/{what}"
    whose = (twilio["api_key"], twilio["api_secret"])
    try:
        answer = requests.post(url, data=values, auth=whose, timeout=TIMEOUT_S, allow_redirects=False)
        said = answer.json()
    except (requests.RequestException, ValueError) as error:
        log.warning("Twilio gave no answer to %s: %s", what, type(error).__name__)
        raise SmsUnavailable from None
    if answer.ok and isinstance(said, dict):
        return said
    raise _refusal(what, answer, said)


def _refusal(what: str, answer: requests.Response, said: Any) -> Exception:
    """By Twilio's own number of the error; its words may repeat what we sent and are not kept."""
    code = said.get("code") if isinstance(said, dict) else None
    log.warning("Twilio refused %s: %s, error %s", what, answer.status_code, code)
    if code in OFTEN or answer.status_code == requests.codes.too_many_requests:
        return TooMany(retry_after_s=WAIT_S)
    if what == "Verifications":
        return ValidationError({"number": _no_sms()}) if code in NUMBERS else SmsUnavailable()
    return CodeGone() if code == GONE else SmsUnavailable()


def _no_sms() -> str:
    return _("No SMS can be sent to this number. Check it, or take another one.")
