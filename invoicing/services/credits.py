"""A fee given back: a credit note and the money it stands for, in one transaction."""

from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.services import insist_proof
from invoicing import policies
from invoicing.errors import CannotCredit
from invoicing.models import Document, Kind, OwedDocument
from invoicing.selectors import credit_draft
from invoicing.services.numbering import issue
from invoicing.services.owing import ring
from kit.errors import Invalid, ensure
from payments.models import Escrow, LedgerAccount
from payments.services import Leg, post
from payments.services.refunds import request_refund

Account = LedgerAccount.Kind


@transaction.atomic
def credit_invoice(*, document_id: UUID, total_centimes: int | None, reason: str, by: Any) -> Document:
    """Take back a fee invoice of ours, whole or in part (VAT included), and give the money back.

    To a brand it goes the way it was paid, to a creator into what they have available. Two at once come one
    after the other: both look at what is left. Raises NotAllowed, ProofNeeded, Invalid without a reason,
    CannotCredit, IssuerNotConfigured.
    """
    ensure(policies.may_credit(by))
    insist_proof(by=by)
    if not reason.strip():
        raise Invalid
    deal_ids = Document.objects.filter(pk=document_id).values("deal_id")
    found = Escrow.objects.filter(deal_id__in=deal_ids).first()
    if found is None:
        raise CannotCredit
    escrow = Escrow.objects.lock(found.pk)
    invoice = Document.objects.select_related("recipient").get(pk=document_id)
    note = issue(draft=credit_draft(invoice, total_centimes, reason.strip()))
    _give_back(note, invoice, escrow)
    OwedDocument.objects.create(key=note.key, kind=Kind.CREDIT_NOTE, subject_id=invoice.pk, document=note)
    transaction.on_commit(ring, robust=True)
    return note


def _give_back(note: Document, invoice: Document, escrow: Escrow) -> None:
    """Fee and VAT leave the house's accounts; the note's number is the reason in the ledger."""
    back = -note.total_centimes
    to_brand = invoice.kind == Kind.FEE_BRAND
    account, owner = (
        (Account.REFUNDS_IN_TRANSIT, "") if to_brand else (Account.INFLUENCER_AVAILABLE, escrow.payee_id)
    )
    post(
        key=note.key,
        kind="fee_credit",
        deal_id=escrow.deal_id,
        reason=note.number,
        currency=note.currency,
        legs=[
            Leg(Account.PLATFORM_FEES, "", note.net_centimes),
            Leg(Account.VAT_DUE, "", note.vat_centimes),
            Leg(account, owner, back),
        ],
    )
    if to_brand:
        paid = escrow.payments.get(is_credited=True)
        request_refund(payment=paid, amount_centimes=back, reason=note.number)
