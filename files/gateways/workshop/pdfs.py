"""PDFs: a picture of the first page. The paper itself is handed out as it came, and only to be saved."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2

from files.gateways.workshop.making import Unusable, save

WIDTH = 960
MAX_HEIGHT = 4000
MAX_PAGES = 2000


def make(source: Path, folder: Path, progress: Callable[[int], None]) -> dict[str, Any]:
    """Raises Unusable: for what needs a password, too."""
    try:
        document = pypdfium2.PdfDocument(str(source))
        if not 0 < len(document) <= MAX_PAGES:
            raise Unusable("too_heavy")
        page = document[0]
        width, height = page.get_size()
        scale = min(WIDTH / width, MAX_HEIGHT / height)
        image = page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
    except (pypdfium2.PdfiumError, ValueError, ZeroDivisionError) as error:
        raise Unusable("file_broken") from error
    progress(80)
    drawn = save(image, folder / "page-1", "WEBP", quality=82, method=4)
    return {"made": [drawn], "width": round(width), "height": round(height)}
