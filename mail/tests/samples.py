"""One letter of each kind, filled in."""

from mail.selectors import KINDS
from mail.services import letter_for, post_letter

CODE, TOKEN = "493817", "Zx81-canary-token-" + "k" * 46
VALUES = {
    "name": "Nour El Idrissi",
    "device": "Firefox, Windows",
    "ip": "105.66.1.2",
    "place": "Casablanca",
    "new": "nour.2@example.ma",
    "at": "2026-11-25T13:05:00Z",
    "until": "2026-12-09T13:05:00Z",
    "factor": "totp",
    "n_left": 3,
    "reason": "Deux contrats signalés.\nAbonnés achetés.",
    "url_path": "/reglages/donnees/3",
    "brand": "Atlas Argan",
    "inviter": "Salma",
    "role": "manager",
    "subject": "Le prix est accepté",
    "topic": "Contrat",
    "tone": "success",
    "text": "Le prix de \u2068Amina\u2069 est accepté.",
    "rows": [{"label": "Prix", "centimes": 450_000}, {"label": "Net", "centimes": 396_000}],
    "button": "Ouvrir",
    "path": "/contrats/3",
    "number": "C-2026-00418",
    "n": 3,
    "lines": ["Le prix de \u2068Amina\u2069 est accepté.", "Une publication est attendue."],
    "n_more": 1,
    "code": CODE,
    "token": TOKEN,
}
IDENTITY = [kind for kind in KINDS if kind != "news"]
LANGUAGES = ["fr", "ar", "en"]
TO = "nour@example.ma"


def filled(kind, **changed):
    """Arguments of post_letter for one kind; `changed` replaces values that the kind has."""
    line, values = KINDS[kind], VALUES | changed
    return {
        "kind": kind,
        "data": {name: values[name] for name in line.data},
        "secret": {name: values[name] for name in line.secret},
    }


def letter(kind, language="fr", **changed):
    """A row that is not saved."""
    return letter_for(to=TO, language=language, **filled(kind, **changed))


def post(kind="reset_link", language="fr", to=TO, **changed):
    """A letter that is owed."""
    return post_letter(to=to, language=language, **filled(kind, **changed))
