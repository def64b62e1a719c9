"""Amazon SES, API version 2: one POST with the whole message."""

import base64
import json
from typing import Any

from django.conf import settings

from mail.errors import Undeliverable
from mail.gateways.aws import Signer
from mail.gateways.port import TIMEOUT_S, ProviderError, WebPost, composed
from mail.selectors import Words

PATH = "/v2/email/outbound-emails"
NEVER = {400, 413}


class SesPost(WebPost):
    """settings.SES says where and as whom. Amazon puts a Message-ID of its own; the tag finds our letter."""

    name = "ses"

    def send(self, words: Words) -> str:
        """Raises Undeliverable for what it will never take, ProviderError or requests' errors otherwise."""
        body = json.dumps(_asked(words)).encode()
        url = f"{settings.SES['url'] or _home()}{PATH}"
        headers = _signer().headers("POST", url, body, {"content-type": "application/json"})
        answer = self._http.post(url, data=body, headers=headers, timeout=TIMEOUT_S, allow_redirects=False)
        if answer.ok and answer.status_code < 300:  # noqa: PLR2004 - a redirect is no success
            return answer.json()["MessageId"]
        what = answer.headers.get("x-amzn-errortype", "").partition(":")[0]
        raise (Undeliverable if answer.status_code in NEVER else ProviderError)(
            f"{answer.status_code} {what}"
        )


def _home() -> str:
    return f"https://email.{settings.SES['region']}.amazonaws.com"


def _signer() -> Signer:
    ses = settings.SES
    return Signer(ses["access_key_id"], ses["secret_access_key"], ses["region"], "ses")


def _asked(words: Words) -> dict[str, Any]:
    raw = composed(words).message().as_bytes()
    asked: dict[str, Any] = {
        "FromEmailAddress": settings.DEFAULT_FROM_EMAIL,
        "Destination": {"ToAddresses": [words.to]},
        "Content": {"Raw": {"Data": base64.b64encode(raw).decode()}},
        "EmailTags": [{"Name": "letter", "Value": words.number}],
    }
    if settings.SES["configuration_set"]:
        asked["ConfigurationSetName"] = settings.SES["configuration_set"]
    return asked
