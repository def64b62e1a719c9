"""A letter in words: subject, text and HTML from one template, in the letter's own language."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import override
from django.utils.translation import pgettext_lazy as _p

from kit import crypt, dates, money
from kit.isolates import isolate
from kit.text import tidy, tidy_lines
from mail.models import Letter
from mail.selectors.kinds import KINDS
from mail.selectors.look import look_of
from mail.selectors.pages import PAGES
from mail.selectors.parts import Parts
from mail.selectors.refusing import unsubscribe_path

# Words of floors above that stand in the middle of a sentence here; others are shown as they came.
KNOWN: dict[str, dict[str, Promise]] = {
    "factor": {
        "totp": _p("in a letter", "an authenticator app"),
        "passkey": _p("in a letter", "a passkey"),
        "webauthn": _p("in a letter", "a passkey"),
        "sms": _p("in a letter", "a code by SMS"),
        "email": _p("in a letter", "a code by e-mail"),
    },
    "role": {
        "owner": _p("in a letter", "owner"),
        "manager": _p("in a letter", "manager"),
        "finance": _p("in a letter", "finance"),
        "viewer": _p("in a letter", "viewer"),
    },
}


@dataclass(frozen=True)
class Words:
    """What leaves. `number` is the letter's own, `link` where the button leads, `secret` what it carried."""

    number: str
    to: str
    subject: str
    text: str
    html: str
    link: str
    headers: dict[str, str]
    secret: dict[str, str]


def in_words(letter: Letter) -> Words:
    """No query when a mailing is loaded with its letter.

    Raises KeyError for a kind that is gone, InvalidToken when no key opens the secret.
    """
    secret = secret_of(letter)
    with override(letter.language):
        look = _look(letter, secret)
        return Words(
            number=str(letter.pk),
            to=letter.to,
            subject=look["subject"],
            text=render_to_string("mail/layout.txt", look).strip() + "\n",
            html=render_to_string("mail/layout.html", look),
            link=look["link"],
            headers=_headers(letter, look["unsubscribe"]),
            secret=secret,
        )


def secret_of(letter: Letter) -> dict[str, str]:
    """Codes and tokens, while the letter is on its way. Raises InvalidToken when no key opens them."""
    return json.loads(crypt.decrypt(letter.sealed)) if letter.sealed else {}


def _look(letter: Letter, secret: dict[str, str]) -> dict[str, Any]:
    kind = KINDS[letter.kind]
    data = letter.mailing.words[letter.language] if letter.mailing else letter.data
    values = data if kind.is_ready else {name: _written(name, value) for name, value in data.items()}
    parts = Parts(letter.kind, {**values, **secret, "pages": PAGES})
    path = letter.mailing.path if letter.mailing else parts.plain("path")
    return {
        **look_of(kind, data),
        "language": letter.language,
        "subject": parts.plain("subject"),
        "paragraphs": list(parts.paragraphs("body")),
        "note": list(parts.paragraphs("note")),
        "code": _grouped(secret.get("code", "")),
        "button": parts.plain("button"),
        "rows": _rows(data.get("rows", [])),
        "number": data.get("number", ""),
        "link": _at_home(letter, path),
        "unsubscribe": _at_home(letter, unsubscribe_path(letter.user_id)) if letter.mailing else "",
    }


def _at_home(letter: Letter, path: str) -> str:
    """Under SITE_URL and nothing else, whatever host the cause came through; the admin has no prefix."""
    prefix = "" if path.startswith("/admin/") else f"/{letter.language}"
    return f"{settings.SITE_URL}{prefix}{path}" if path else ""


def _rows(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Money lines; the last one is the figure that counts."""
    return [
        {
            "label": row["label"],
            "amount": money.plain(row["centimes"]),
            "html": money.html(row["centimes"], "sentence"),
            "is_total": row is rows[-1],
        }
        for row in rows
    ]


def message_id(letter: Letter) -> str:
    """The same on every attempt: mail programs show one message."""
    return f"<letter-{letter.pk}@{settings.SITE_URL.split('//')[-1].split(':')[0]}>"


def _headers(letter: Letter, unsubscribe: str) -> dict[str, str]:
    headers = {
        "Message-ID": message_id(letter),
        "Content-Language": letter.language,
        "Auto-Submitted": "auto-generated",
    }
    if unsubscribe:
        headers["List-Unsubscribe"] = f"<{unsubscribe}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def _grouped(code: str) -> str:
    """Six digits in two groups of three: easier to read and to carry over."""
    half = -(-len(code) // 2)
    return f"{code[:half]}\u00a0{code[half:]}" if code.isdigit() else code


def _written(name: str, value: Any) -> Any:
    """One value of `data` as it stands in a sentence: on one clean line, isolated from what is around it."""
    if name in {"at", "until"}:
        return isolate(dates.moment(datetime.fromisoformat(value) if isinstance(value, str) else value))
    if isinstance(value, int) or name == "url_path" or value == "":
        return value
    value = KNOWN.get(name, {}).get(value, value)
    return isolate(tidy_lines(str(value)) if name == "reason" else tidy(str(value)))
