"""The papers of one closed part: both fee invoices, the creator's sale, the certificate of tax withheld."""

from typing import Any

from invoicing.models import Kind
from invoicing.selectors.closings import Closing
from invoicing.selectors.drafts import Draft, from_house, key_of, line
from invoicing.selectors.parties import Party, house, party
from kit.dates import local_day

WHOLE = 10_000


def closing_draft(kind: str, closing: Closing) -> Draft:
    """Raises IssuerNotConfigured."""
    return BUILDERS[Kind(kind)](closing)


def _about(closing: Closing, kind: str) -> dict[str, Any]:
    """What every paper of a closing knows."""
    part, escrow = closing.part, closing.escrow
    return {
        "key": key_of(kind, part.pk),
        "kind": kind,
        "currency": escrow.currency,
        "deal_id": escrow.deal_id,
        "part_id": part.pk,
    }


def _subject(closing: Closing) -> dict[str, Any]:
    """The deal in a line's words."""
    return {"about": closing.escrow.title, "part": closing.part.name}


def _paid(closing: Closing) -> dict[str, Any]:
    """How and when the brand paid, before the work began."""
    payment = closing.payment
    if payment is None:
        return {}
    day = payment.settled_at and local_day(payment.settled_at)
    paid: dict[str, Any] = {"mode": payment.gateway, "reference": payment.reference, "on": day}
    if payment.currency != closing.escrow.currency:
        paid |= {"charged_centimes": payment.amount_centimes, "charged_currency": payment.currency}
    return paid


def _content(closing: Closing, *lines: dict, **more: Any) -> dict[str, Any]:
    performed = closing.part.closed_at and local_day(closing.part.closed_at)
    return {"lines": list(lines), "performed_on": performed, "notes": [], **more}


def _fee_brand(closing: Closing) -> Draft:
    quote = closing.quote
    net, vat = quote.brand_fee_centimes, quote.brand_vat_centimes
    fee = line(
        *("fee_brand", net, vat, quote.vat_bps),
        bps=quote.brand_fee_bps,
        base_centimes=quote.price_centimes,
        **_subject(closing),
    )
    return Draft(
        **_about(closing, Kind.FEE_BRAND),
        **from_house(closing.escrow.payer),
        content=_content(closing, fee, paid=_paid(closing)),
        net_centimes=net,
        vat_centimes=vat,
    )


def _fee_creator(closing: Closing) -> Draft:
    quote = closing.quote
    net, vat = quote.influencer_fee_centimes, quote.influencer_vat_centimes
    fee = line(
        *("fee_creator", net, vat, quote.vat_bps),
        bps=quote.influencer_fee_bps,
        base_centimes=quote.price_centimes,
        **_subject(closing),
    )
    day = closing.part.closed_at and local_day(closing.part.closed_at)
    return Draft(
        **_about(closing, Kind.FEE_CREATOR),
        **from_house(closing.escrow.payee),
        content=_content(closing, fee, paid={"mode": "deducted", "reference": "", "on": day}),
        net_centimes=net,
        vat_centimes=vat,
    )


def _sale(closing: Closing, creator: Party) -> tuple[dict, int, int, list[str]]:
    """The creator's line, net, VAT and notes. The price includes VAT when they owe it: what was found when it
    closed counts.
    """
    price, bps, tax = closing.quote.price_centimes, closing.quote.vat_bps, closing.tax
    liable = bool(tax.vat_centimes) if tax else bool(creator.get("is_vat_liable"))
    extracted = (price * bps * 2 + WHOLE + bps) // (2 * (WHOLE + bps))
    vat = (tax.vat_centimes if tax else extracted) if liable else 0
    sold = line("service", price - vat, vat, bps if liable else None, **_subject(closing))
    return sold, price - vat, vat, [] if liable else [_exemption(creator)]


def _exemption(creator: Party) -> str:
    """Why no VAT stands on the paper, as far as it is known."""
    return "vat_auto_entrepreneur" if creator.get("status") == "auto_entrepreneur" else "vat_not_liable"


def _self_bill(closing: Closing) -> Draft:
    """The creator's own invoice, written under their mandate; the platform must be known to sign as agent."""
    creator = party(closing.escrow.payee)
    sold, net, vat, notes = _sale(closing, creator)
    return Draft(
        **_about(closing, Kind.SELF_BILL),
        issuer=closing.escrow.payee,
        issuer_data=creator,
        recipient=closing.escrow.payer,
        recipient_data=party(closing.escrow.payer),
        other=closing.escrow.payee,
        content=_content(
            closing, sold, paid=_paid(closing), agent=house(), notes=[*notes, "self_billed", "fee_apart"]
        ),
        net_centimes=net,
        vat_centimes=vat,
        withheld_centimes=closing.withheld_centimes,
    )


def _amount_due(closing: Closing) -> Draft:
    """Without a mandate, or without a tax number: what is owed, and that an invoice of theirs has to come."""
    price, creator = closing.quote.price_centimes, party(closing.escrow.payee)
    return Draft(
        **_about(closing, Kind.AMOUNT_DUE),
        **from_house(closing.escrow.payer),
        other=closing.escrow.payee,
        content=_content(
            closing,
            line("service", price, **_subject(closing)),
            paid=_paid(closing),
            seller=creator,
            notes=["not_an_invoice"],
        ),
        net_centimes=price,
        withheld_centimes=closing.withheld_centimes,
    )


def _withholding(closing: Closing) -> Draft:
    """Withheld for the brand that paid, from what the creator was owed: each rule as it was applied."""
    applied = [
        {name: one[name] for name in ("code", "base_centimes", "rate_bps", "amount_centimes", "source")}
        for one in (closing.tax.lines if closing.tax else [])
        if one["is_withheld"] and one["amount_centimes"]
    ]
    return Draft(
        **_about(closing, Kind.WITHHOLDING),
        **from_house(closing.escrow.payee),
        other=closing.escrow.payer,
        content=_content(
            closing,
            *applied,
            client=party(closing.escrow.payer),
            notes=["withheld_for_client"],
            **_subject(closing),
        ),
        net_centimes=closing.quote.price_centimes,
        withheld_centimes=closing.withheld_centimes,
    )


BUILDERS = {
    Kind.FEE_BRAND: _fee_brand,
    Kind.FEE_CREATOR: _fee_creator,
    Kind.SELF_BILL: _self_bill,
    Kind.AMOUNT_DUE: _amount_due,
    Kind.WITHHOLDING: _withholding,
}
