"""Papers: their numbers, themselves, their bytes, what is still owed, who may sign for whom."""

from invoicing.models.documents import BILLS, PREFIXES, STATEMENTS, Document, DocumentFile, Kind
from invoicing.models.mandates import Mandate
from invoicing.models.owed import OwedDocument
from invoicing.models.series import Series

__all__ = [
    "BILLS",
    "PREFIXES",
    "STATEMENTS",
    "Document",
    "DocumentFile",
    "Kind",
    "Mandate",
    "OwedDocument",
    "Series",
]
