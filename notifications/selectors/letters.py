"""A notice as an e-mail: what it says in the language now spoken. The look is in templates/notifications/."""

from dataclasses import dataclass
from urllib.parse import urljoin

from django.conf import settings
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext_lazy as _

from kit import money
from notifications.models import Notice
from notifications.selectors import sentences
from notifications.selectors.inbox import localised
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
    ("/createur/gains", _("Open my earnings")),
    ("/marque/finances", _("Open the payments")),
    ("", _("Open InfluMaroc")),
)


@dataclass(frozen=True)
class Row:
    """One money line; the last one is the figure that counts."""

    label: Promise
    amount: str
    html: SafeString
    is_total: bool


@dataclass(frozen=True)
class Letter:
    """Everything the templates of a mail show."""

    to: str
    name: str
    subject: str
    topic: str
    tone: str
    text: str
    rows: list[Row]
    button: str
    url: str
    number: str
    language: str
    is_rtl: bool
    message_id: str

    @property
    def html(self) -> SafeString:
        return sentences.as_html(self.text)

    @property
    def plain(self) -> str:
        return self.text if self.is_rtl else sentences.without_marks(self.text)


def letter_of(notice: Notice) -> Letter:
    """No query when the reader is loaded with the notice."""
    kind = sentences.kind_of(notice)
    path = localised(notice.link) or localised("/notifications")
    host = settings.SITE_URL.split("//")[-1].split(":")[0]
    return Letter(
        to=notice.reader.email,
        name=notice.reader.name,
        subject=sentences.title(notice),
        topic=str(topic_of(notice.kind)),
        tone=kind.tone or "primary",
        text=sentences.text(notice),
        rows=_rows(notice, kind.rows),
        button=_button(notice.link),
        url=urljoin(settings.SITE_URL, path),
        number=notice.data.get("number", ""),
        language=(get_language() or "fr")[:2],
        is_rtl=get_language_bidi(),
        # The same notice mailed twice is the same message: mail programs show it once.
        message_id=f"<notice-{notice.pk}@{host}>",
    )


def _rows(notice: Notice, names: tuple[str, ...]) -> list[Row]:
    known = [name for name in names if f"{name}_centimes" in notice.data]
    return [_row(name, notice.data[f"{name}_centimes"], is_total=name == names[-1]) for name in known]


def _row(name: str, centimes: int, *, is_total: bool) -> Row:
    return Row(ROWS[name], money.plain(centimes), money.html(centimes, "sentence"), is_total)


def _button(link: str) -> str:
    return next(str(label) for start, label in BUTTONS if link.startswith(start))
