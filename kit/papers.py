"""Papers that people hand in as proof: a PDF as it is, a photo drawn again. Whoever keeps them seals them.

A PDF is not opened here: it is handed out as a download only, never shown inside our pages.
"""

import io
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from PIL import Image

from kit.errors import Refusal
from kit.pictures import open_picture

MAX_BYTES = 5 * 1024 * 1024
MAX_SIDE = 2000
PDF, JPEG = "application/pdf", "image/jpeg"
PDF_START, PDF_END, END_WITHIN = b"%PDF-", b"%%EOF", 1024


class PaperRefused(Refusal):
    """A file that is no paper we take."""

    code = "paper_refused"
    status = 400
    detail = _("This file cannot be used: send a PDF, or a photo in JPEG, PNG or WebP.")


@dataclass(frozen=True, kw_only=True)
class Paper:
    """What is kept of an upload."""

    media_type: str
    content: bytes

    @property
    def suffix(self) -> str:
        return "pdf" if self.media_type == PDF else "jpg"


def read_paper(upload: Any) -> Paper:
    """An upload as a paper. Raises PaperRefused, and PictureRefused for a photo that cannot be used."""
    if upload.size > MAX_BYTES:
        raise PaperRefused(_("The file is larger than 5 MB."))
    start = upload.read(len(PDF_START))
    upload.seek(0)
    if start != PDF_START:
        return Paper(media_type=JPEG, content=_redrawn(upload))
    content = upload.read()
    if PDF_END not in content[-END_WITHIN:]:
        raise PaperRefused(_("This PDF is not complete."))
    return Paper(media_type=PDF, content=content)


def _redrawn(upload: Any) -> bytes:
    """The pixels alone, no larger than one can read: place and camera are gone."""
    image = open_picture(upload).convert("RGB")
    image.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.LANCZOS)
    file = io.BytesIO()
    image.save(file, "JPEG", quality=85)
    return file.getvalue()
