"""SendGrid, API version 3: one POST with subject, text and HTML."""

from email.utils import parseaddr
from typing import Any

import requests
from django.conf import settings

from mail.errors import Undeliverable
from mail.gateways.port import TIMEOUT_S, ProviderError, WebPost, composed
from mail.selectors import Words

PATH = "/v3/mail/send"
ACCEPTED = 202
NEVER = {400, 413}


class SendGridPost(WebPost):
    """settings.SENDGRID says where and as whom. Nothing is tracked: links and pictures stay as they are."""

    name = "sendgrid"

    def send(self, words: Words) -> str:
        """Raises Undeliverable for what it will never take, ProviderError or requests' errors otherwise."""
        composed(words).message()  # raises on line breaks in headers, which JSON would carry through
        answer = self._http.post(
            settings.SENDGRID["url"] + PATH,
            json=_asked(words),
            headers={"Authorization": f"Bearer {settings.SENDGRID['api_key']}"},
            timeout=TIMEOUT_S,
            allow_redirects=False,
        )
        if answer.status_code == ACCEPTED:
            return answer.headers.get("X-Message-Id", "")
        raise (Undeliverable if answer.status_code in NEVER else ProviderError)(_said(answer))


def _said(answer: requests.Response) -> str:
    """The status and which field is wrong; messages may repeat what we sent."""
    try:
        fields = [str(error.get("field")) for error in answer.json()["errors"]]
    except (ValueError, KeyError, AttributeError, TypeError):
        fields = []
    return f"{answer.status_code} {', '.join(fields)}".strip()


def _asked(words: Words) -> dict[str, Any]:
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    off = {"enable": False}
    return {
        "personalizations": [{"to": [{"email": words.to}], "custom_args": {"letter": words.number}}],
        "from": {"email": address, "name": name},
        "subject": words.subject,
        "content": [
            {"type": "text/plain", "value": words.text},
            {"type": "text/html", "value": words.html},
        ],
        "headers": words.headers,
        "tracking_settings": {
            "click_tracking": off,
            "open_tracking": off,
            "subscription_tracking": off,
        },
    }
