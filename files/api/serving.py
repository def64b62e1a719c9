"""The one address where bytes are handed out. Each time: may this person, with this link, and is it ready?"""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.views import APIView

from files.api.ranges import Part, Unsatisfiable, part_of, pieces_of
from files.models import File
from files.policies import is_public
from files.selectors import file_for, is_link_good, source_of
from files.selectors.links import KEY
from files.selectors.reading import ORIGINAL, Source
from files.services.looking import note_access
from kit import depot
from kit.downloads import headers_of
from kit.errors import NotAllowed
from kit.requests import caller_of

# Nothing in a file may run, load or be framed anywhere, whatever a browser takes it for.
BARE = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; sandbox"
FOREVER = "public, max-age=31536000, immutable"
PRIVATE = "private, no-store"
SUFFIXES = {
    "image/webp": "webp",
    "image/avif": "avif",
    "video/mp4": "mp4",
}


class LinkExpired(NotAllowed):
    """The link is old, or was made for somebody else or something else."""

    code = "link_expired"
    detail = _("This link has expired. Open the file from its page again.")


class Serve(APIView):
    """GET and HEAD of one variant. Others than its readers hear that there is none."""

    permission_classes = [AllowAny]
    schema = None

    def get(self, request: Request, pk: UUID, variant: str) -> HttpResponseBase:
        file = file_for(request.user, pk)
        public = is_public(file)
        if not public and not is_link_good(pk, variant, request.user, request.query_params.get(KEY, "")):
            raise LinkExpired
        source = source_of(file, variant, request.user)
        if source is None:
            raise Http404
        headers = _headers(file, variant, source, public=public)
        if depot.is_bucket():
            answer: HttpResponseBase = _led_on(source, headers)
        else:
            answer = _handed_out(request, source, headers)
        if not public and _is_a_start(answer):
            note_access(file=file, reader=request.user, variant=variant, ip=caller_of(request).ip)
        return answer


def _headers(file: File, variant: str, source: Source, *, public: bool) -> dict[str, str]:
    """What we drew is shown in place; what came is saved."""
    stem = file.name.rpartition(".")[0] or file.name or "fichier"
    name = file.name if variant == ORIGINAL else f"{stem}-{variant}.{SUFFIXES[source.media_type]}"
    return {
        **headers_of(name, as_attachment=variant == ORIGINAL),
        "Content-Type": source.media_type,
        "Content-Security-Policy": BARE,
        "Cache-Control": FOREVER if public else PRIVATE,
        "ETag": f'"{source.place.rpartition("/")[2]}"',
        "Accept-Ranges": "bytes",
    }


def _led_on(source: Source, headers: dict[str, str]) -> HttpResponse:
    """To the bucket, under an address that is good for as long as the link was."""
    url = depot.signed_url(
        source.place,
        content_type=source.media_type,
        disposition=headers["Content-Disposition"],
        lasts_s=settings.FILE_LINK_S,
    )
    return HttpResponseRedirect(url, headers={"Cache-Control": PRIVATE, "Content-Security-Policy": BARE})


def _handed_out(request: Request, source: Source, headers: dict[str, str]) -> HttpResponseBase:
    if request.headers.get("If-None-Match", "") == headers["ETag"]:
        return HttpResponse(status=304, headers={**headers, "Content-Length": "0"})
    # If-Range: a part only of the very bytes that the first part was of.
    same = request.headers.get("If-Range", headers["ETag"]) == headers["ETag"]
    try:
        part = part_of(request.headers.get("Range", ""), source.size) if same else None
    except Unsatisfiable:
        return HttpResponse(status=416, headers={**headers, "Content-Range": f"bytes */{source.size}"})
    status, whole = 206 if part else 200, Part(0, source.size - 1)
    if part:
        headers["Content-Range"] = f"bytes {part.first}-{part.last}/{source.size}"
    headers["Content-Length"] = str((part or whole).length)
    return _stream(request, source, part or whole, status=status, headers=headers)


def _stream(request: Request, source: Source, part: Part, **answer: Any) -> HttpResponseBase:
    if request.method == "HEAD":
        return HttpResponse(**answer)
    try:
        file = depot.look_into(source.place)
    except FileNotFoundError as error:
        raise Http404 from error
    return StreamingHttpResponse(pieces_of(file, part), **answer)


def _is_a_start(answer: HttpResponseBase) -> bool:
    """The later parts of a video are the same look at it."""
    start = answer.headers.get("Content-Range", "bytes 0-").startswith("bytes 0-")
    return answer.status_code in {200, 206, 302} and start
