"""Pictures that people upload: looked into, drawn again as square WebP without anything else, and stored.

What is stored is what we drew, never what was sent: no metadata, no second file hidden behind the pixels.
Names come from the content and its owner, so a picture never changes under its address.
"""

import hashlib
import io
import re
import warnings
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from kit.errors import Refusal

MAX_BYTES = 5 * 1024 * 1024
MAX_PIXELS = 25_000_000
MIN_SIDE = 96
SIZES = (128, 640)
FORMATS = ("JPEG", "PNG", "WEBP")
FOLDER = "u/"
NAME = re.compile(r"u/[0-9a-f]{32}")
FILE = re.compile(rf"u/[0-9a-f]{{32}}-(?:{'|'.join(map(str, SIZES))})\.webp")
QUALITY = 82


class PictureRefused(Refusal):
    """A file that is no picture we take."""

    code = "picture_refused"
    status = 400
    detail = _("This file cannot be used: send a photo in JPEG, PNG or WebP.")


def store_picture(upload: Any, *, owner: Any) -> str:
    """Draw an upload again in the house's sizes and store it; its name, for a row. Raises PictureRefused.

    Belongs before the transaction that keeps the name: the storage may lie elsewhere.
    """
    drawn = draw(upload)
    digest = hashlib.sha256(str(owner).encode() + drawn[SIZES[-1]]).hexdigest()[:32]
    name = f"{FOLDER}{digest}"
    for size, content in drawn.items():
        path = file_of(name, size)
        if not default_storage.exists(path):
            default_storage.save(path, ContentFile(content))
    return name


def draw(upload: Any) -> dict[int, bytes]:
    """An upload as square WebP files by size. Raises PictureRefused."""
    if upload.size > MAX_BYTES:
        raise PictureRefused(_("The photo is larger than 5 MB."))
    image = open_picture(upload)
    return {size: _square(image, size) for size in SIZES}


def open_picture(upload: Any) -> Image.Image:
    """The pixels of an upload. Its dimensions are read and judged before anything is unpacked."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(upload, formats=FORMATS)
            if image.width * image.height > MAX_PIXELS:
                raise PictureRefused(_("The photo has too many pixels: 25 million at most."))
            if min(image.size) < MIN_SIDE:
                raise PictureRefused(_("The photo is too small: 96 pixels at least on each side."))
            image.load()
            return ImageOps.exif_transpose(image).convert("RGBA" if image.has_transparency_data else "RGB")
    except (UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureRefused from error
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError) as error:  # a torn or forged file
        raise PictureRefused from error


def _square(image: Image.Image, size: int) -> bytes:
    """The middle of the picture; of a standing one the upper middle, where faces are."""
    fitted = ImageOps.fit(image, (size, size), Image.Resampling.LANCZOS, centering=(0.5, 0.35))
    clean = Image.new(fitted.mode, fitted.size)
    clean.paste(fitted)
    file = io.BytesIO()
    clean.save(file, "WEBP", quality=QUALITY, method=4)
    return file.getvalue()


def is_stored(name: str) -> bool:
    """An upload, as opposed to a drawing of the demo."""
    return NAME.fullmatch(name) is not None


def file_of(name: str, size: int) -> str:
    """Where one size lies in the storage."""
    return f"{name}-{size}.webp"


def picture_url(name: str, size: int = SIZES[-1]) -> str:
    """Where a picture is read: an upload in that size, a drawing of the demo as it is; "" for none."""
    if not name:
        return ""
    return f"{settings.MEDIA_URL}{file_of(name, size)}" if is_stored(name) else static(f"img/{name}.svg")


def replace_picture(before: str, after: str) -> None:
    """After commit, remove the files of a picture that no row shows any more."""
    if is_stored(before) and before != after:
        transaction.on_commit(lambda: _remove(before), robust=True)


def _remove(name: str) -> None:
    for size in SIZES:
        default_storage.delete(file_of(name, size))
