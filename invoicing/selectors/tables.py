"""The table of a paper, and the sums under it."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from invoicing.models import Document, Kind
from invoicing.selectors.words import MOVES, WITHHELD, quoted, words_of
from kit.dates import day
from kit.isolates import PDI, isolate
from kit.money import figure, plain
from kit.numbers import number, percent
from taxes.selectors.words import words_of as rule_words

Table = dict[str, Any]
JOINER = "\u2060"
LRI = "\u2066"  # what follows, up to PDI, reads from left to right


def table_of(document: Document) -> Table:
    """`columns` (title, is_figure), `rows` of cells, `totals` (label, amount, is_strong)."""
    return BUILDERS[Kind(document.kind)](document)


def _columns(*titles: str, words: int = 1) -> list[list[Any]]:
    """The first ones hold words, the others figures."""
    return [[title, place >= words] for place, title in enumerate(titles)]


def _total(label: str, centimes: int, document: Document, *, strong: str = "") -> list[Any]:
    return [label, plain_figure(centimes, document.currency), bool(strong)]


def plain_figure(centimes: int, currency: str) -> str:
    """With both decimals in every language, unlike in sentences; its sign stays before it in Arabic too."""
    whole = plain(100, currency=currency)
    one = figure(100) if figure(100) in whole else figure(100, short=True)
    return whole.replace(one, f"{LRI}{figure(centimes)}{PDI}")


def _bill(document: Document) -> Table:
    """Quantity, price, VAT apart."""
    rows = [
        [
            words_of(line),
            number(line["quantity"]),
            figure(line["unit_centimes"]),
            "—" if line["vat_bps"] is None else percent(line["vat_bps"]),
            figure(line["net_centimes"]),
        ]
        for line in document.content["lines"]
    ]
    columns = _columns(
        pgettext("paper", "Description"),
        pgettext("paper", "Quantity"),
        pgettext("paper", "Unit price, excl. VAT"),
        pgettext("paper", "VAT"),
        pgettext("paper", "Amount excl. VAT"),
    )
    return {"columns": columns, "rows": rows, "totals": _bill_totals(document)}


def _bill_totals(document: Document) -> list[list[Any]]:
    bps = document.content["lines"][0]["vat_bps"]
    vat = _("VAT %(rate)s") % {"rate": percent(bps)} if bps is not None else _("VAT not charged")
    totals = [
        _total(pgettext("paper", "Total excl. VAT"), document.net_centimes, document),
        _total(vat, document.vat_centimes, document),
        _total(pgettext("paper", "Total incl. VAT"), document.total_centimes, document, strong="yes"),
    ]
    return totals + _withheld(document)


def _withheld(document: Document) -> list[list[Any]]:
    if not document.withheld_centimes:
        return []
    left = document.total_centimes - document.withheld_centimes
    return [
        _total(pgettext("paper", "Tax withheld at source"), -document.withheld_centimes, document),
        _total(pgettext("paper", "Net to pay"), left, document, strong="yes"),
    ]


def _due(document: Document) -> Table:
    """One price, no VAT said."""
    rows = [[words_of(line), figure(line["total_centimes"])] for line in document.content["lines"]]
    total = _total(pgettext("paper", "Amount due"), document.total_centimes, document, strong="yes")
    return {
        "columns": _columns(pgettext("paper", "Description"), pgettext("paper", "Price agreed")),
        "rows": rows,
        "totals": [total, *_withheld(document)],
    }


def _law_of(code: str) -> str:
    """Where the rule stands, without the remarks that follow."""
    return str(rule_words(code).source).partition(". ")[0]


def _certificate(document: Document) -> Table:
    """Each rule with its base and rate; the year's ceiling makes a base smaller than the gross amount."""
    rows = [
        [
            f"{WITHHELD.get(line['code'], line['code'])}\n{isolate(_law_of(line['code']))}",
            figure(line["base_centimes"]),
            percent(line["rate_bps"]),
            figure(line["amount_centimes"]),
        ]
        for line in document.content["lines"]
    ]
    columns = _columns(
        pgettext("paper", "Rule"),
        pgettext("paper", "Base"),
        pgettext("paper", "Rate"),
        pgettext("paper", "Withheld"),
    )
    withheld = pgettext("paper", "Tax withheld at source")
    totals = [
        _total(pgettext("paper", "Gross amount"), document.total_centimes, document),
        _total(withheld, document.withheld_centimes, document, strong="yes"),
    ]
    return {"columns": columns, "rows": rows, "totals": totals}


def _moves(document: Document) -> Table:
    """An account: day, what, amount, and the balance where there is one."""
    opening = document.content.get("opening_centimes")
    rows = [_move(line, with_balance=opening is not None) for line in document.content["lines"]]
    titles = [pgettext("paper", "Date"), pgettext("paper", "Movement"), pgettext("paper", "Amount")]
    if opening is not None:
        titles.append(pgettext("paper", "Balance"))
        before = ["", pgettext("paper", "Balance before"), "", figure(opening)]
        rows.insert(0, before)
    return {"columns": _columns(*titles, words=2), "rows": rows, "totals": _moves_totals(document)}


def _move(line: dict[str, Any], *, with_balance: bool) -> list[str]:
    what = str(MOVES.get(line["code"], line["code"]))
    subject = f" · {quoted(line['about'])}" if line["about"] else ""
    cells = [
        day(datetime.fromisoformat(line["at"])),
        f"{what}{subject} · {unbroken(line['reference'])}",
        figure(line["amount_centimes"]),
    ]
    return [*cells, figure(line["balance_centimes"])] if with_balance else cells


def unbroken(reference: str) -> str:
    """A reference stays on one line."""
    return reference.replace("-", f"{JOINER}-{JOINER}")


def _moves_totals(document: Document) -> list[list[Any]]:
    content = document.content
    if document.kind == Kind.PAYOUT:
        return [_total(pgettext("paper", "Transferred"), document.total_centimes, document, strong="yes")]
    closed = content["closed"]
    totals = [
        _total(pgettext("paper", "Contracts paid, price"), closed["gross"], document),
        _total(pgettext("paper", "Fees excl. VAT"), closed["fee"], document),
        _total(pgettext("paper", "VAT on fees"), closed["vat"], document),
    ]
    if closed["withheld"]:
        withheld = pgettext("paper", "Tax withheld at source")
        totals.append(_total(withheld, closed["withheld"], document))
    is_account = content["opening_centimes"] is not None
    last = pgettext("paper", "Balance at the end") if is_account else pgettext("paper", "Paid less refunded")
    return [*totals, _total(last, document.total_centimes, document, strong="yes")]


def _parties(document: Document) -> Table:
    """A year, one line for each other side."""
    sums = ("gross", "fee", "vat", "withheld", "net")
    rows = [
        [_name(line), number(line["n"]), *[figure(line[f"{name}_centimes"]) for name in sums]]
        for line in document.content["lines"]
    ]
    is_brand = "brand" in document.content.get("side", "")
    last = pgettext("paper", "Paid in all") if is_brand else pgettext("paper", "Received")
    columns = _columns(
        pgettext("paper", "Provider") if is_brand else pgettext("paper", "Client"),
        pgettext("paper", "Payments"),
        pgettext("paper", "Price"),
        pgettext("paper", "Fees"),
        pgettext("paper", "VAT on fees"),
        pgettext("paper", "Withheld"),
        last,
    )
    closed = document.content["closed"]
    titles = [str(title) for title, _figure in columns[2:]]
    totals = [
        _total(title, closed[name], document, strong="yes" * (name == "net"))
        for title, name in zip(titles, sums, strict=True)
    ]
    return {"columns": columns, "rows": rows, "totals": totals}


def _name(line: dict[str, Any]) -> str:
    name = isolate(line["about"])
    return f"{name}\nICE {line['ice']}" if line["ice"] else name


BUILDERS = {
    Kind.FEE_BRAND: _bill,
    Kind.FEE_CREATOR: _bill,
    Kind.PLAN: _bill,
    Kind.SELF_BILL: _bill,
    Kind.CREDIT_NOTE: _bill,
    Kind.AMOUNT_DUE: _due,
    Kind.WITHHOLDING: _certificate,
    Kind.PAYOUT: _moves,
    Kind.MONTHLY: _moves,
    Kind.YEARLY: _parties,
}
