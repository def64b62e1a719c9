"""A notice as an e-mail: what the letter of kind "notice" is filled in with, in the reader's language."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from accounts.models import User
from kit.isolates import isolate
from mail.models import Letter
from mail.selectors import in_words
from notifications.models import Notice
from notifications.selectors import sentences
from notifications.selectors.kinds import topic_of

ROWS = {
    "price": _("Agreed price"),
    "brand_fee": _("InfluMaroc fee"),
    "brand_vat": _("VAT on the fee"),
    "total": _("Total to pay"),
    "influencer_fee": _("InfluMaroc fee"),
    "influencer_vat": _("VAT on the fee"),
    "net": _("Net for you"),
}
# What the button says, by the page it opens.
BUTTONS: tuple[tuple[str, Promise], ...] = (
    ("/admin/", _("Open the staff area")),
    ("/contrats/", _("Open the contract")),
    ("/marque/offres/", _("Secure the funds")),
    ("/marque/campagnes/", _("Open the campaign")),
    ("/createur/candidatures", _("Open the application")),
    ("/createur/documents", _("Open my documents")),
    ("/marque/finances/documents", _("Open the documents")),
    ("/documents/", _("Download the document")),
    ("/createur/gains", _("Open my earnings")),
    ("/marque/finances", _("Open the payments")),
    ("/reglages/webhooks", _("Open the webhooks")),
    ("", _("Open InfluMaroc")),
)

_EXAMPLE = {"brand": "Atlas Argan", "campaign": "Argan", "influencer": "Salma", "price_centimes": 450_000}
SAMPLES: dict[str, dict[str, Any]] = {
    "brand": {"kind": "application_sent", "data": _EXAMPLE, "link": "/marque/campagnes/"},
    "influencer": {"kind": "offer_made", "data": _EXAMPLE, "link": "/createur/candidatures"},
    "staff": {"kind": "campaign_submitted", "data": _EXAMPLE, "link": "/admin/"},
}


def letter_data(notice: Notice, reader: User) -> dict[str, Any]:
    """Plain values, no query. A letter keeps what the notice said when it was written."""
    kind = sentences.kind_of(notice)
    with override(reader.language):
        return {
            "name": isolate(reader.name),
            "subject": sentences.title(notice),
            "topic": str(topic_of(notice.kind)),
            "tone": kind.tone or "primary",
            "text": sentences.text(notice),
            "rows": _rows(notice, kind.rows),
            "button": _button(notice.link),
            "path": notice.link or "/notifications",
            "number": notice.data.get("number", ""),
        }


def digest_data(notices: list[Notice], n_all: int, reader: User) -> dict[str, Any]:
    """Plain values for the letter of kind "digest": a line for each of these notices, `n_all` in all."""
    with override(reader.language):
        return {
            "name": isolate(reader.name),
            "n": n_all,
            "lines": [sentences.text(notice) for notice in notices],
            "n_more": n_all - len(notices),
        }


def sample_letter(reader: User) -> str:
    """How a letter to this person looks, as HTML; nothing is saved, nobody is in it but the reader."""
    notice = Notice(reader=reader, **SAMPLES[reader.role])
    data = letter_data(notice, reader)
    return in_words(Letter(kind="notice", to=reader.email, language=reader.language, data=data)).html


def _rows(notice: Notice, names: tuple[str, ...]) -> list[dict[str, Any]]:
    """Money lines; the last one is the figure that counts."""
    known = [name for name in names if f"{name}_centimes" in notice.data]
    return [{"label": str(ROWS[name]), "centimes": notice.data[f"{name}_centimes"]} for name in known]


def _button(link: str) -> str:
    return next(str(label) for start, label in BUTTONS if link.startswith(start))
