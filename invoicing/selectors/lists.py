"""Rows that doors and tasks ask for."""

from uuid import UUID

from django.db.models import QuerySet

from invoicing.models import Document, OwedDocument
from payments.models import Wallet


def documents_of(wallet: Wallet) -> QuerySet[Document]:
    """A wallet's papers, newest first, without what only the sheet needs."""
    rows = Document.objects.of(wallet).order_by("-issued_on", "-id")
    return rows.defer("content", "issuer_data", "recipient_data")


def undrawn_documents(limit: int = 500) -> list[UUID]:
    """Documents whose PDFs are still to be drawn, oldest first."""
    rows = OwedDocument.objects.filter(document__isnull=False, drawn_at=None).order_by("id")
    return list(rows.values_list("document_id", flat=True)[:limit])
