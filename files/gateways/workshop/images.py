"""Pictures, drawn again in a few widths as WebP and AVIF."""

import struct
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pi_heif
from PIL import Image, ImageOps, UnidentifiedImageError

from files.gateways.workshop.making import WIDTHS, Unusable, save, shrunk
from kit.pixels import MAX_PIXELS, are_too_many

FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "HEIF", "GIF")
pi_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False, decode_threads=1)
WEBP = {"quality": 82, "method": 4}
AVIF = {"quality": 60, "speed": 8, "max_threads": 1}


def make(source: Path, folder: Path, progress: Callable[[int], None]) -> dict[str, Any]:
    """Raises Unusable."""
    image, size = opened(source)
    done = []
    widths = [width for width in WIDTHS if width < image.width] + [min(image.width, WIDTHS[-1])]
    for number, width in enumerate(sorted(set(widths), reverse=True)):
        image = shrunk(image, width)  # each out of the larger one
        label = next(one for one in (*WIDTHS, width) if one >= width)
        done.append(save(image, folder / f"webp-{label}", "WEBP", **WEBP))
        done.append(save(image, folder / f"avif-{label}", "AVIF", **AVIF))
        progress(100 * (number + 1) // (len(set(widths)) + 1))
    return {"made": done, "width": size[0], "height": size[1]}


def opened(source: Path) -> tuple[Image.Image, tuple[int, int]]:
    """The pixels, the right way up, and what size they had: that is judged before any is unpacked."""
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(source, formats=FORMATS)
            if are_too_many(*image.size):
                raise Unusable("too_heavy")
            width, height = image.size
            image.draft("RGB", (2 * WIDTHS[-1], 2 * WIDTHS[-1]))  # a JPEG is unpacked no larger than needed
            image.load()
            upright = _upright(image)
            pixels = upright.convert("RGBA" if image.has_transparency_data else "RGB")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Unusable("too_heavy") from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as error:
        raise Unusable("file_broken") from error
    return pixels, (height, width) if upright.size != image.size else (width, height)


def _upright(image: Image.Image) -> Image.Image:
    """Turned by what the camera wrote; as it is when that cannot be read."""
    try:
        return ImageOps.exif_transpose(image)
    except (OSError, ValueError, SyntaxError, EOFError, TypeError, struct.error):
        return image
