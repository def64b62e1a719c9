"""The bytes of papers: drawn once in each language, then kept as they are."""

import hashlib
import logging
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from invoicing import policies
from invoicing.errors import DocumentDamaged
from invoicing.models import Document, DocumentFile, OwedDocument
from invoicing.selectors import LANGUAGES, is_intact, pdf_of
from kit.errors import ensure

log = logging.getLogger(__name__)


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


def fetch_file(*, document_id: UUID, language: str, by: Any) -> DocumentFile:
    """The PDF for somebody of its parties (Http404 for others), with bytes that were checked just now.

    A language we do not write, or none, is the document's own. Raises DocumentDamaged.
    """
    document = Document.objects.visible_to(by).filter(pk=document_id).first()
    if document is None:
        raise Http404
    file = keep_file(document=document, language=language if language in LANGUAGES else document.language)
    return _checked(file)


def read_file(*, file_id: int, by: Any) -> DocumentFile:
    """The PDF of anybody, for staff who may: checked just now, and who got it is logged.

    Raises NotAllowed, DocumentDamaged, Http404.
    """
    ensure(policies.may_read_files(by))
    file = DocumentFile.objects.select_related("document").filter(pk=file_id).first()
    if file is None:
        raise Http404
    _checked(file)
    log.info("document file %s is given to %s", file.filename, by.pk)
    return file


def _checked(file: DocumentFile) -> DocumentFile:
    if not is_intact(file):
        log.error("document file %s does not fit its hash", file.filename)
        raise DocumentDamaged
    return file
