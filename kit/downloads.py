"""Files that are handed out: what they are called, and that nobody guesses what is in them."""

from collections.abc import Iterable

from django.http import HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header


def headers_of(filename: str, *, as_attachment: bool = True) -> dict[str, str]:
    """RFC 6266: the name in ASCII, and in UTF-8 where it is not."""
    disposition = content_disposition_header(as_attachment, filename) or "attachment"
    return {
        "Content-Disposition": disposition,
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }


def download(content: bytes, content_type: str, filename: str) -> HttpResponse:
    return HttpResponse(content, content_type=content_type, headers=headers_of(filename))


def stream(pieces: Iterable[bytes], content_type: str, filename: str) -> StreamingHttpResponse:
    """Written while it is sent: nothing large stands in memory."""
    return StreamingHttpResponse(pieces, content_type=content_type, headers=headers_of(filename))
