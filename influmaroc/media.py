"""Pictures that people uploaded, handed out from wherever the storage keeps them."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from kit.pictures import FILE

# The name holds the hash of the content: what lies under it never changes. Nothing in it may run anywhere.
HEADERS = {
    "Cache-Control": "public, max-age=31536000, immutable",
    "Content-Security-Policy": (
        "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; sandbox"
    ),
    "Content-Disposition": "inline",
    "X-Content-Type-Options": "nosniff",
}


@require_safe
def picture(request: HttpRequest, path: str) -> HttpResponseBase:
    """One file of kit.pictures, and nothing else that the storage may hold."""
    if not FILE.fullmatch(path):
        raise Http404
    try:
        file = default_storage.open(path)
    except FileNotFoundError as error:
        raise Http404 from error
    return FileResponse(file, content_type="image/webp", headers=HEADERS)
