"""A credit note: what of a fee invoice is taken back."""

from django.db.models import Sum

from invoicing.errors import CannotCredit
from invoicing.models import Document, Kind
from invoicing.selectors.drafts import Draft, from_house, line

FEES = {Kind.FEE_BRAND, Kind.FEE_CREATOR}


def left_of(invoice: Document) -> tuple[int, int]:
    """Net and VAT of an invoice that no credit note has taken back yet."""
    taken = invoice.corrections.aggregate(
        net=Sum("net_centimes", default=0), vat=Sum("vat_centimes", default=0)
    )
    return invoice.net_centimes + taken["net"], invoice.vat_centimes + taken["vat"]


def credit_draft(invoice: Document, total_centimes: int | None, reason: str) -> Draft:
    """Its sums are negative, in the invoice's proportion of net and VAT; none takes back all that is left.

    Raises CannotCredit for another kind of paper and for more than is left, IssuerNotConfigured.
    """
    net, vat = left_of(invoice)
    total = net + vat if total_centimes is None else total_centimes
    if invoice.kind not in FEES or not 0 < total <= net + vat:
        raise CannotCredit(left_centimes=net + vat)
    net = (total * net * 2 + net + vat) // (2 * (net + vat))
    vat, bps = total - net, invoice.content["lines"][0]["vat_bps"]
    about = {name: invoice.content["lines"][0].get(name, "") for name in ("about", "part")}
    note = line("credit", -net, -vat, bps, number=invoice.number, **about)
    place = invoice.corrections.count() + 1
    return Draft(
        key=f"credit:{invoice.pk}:{place}",
        kind=Kind.CREDIT_NOTE,
        **from_house(invoice.recipient),
        content={
            "lines": [note],
            "notes": [],
            "reason": reason,
            "invoice": {"number": invoice.number, "on": invoice.issued_on},
        },
        currency=invoice.currency,
        net_centimes=-net,
        vat_centimes=-vat,
        deal_id=invoice.deal_id,
        part_id=invoice.part_id,
        related=invoice,
    )
