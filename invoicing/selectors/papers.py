"""A sheet becomes a PDF: typst, our own template, letters of a package; the same sheet, the same bytes."""

import json
from functools import cache
from pathlib import Path

import typst
from django.conf import settings

from invoicing.models import Document
from invoicing.selectors.letters import fonts_place, printable
from invoicing.selectors.sheets import sheet_of

TEMPLATE = Path(settings.BASE_DIR) / "templates" / "invoicing" / "paper.typ"
LANGUAGES = ("fr", "ar", "en")


@cache
def _fonts() -> typst.Fonts:
    """Read once: they are the same for every paper, and nothing of the machine's own is taken."""
    place = str(fonts_place())
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[place])


def pdf_of(document: Document, language: str) -> bytes:
    """PDF/A-2b: fonts embedded, readable for as long as papers are kept."""
    return typst.compile(
        TEMPLATE.read_bytes(),
        font_paths=_fonts(),
        format="pdf",
        pdf_standards=["a-2b"],
        sys_inputs=_data(document, language),
    )


def picture_of(document: Document, language: str) -> bytes:
    """The first page as PNG, for whoever wants to look at it."""
    made: bytes | list[bytes] = typst.compile(
        TEMPLATE.read_bytes(),
        font_paths=_fonts(),
        format="png",
        ppi=110.0,
        sys_inputs=_data(document, language),
    )
    return made[0] if isinstance(made, list) else made


def _data(document: Document, language: str) -> dict[str, str]:
    return {"data": json.dumps(printable(sheet_of(document, language)), ensure_ascii=False)}
