"""The one address where bytes are handed out. Each time: may this person, with this link, and is it ready?"""

from typing import Any
from uuid import UUID

from django.http import (
    Http404,
    HttpResponse,
    HttpResponseNotModified,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase
from django.utils.http import parse_etags
from django.utils.translation import gettext_lazy as _
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.views import APIView

from files.api.ranges import MOST, Part, Unsatisfiable, part_of, pieces_of
from files.models import File
from files.selectors import Key, file_for, is_open, key_of, lasts_s, link_to, source_of, was_noted
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
        public = is_open(file, variant)
        key = key_of(pk, variant, request.user, request.query_params.get(KEY, ""))
        source = source_of(file, variant, request.user)
        if source is None:
            raise Http404
        if not public and key is not Key.GOOD:
            return _renewed(request, file, variant, key)
        headers = _headers(file, variant, source, public=public)
        if depot.is_bucket():
            answer: HttpResponseBase = _led_on(source, variant, headers)
        else:
            answer = _handed_out(request, source, headers)
        if not public:
            _note(request, file, variant, answer)
        return answer


def _renewed(request: Request, file: File, variant: str, key: Key) -> HttpResponse:
    """A page of ours that has stood open for a while gets a new link: whoever reads it may still read the
    file. A link that was copied elsewhere comes from no page of ours. Raises LinkExpired.
    """
    if key is not Key.OLD or request.headers.get("Sec-Fetch-Site") != "same-origin":
        raise LinkExpired
    url = link_to(file.pk, variant, request.user)
    return HttpResponseRedirect(url, headers={"Cache-Control": PRIVATE, "Content-Security-Policy": BARE})


def _headers(file: File, variant: str, source: Source, *, public: bool) -> dict[str, str]:
    """What we drew is shown in place; what came is saved."""
    stem = file.name.rpartition(".")[0] or file.name or "fichier"
    name = file.name if variant == ORIGINAL else f"{stem}-{variant}.{SUFFIXES[source.media_type]}"
    return {
        **headers_of(name, as_attachment=variant == ORIGINAL),
        "Content-Type": source.media_type,
        "Content-Security-Policy": BARE,
        "Cache-Control": FOREVER if public else PRIVATE,
        "ETag": source.tag,
        "Accept-Ranges": "bytes",
    }


def _led_on(source: Source, variant: str, headers: dict[str, str]) -> HttpResponse:
    """To the bucket, under an address that is good for as long as the link was."""
    url = depot.signed_url(
        source.place,
        content_type=source.media_type,
        disposition=headers["Content-Disposition"],
        lasts_s=lasts_s(variant),
    )
    return HttpResponseRedirect(url, headers={"Cache-Control": PRIVATE, "Content-Security-Policy": BARE})


def _handed_out(request: Request, source: Source, headers: dict[str, str]) -> HttpResponseBase:
    if _has_it(request, headers["ETag"]):
        # The length is said, so that no middleware says another one (RFC 9110, 8.6).
        kept = {name: headers[name] for name in ("ETag", "Cache-Control")}
        return HttpResponseNotModified(headers={**kept, "Content-Length": str(source.size)})
    # If-Range: a part only of the very bytes that the first part was of.
    same = request.headers.get("If-Range", headers["ETag"]) == headers["ETag"]
    most = MOST if source.is_drawn else None  # a download that goes on wants its whole rest
    try:
        part = part_of(request.headers.get("Range", ""), source.size, most=most) if same else None
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


def _has_it(request: Request, tag: str) -> bool:
    """If-None-Match: one tag of several, or any. Compared weakly (RFC 9110, 13.1.2)."""
    told = parse_etags(request.headers.get("If-None-Match", ""))
    return told == ["*"] or tag in {one.removeprefix("W/") for one in told}


def _note(request: Request, file: File, variant: str, answer: HttpResponseBase) -> None:
    """Every look is on record, wherever its first part begins; the later parts are the same look."""
    if answer.status_code not in {200, 206, 302}:
        return
    if "Range" in request.headers and was_noted(file, variant, request.user):
        return
    note_access(file=file, reader=request.user, variant=variant, ip=caller_of(request).ip)
