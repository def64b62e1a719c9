"""The pages of papers: a brand's and a creator's documents, the mandate, the accountant's files, the PDFs."""

from invoicing.views.documents import brand_documents, creator_documents, pdf
from invoicing.views.exports import brand_export, brand_exports, creator_export, creator_exports
from invoicing.views.mandates import mandate

__all__ = [
    "brand_documents",
    "brand_export",
    "brand_exports",
    "creator_documents",
    "creator_export",
    "creator_exports",
    "mandate",
    "pdf",
]
