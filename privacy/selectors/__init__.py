"""Reads over everything below: whose rows, why somebody may not leave yet, the map as a page."""

from privacy.selectors.copies import copy_of, tables_of
from privacy.selectors.look import consents_of, deletion_of, export_of, owes_consent
from privacy.selectors.page import as_markdown
from privacy.selectors.reasons import Reason, reasons_to_stay
from privacy.selectors.rows import column_of, model_of, points_at_user, rows_naming, rows_of
from privacy.selectors.sealed import SealedColumn, sealed_columns

__all__ = [
    "Reason",
    "SealedColumn",
    "as_markdown",
    "column_of",
    "consents_of",
    "copy_of",
    "deletion_of",
    "export_of",
    "model_of",
    "owes_consent",
    "points_at_user",
    "reasons_to_stay",
    "rows_naming",
    "rows_of",
    "sealed_columns",
    "tables_of",
]
