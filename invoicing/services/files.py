"""The bytes of papers: drawn once in each language, then kept as they are."""

import hashlib
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from invoicing.models import Document, DocumentFile, OwedDocument
from invoicing.selectors import LANGUAGES, pdf_of


def keep_file(*, document: Document, language: str) -> DocumentFile:
    """The PDF of a document in one language; drawn if it is the first time. Of two at once, one is kept."""
    known = DocumentFile.objects.filter(document=document, language=language).first()
    if known is not None:
        return known
    content = pdf_of(document, language)
    row = DocumentFile(
        document=document,
        language=language,
        content=content,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
    )
    with transaction.atomic():
        DocumentFile.objects.bulk_create([row], ignore_conflicts=True)
    return DocumentFile.objects.get(document=document, language=language)


def keep_files(*, document_id: UUID) -> int:
    """Draw a document in every language it lacks; return how many there are now."""
    document = Document.objects.get(pk=document_id)
    files = [keep_file(document=document, language=language) for language in LANGUAGES]
    OwedDocument.objects.filter(document=document, drawn_at=None).update(drawn_at=timezone.now())
    return len(files)
