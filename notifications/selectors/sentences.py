"""A notice in words, in the language now spoken. Names and amounts are isolated from the text around them."""

from datetime import date, datetime
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kit import dates, money
from kit.isolates import as_html, isolate
from kit.numbers import current_language
from kit.text import tidy, tidy_lines
from kit.vocabulary import Format, Platform
from notifications.models import Notice
from notifications.selectors.kinds import KINDS, Kind
from payments.models import Payout


def kind_of(notice: Notice) -> Kind:
    """The line of the table; a kind that was renamed since reads as a plain piece of news."""
    return KINDS.get(notice.kind, KINDS["announcement"])


def title(notice: Notice) -> str:
    return str(kind_of(notice).title)


def text(notice: Notice) -> str:
    """The sentence, then in quotation marks what somebody wrote, if they did."""
    sentence = str(kind_of(notice).text) % Words(notice.data)
    quote = tidy_lines(notice.data.get("quote", ""))
    quoted = _("“%(quote)s”") % {"quote": isolate(quote)}
    return f"{sentence} {quoted}" if quote else sentence


def html(notice: Notice) -> SafeString:
    """The same for a page: isolates become <bdi>."""
    return as_html(text(notice))


class Words(dict[str, str]):
    """The values of a sentence, written when asked for: `price` from price_centimes, `due` from due_at."""

    def __init__(self, data: dict[str, Any]) -> None:
        super().__init__()
        self._data = data

    def __missing__(self, name: str) -> str:
        writers = {"item": self._item, "words": self._words, "why": self._why}
        return writers.get(name, lambda: isolate(self._write(name)))()

    def _write(self, name: str) -> str:
        data = self._data
        if f"{name}_centimes" in data:
            currency = data.get(f"{name}_currency") or money.CURRENCY
            return money.plain(data[f"{name}_centimes"], currency=currency)
        if f"{name}_at" in data:
            return dates.deadline(datetime.fromisoformat(data[f"{name}_at"]))
        if f"{name}_on" in data:
            return dates.weekday(date.fromisoformat(data[f"{name}_on"]))
        return _("the deadline") if name == "due" else tidy(str(data.get(name, "")))

    def _item(self) -> str:
        """Such as "Instagram Reel", "Réel Instagram"."""
        data = self._data
        if "format" not in data:
            return ""
        names = {"platform": Platform(data["platform"]).label, "format": Format(data["format"]).label}
        return isolate(_("%(platform)s %(format)s") % names)

    def _why(self) -> str:
        """Of a transfer: why it failed or is late."""
        told = {**dict(Payout.Delay.choices), **dict(Payout.Reason.choices)}
        return str(told.get(self._data.get("reason", ""), Payout.Reason.OTHER.label))

    def _words(self) -> str:
        words = self._data.get("words", {})
        return words.get(current_language()) or next(iter(words.values()), "")
