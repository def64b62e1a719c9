"""Whom papers are told to: their parties, once for what was issued together."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from events.services import emit
from invoicing import policies
from invoicing.facts import DocumentResent, DocumentsIssued
from invoicing.models import Document, OwedDocument
from kit.errors import ensure
from payments.models import Wallet


@transaction.atomic
def tell_issued(*, limit: int = 500) -> int:
    """Say one fact per wallet for all papers issued since the last time; return how many papers."""
    rows = OwedDocument.objects.filter(document__isnull=False, told_at=None).order_by("id")
    rows = rows.select_for_update(skip_locked=True, of=("self",)).select_related(
        "document__recipient", "document__other"
    )
    issued = list(rows[:limit])
    by_wallet: dict[Wallet, list[Document]] = defaultdict(list)
    for owed in issued:
        document: Any = owed.document
        for wallet in filter(None, (document.recipient, document.other)):
            by_wallet[wallet].append(document)
    for wallet, documents in by_wallet.items():
        emit(DocumentsIssued(**_said(wallet, documents)))
    OwedDocument.objects.filter(pk__in=[owed.pk for owed in issued]).update(told_at=timezone.now())
    return len(issued)


def _said(wallet: Wallet, documents: list[Document]) -> dict[str, Any]:
    return {
        "wallet_id": str(wallet.pk),
        "wallet_kind": wallet.kind,
        "document_ids": [str(document.pk) for document in documents],
        "numbers": [document.number for document in documents],
    }


@transaction.atomic
def resend_document(*, document_id: UUID, by: Any) -> Document:
    """Staff send the recipient a paper once more. Raises NotAllowed."""
    ensure(policies.may_resend(by))
    document = Document.objects.select_related("recipient").get(pk=document_id)
    emit(DocumentResent(**_said(document.recipient, [document])), by=by)
    return document
