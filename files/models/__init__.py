"""Files, the bytes behind them, what was made of those, uploads under way, and who looked."""

from files.models.access import Access
from files.models.blobs import Blob, Variant
from files.models.files import File
from files.models.uploads import Upload

__all__ = ["Access", "Blob", "File", "Upload", "Variant"]
