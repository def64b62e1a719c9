"""What the benches of the workshop share."""

from pathlib import Path
from typing import Any

from PIL import Image

WIDTHS = (320, 960, 1920)


class Unusable(Exception):
    """No such thing can be made of this file; `code` is one of File.Reason."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def save(image: Image.Image, path: Path, form: str, **options: Any) -> dict[str, Any]:
    """Write pixels and nothing else: a new picture has neither metadata nor what hid behind the old one."""
    clean = Image.new(image.mode, image.size)
    clean.paste(image)
    clean.save(path, form, **options)
    return made(path, f"image/{form.lower()}", image.size)


def made(path: Path, media_type: str, size: tuple[int, int]) -> dict[str, Any]:
    """How something made is told."""
    return {"name": path.name, "media_type": media_type, "width": size[0], "height": size[1]}


def shrunk(image: Image.Image, width: int) -> Image.Image:
    """As wide as that, or as it is when it is narrower."""
    if image.width <= width:
        return image
    return image.resize((width, max(1, round(image.height * width / image.width))), Image.Resampling.LANCZOS)
