"""The auditor of papers: their numbers, their content, their bytes, and the ledger they speak of.

The checks in SQL return the rows that are wrong (subject, expected, actual), in the shape of the ledger's own
auditor. Nothing is repaired.
"""

import hashlib
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db import connection

from invoicing.errors import DocumentDamaged
from invoicing.models import Document, DocumentFile, Series
from invoicing.selectors.digests import digest_of
from payments.selectors import Finding

MAX_FINDINGS_EACH = 200
CHECKS: dict[str, str] = {
    # Every number up to the last has one document.
    "document_number_gap": """
        SELECT 'series ' || s.kind || ' ' || s.year || coalesce(' ' || s.issuer_id, ''), s.last_number,
               count(d.id) || ' up to ' || coalesce(max(d.place), 0)
          FROM invoicing_series s LEFT JOIN invoicing_document d ON d.series_id = s.id
         GROUP BY s.id HAVING count(d.id) <> s.last_number OR coalesce(max(d.place), 0) <> s.last_number""",
    # Within a series days never go back.
    "document_out_of_order": """
        SELECT 'document ' || number, 'not before ' || before, issued_on
          FROM (SELECT number, issued_on, lag(issued_on) OVER (PARTITION BY series_id ORDER BY place)
                       AS before
                  FROM invoicing_document) d
         WHERE issued_on < before""",
    # What the fee invoices of a closing say is what the ledger booked as fees, and as VAT.
    "document_differs_from_ledger": """
        SELECT 'closing ' || d.part_id, coalesce(l.fee, 0) || ' + ' || coalesce(l.vat, 0),
               d.fee || ' + ' || d.vat
          FROM (SELECT part_id, sum(net_centimes) AS fee, sum(vat_centimes) AS vat, count(*) AS n
                  FROM invoicing_document WHERE kind IN ('fee_brand', 'fee_creator') GROUP BY part_id) d
          LEFT JOIN (SELECT split_part(t.key, ':', 2) AS part,
                            sum(e.amount_centimes) FILTER (WHERE a.kind = 'platform_fees') AS fee,
                            sum(e.amount_centimes) FILTER (WHERE a.kind = 'vat_due') AS vat
                       FROM payments_ledgertransaction t
                       JOIN payments_ledgerentry e ON e.transaction_id = t.id
                       JOIN payments_ledgeraccount a ON a.id = e.account_id
                      WHERE split_part(t.key, ':', 1) = 'close' GROUP BY 1) l ON l.part = d.part_id::text
         WHERE (d.fee, d.vat) IS DISTINCT FROM (coalesce(l.fee, 0), coalesce(l.vat, 0))
           AND NOT EXISTS (SELECT FROM invoicing_oweddocument o
                            WHERE o.subject_id = d.part_id AND o.document_id IS NULL
                              AND o.kind IN ('fee_brand', 'fee_creator'))""",
    # A credit note is the money that was given back.
    "credit_differs_from_ledger": """
        SELECT 'credit note ' || d.number, d.net_centimes || ' + ' || d.vat_centimes,
               coalesce(sum(e.amount_centimes) FILTER (WHERE a.kind = 'platform_fees'), 0) || ' + '
               || coalesce(sum(e.amount_centimes) FILTER (WHERE a.kind = 'vat_due'), 0)
          FROM invoicing_document d
          LEFT JOIN payments_ledgertransaction t ON t.key = d.key
          LEFT JOIN payments_ledgerentry e ON e.transaction_id = t.id
          LEFT JOIN payments_ledgeraccount a ON a.id = e.account_id
         WHERE d.kind = 'credit_note' GROUP BY d.id
        HAVING coalesce(sum(e.amount_centimes) FILTER (WHERE a.kind = 'platform_fees'), 0) <> d.net_centimes
            OR coalesce(sum(e.amount_centimes) FILTER (WHERE a.kind = 'vat_due'), 0) <> d.vat_centimes""",
    # The invoice of a plan is what was charged for it.
    "plan_document_differs": """
        SELECT 'invoice ' || d.number, coalesce(c.net_centimes, 0) || ' + ' || coalesce(c.vat_centimes, 0),
               d.net_centimes || ' + ' || d.vat_centimes
          FROM invoicing_document d LEFT JOIN invoicing_oweddocument o ON o.document_id = d.id
          LEFT JOIN plans_charge c ON c.id = o.subject_id AND c.state = 'paid'
         WHERE d.kind = 'plan'
           AND (d.net_centimes, d.vat_centimes) IS DISTINCT FROM (c.net_centimes, c.vat_centimes)""",
    # A closing that gave something has its papers, or they are owed.
    "closing_without_documents": """
        SELECT 'closing ' || p.id, 'documents', 'none for a day'
          FROM payments_escrowpart p
         WHERE p.given_centimes > 0 AND p.closed_at < now() - interval '1 day'
           AND NOT EXISTS (SELECT FROM invoicing_oweddocument o WHERE o.subject_id = p.id)""",
    "document_file_unknown": """
        SELECT 'file ' || f.id, 'a document', 'none'
          FROM invoicing_documentfile f LEFT JOIN invoicing_document d ON d.id = f.document_id
         WHERE d.id IS NULL OR f.size <> octet_length(f.content)""",
}


def audit_documents() -> list[Finding]:
    """All of it; an empty list is the proof. The bytes and digests are computed anew, row by row."""
    findings = [one for code, sql in CHECKS.items() for one in run(code, sql)]
    return [*findings, *changed_documents(), *changed_files()]


def run(code: str, sql: str) -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        rows: list[tuple[Any, ...]] = cursor.fetchmany(MAX_FINDINGS_EACH)
    for subject, expected, actual in rows:
        yield Finding(code, str(subject), str(expected), str(actual))


def changed_documents() -> Iterator[Finding]:
    """Rows that do not say any more what their digest sealed; each is linked to the one before."""
    for series in Series.objects.all():
        before = ""
        for document in Document.objects.filter(series=series).order_by("place").iterator(500):
            if (found := digest_of(document, before)) != document.digest:
                yield Finding("document_changed", f"document {document.number}", document.digest, found)
            before = document.digest
        if before != series.last_digest:
            yield Finding("document_changed", f"series {series}", series.last_digest, before)


def changed_files() -> Iterator[Finding]:
    """PDFs whose bytes are not those that were kept."""
    for file in DocumentFile.objects.select_related("document").order_by("id").iterator(100):
        if not is_intact(file):
            subject = f"file {file.document.number} {file.language}"
            yield Finding("document_bytes_changed", subject, file.sha256, _hash(file))


def check_document(document_id: UUID) -> None:
    """One paper: its digest after the one before it, and each of its files. Raises DocumentDamaged."""
    document = Document.objects.get(pk=document_id)
    previous = Document.objects.filter(series_id=document.series_id, place=document.place - 1)
    before = previous.values_list("digest", flat=True).first() or ""
    if digest_of(document, before) != document.digest or not all(map(is_intact, document.files.all())):
        raise DocumentDamaged


def is_intact(file: DocumentFile) -> bool:
    return _hash(file) == file.sha256


def _hash(file: DocumentFile) -> str:
    return hashlib.sha256(bytes(file.content)).hexdigest()
