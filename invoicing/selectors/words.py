"""The words of papers, by code. What a paper stores is the code; its PDF freezes the words."""

from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as _p

from invoicing.models import Kind
from kit.dates import day
from kit.isolates import isolate
from kit.money import figure
from kit.numbers import NBSP, current_language, percent

Words = str | Promise

TITLES: dict[str, Words] = {
    Kind.FEE_BRAND: _p("paper", "Invoice"),
    Kind.FEE_CREATOR: _p("paper", "Invoice"),
    Kind.SELF_BILL: _p("paper", "Invoice"),
    Kind.PLAN: _p("paper", "Invoice"),
    Kind.CREDIT_NOTE: _p("paper", "Credit note"),
    Kind.AMOUNT_DUE: _p("paper", "Statement of the amount due"),
    Kind.WITHHOLDING: _p("paper", "Certificate of tax withheld at source"),
    Kind.PAYOUT: _p("paper", "Payout statement"),
    Kind.MONTHLY: _p("paper", "Monthly statement"),
    Kind.YEARLY: _p("paper", "Yearly statement"),
}
MODES: dict[str, Words] = {
    "sandbox": _p("paid by", "test bank (no real money)"),
    "cmi": _p("paid by", "bank card (CMI)"),
    "stripe": _p("paid by", "bank card (Stripe)"),
    "paypal": _p("paid by", "PayPal"),
    "bank": _p("paid by", "bank transfer"),
    "deducted": _p("paid by", "deducted from the price of the contract"),
}
NOTES: dict[str, Words] = {
    "vat_auto_entrepreneur": _("VAT not charged: auto-entrepreneur, outside the scope of VAT (law 114-13)."),
    "vat_not_liable": _("VAT not charged: the provider has declared not to be liable to VAT."),
    "self_billed": _("Invoice issued in the name and on behalf of the provider, under a billing mandate."),
    "fee_apart": _("The service fee of the platform is invoiced to the provider apart."),
    "not_an_invoice": _(
        "This statement is not an invoice and gives no right to deduct VAT: the provider owes the client an "
        "invoice, VAT included if they are liable to it."
    ),
    "withheld_for_client": _(
        "Withheld by the platform on behalf of the client, who remains answerable for it to the tax office."
    ),
}
MOVES: dict[str, Words] = {
    "fund": _p("movement", "Funds secured"),
    "refund_settled": _p("movement", "Refund"),
    "release": _p("movement", "Contract paid"),
    "split": _p("movement", "Part of a contract paid"),
    "payout": _p("movement", "Transfer to the bank"),
    "payout_failed": _p("movement", "Transfer returned"),
    "fee_credit": _p("movement", "Fee given back"),
}
PARTS: dict[str, Words] = {
    "draft": _p("milestone", "drafts approved"),
    "published": _p("milestone", "publications accepted"),
    "retained": _p("milestone", "retained part"),
}
WITHHELD: dict[str, Words] = {
    "ae_one_client": _p("withheld", "Auto-entrepreneur: above the yearly ceiling for one client"),
    "third_party_fees": _p("withheld", "Fees paid to an individual (RNR, RNS)"),
    "is_private_payers": _p("withheld", "Corporate tax withheld by the client"),
    "vat_withheld_regular": _p("withheld", "VAT withheld, with a certificate of tax regularity"),
    "vat_withheld": _p("withheld", "VAT withheld"),
    "foreign_provider": _p("withheld", "Payment to a provider abroad"),
}
IDENTIFIERS: dict[str, Words] = {
    "ice": _p("identifier", "ICE"),
    "if_number": _p("identifier", "Tax ID (IF)"),
    "rc": _p("identifier", "Trade register (RC)"),
    "tp_number": _p("identifier", "Professional tax (TP)"),
    "cnss": _p("identifier", "CNSS"),
    "capital": _p("identifier", "Share capital"),
}


def quoted(title: str) -> str:
    """In the quotation marks of the language, which keep to their word; isolated from what is around it."""
    before, after = ("“", "”") if current_language() == "en" else (f"«{NBSP}", f"{NBSP}»")
    return f"{before}{isolate(title)}{after}"


def described(line: dict[str, Any]) -> str:
    """The contract, and which part of it."""
    subject = quoted(line["about"]) if line.get("about") else ""
    part = PARTS.get(line.get("part", ""))
    return f"{subject} ({part})" if part else subject


def words_of(line: dict[str, Any]) -> str:
    """What was sold, in the language being spoken."""
    said = {"subject": described(line), "number": line.get("number", "")}
    if line["code"] in {"fee_brand", "fee_creator"}:
        said |= {"rate": percent(line["bps"]), "base": figure(line["base_centimes"])}
        return str(_("Service fee, %(rate)s of %(base)s: %(subject)s") % said)
    if line["code"] == "plan":
        days = {name: day(date.fromisoformat(line[name])) for name in ("start", "end")}
        return str(_("Subscription to the plan %(plan)s, from %(start)s to %(end)s")) % {**line, **days}
    if line["code"] == "credit":
        return str(_("Taken back from invoice %(number)s: %(subject)s") % said)
    return str(_("Influence marketing service: %(subject)s") % said)
