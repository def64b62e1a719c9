"""A paper as it is drawn: every word and figure in one language, in order. Pure: reads the document alone."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from invoicing.models import Document, Kind
from invoicing.selectors import tables
from invoicing.selectors.words import IDENTIFIERS, MODES, NOTES, TITLES, described
from kit.dates import day
from kit.isolates import isolate
from kit.money import figure, plain
from kit.numbers import current_language
from kit.spelled import spelled
from taxes.models import TaxProfile

Sheet = dict[str, Any]
COMMAS = {"ar": "، "}
INVOICES = {Kind.FEE_BRAND, Kind.FEE_CREATOR, Kind.PLAN, Kind.SELF_BILL, Kind.CREDIT_NOTE}


def sheet_of(document: Document, language: str) -> Sheet:
    """What templates/invoicing/paper.typ fills in."""
    with override(language):
        return {
            "lang": language,
            "comma": COMMAS.get(language, ", "),
            "date": document.issued_on.isoformat(),
            "title": str(TITLES[document.kind]),
            "number": document.number,
            "issuer": block(document.issuer_data, _issuer_label(document)),
            "recipient": block(document.recipient_data, _recipient_label(document)),
            "third": _third(document),
            "meta": _meta(document),
            **tables.table_of(document),
            "words": _in_words(document),
            "notes": _notes(document),
            "footer": _footer(document),
            "page": pgettext("paper", "Page"),
        }


def _issuer_label(document: Document) -> str:
    return pgettext("paper", "Seller") if document.kind in INVOICES else pgettext("paper", "Issued by")


def _recipient_label(document: Document) -> str:
    return pgettext("paper", "Client") if document.kind in INVOICES else pgettext("paper", "Issued to")


def block(party: dict[str, Any], label: str) -> Sheet:
    """A party: its names, address, status and numbers."""
    place = COMMAS.get(current_language(), ", ").join(
        isolate(part) for part in (party.get("city"), _country(party)) if part
    )
    address = party.get("address")
    name, legal = party.get("name", ""), party["legal_name"]
    return {
        "label": label,
        "name": isolate(legal),
        "brand": isolate(name) if name and name != legal else "",
        "lines": [line for line in (isolate(address) if address else "", place) if line],
        "status": _status(party),
        "ids": [[str(said), str(party[name])] for name, said in IDENTIFIERS.items() if party.get(name)],
    }


def _status(party: dict[str, Any]) -> str:
    """A person's tax status; a company is known by its name."""
    status = party.get("status") or TaxProfile.Status.UNKNOWN
    told = status not in {TaxProfile.Status.UNKNOWN, TaxProfile.Status.COMPANY}
    return str(TaxProfile.Status(status).label) if told else ""


def _country(party: dict[str, Any]) -> str:
    country = party.get("country") or ""
    return _("Morocco") if country == "MA" and party.get("city") else ("" if country == "MA" else country)


def _third(document: Document) -> Sheet | None:
    """Whoever a paper names besides the two: who signs as agent, sells, or withheld."""
    content = document.content
    if "agent" in content:
        return block(content["agent"], pgettext("paper", "Issued by, as agent"))
    if "seller" in content:
        return block(content["seller"], pgettext("paper", "Provider"))
    if "client" in content:
        return block(content["client"], pgettext("paper", "Withheld on behalf of"))
    return None


def _meta(document: Document) -> list[list[str]]:
    """Days and references beside the title."""
    content, meta = document.content, [[pgettext("paper", "Date"), day(document.issued_on)]]
    if document.period_start and document.period_end:
        meta.append([pgettext("paper", "Period"), _period(document.period_start, document.period_end)])
    if performed := content.get("performed_on"):
        meta.append([pgettext("paper", "Service completed on"), _day(performed)])
    if invoice := content.get("invoice"):
        meta.append([pgettext("paper", "Takes back invoice"), invoice["number"]])
        meta.append([pgettext("paper", "of"), _day(invoice["on"])])
    if content.get("reason"):
        meta.append([pgettext("paper", "Reason"), content["reason"]])
    if content.get("about"):
        meta.append([pgettext("paper", "Subject"), described(content)])
    if document.deal_id:
        meta.append([pgettext("paper", "Contract"), document.deal_id.hex[-8:].upper()])
    return meta + _paid(content.get("paid") or {}) + _transfer(content.get("transfer") or {})


def _paid(paid: dict[str, Any]) -> list[list[str]]:
    if not paid:
        return []
    rows = [[pgettext("paper", "Payment"), str(MODES.get(paid["mode"], paid["mode"]))]]
    if paid.get("on"):
        rows.append([pgettext("paper", "Paid on"), _day(paid["on"])])
    if paid.get("reference"):
        rows.append([pgettext("paper", "Payment reference"), paid["reference"]])
    if paid.get("charged_centimes"):
        charged = plain(paid["charged_centimes"], currency=paid["charged_currency"])
        rows.append([pgettext("paper", "Charged in foreign currency"), charged])
    return rows


def _transfer(transfer: dict[str, Any]) -> list[list[str]]:
    if not transfer:
        return []
    rows = [
        [pgettext("paper", "Transfer"), transfer["reference"]],
        [pgettext("paper", "Account holder"), transfer["holder"]],
        [pgettext("paper", "RIB ending in"), transfer["last4"]],
        [pgettext("paper", "Asked for on"), _day(transfer["asked_on"])],
    ]
    if transfer.get("on"):
        rows.append([pgettext("paper", "Paid on"), _day(transfer["on"])])
    if transfer.get("bank_ref"):
        rows.append([pgettext("paper", "Bank's reference"), transfer["bank_ref"]])
    return rows


def _day(iso: str) -> str:
    return day(datetime.fromisoformat(iso).date() if "T" in iso else date.fromisoformat(iso))


def _period(start: date, end: date) -> str:
    return _("from %(start)s to %(end)s") % {"start": day(start), "end": day(end)}


def _in_words(document: Document) -> str:
    """The amount in letters, on what is a bill."""
    if document.kind not in {*INVOICES, Kind.AMOUNT_DUE}:
        return ""
    amount = spelled(abs(document.total_centimes), currency=document.currency)
    if document.kind == Kind.CREDIT_NOTE:
        return _("This credit note amounts to: %(amount)s.") % {"amount": amount}
    if document.kind == Kind.AMOUNT_DUE:
        return _("This statement amounts to: %(amount)s.") % {"amount": amount}
    return _("This invoice amounts to: %(amount)s, all taxes included.") % {"amount": amount}


def _notes(document: Document) -> list[str]:
    notes = [str(NOTES[code]) for code in document.content["notes"]]
    if document.kind == Kind.PAYOUT:
        notes.append(_("The balance of the account after this transfer is %(amount)s.") % _after(document))
    currency = {"MAD": _("dirhams (MAD)"), "EUR": _("euros (EUR)"), "USD": _("US dollars (USD)")}
    amounts = _("Amounts in %(currency)s.") % {"currency": currency[document.currency]}
    return [*notes, amounts]


def _after(document: Document) -> dict[str, str]:
    lines = document.content["lines"]
    before = lines[-1]["balance_centimes"] if lines else document.content["opening_centimes"]
    return {"amount": figure(before - document.total_centimes)}


def _footer(document: Document) -> str:
    """Who issued it, and the mark of its content."""
    legal, mark = document.issuer_data["legal_name"], document.digest[:16]
    return _("%(name)s · %(number)s · content mark %(mark)s") % {
        "name": isolate(legal),
        "number": document.number,
        "mark": mark,
    }
