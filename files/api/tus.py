"""Uploads that can be interrupted: tus 1.0, with its extensions below."""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.http import http_date
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import BaseParser
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from events.services import answer_once
from files.api.receiving import ensure_length
from files.errors import EncodingRefused, UploadGone
from files.models import File, Upload
from files.selectors.kinds import LARGEST
from files.serializers import PurposeInput
from files.services import begin_upload, end_upload, receive_piece
from kit.errors import Refusal
from kit.once import HEADER, KEY
from kit.paging import natural
from kit.rows import let_go
from kit.throttle import take

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,termination,expiration,checksum"
ALGORITHMS = ("sha1", "sha256")
PIECE_TYPE = "application/offset+octet-stream"
READ = 256 * 1024
MAX_METADATA = 4000
MOST = 10**15


class VersionMismatch(Refusal):
    """Another version of tus than ours."""

    code = "tus_version"
    status = 412
    detail = _("This upload speaks tus 1.0.0: send Tus-Resumable.")
    headers = {"Tus-Version": VERSION}


class WrongPiece(Refusal):
    """A body that is no piece of an upload."""

    code = "wrong_media_type"
    status = 415
    detail = _("Send pieces as application/offset+octet-stream.")


class Sum:
    """Upload-Checksum: an algorithm and the sum of the piece. Raises ValidationError for what is neither."""

    def __init__(self, header: str) -> None:
        name, _space, said = header.partition(" ")
        if name not in ALGORITHMS:
            raise ValidationError({"Upload-Checksum": [_("Use sha1 or sha256.")]})
        self.said, self.sum = _decoded(said, "Upload-Checksum"), hashlib.new(name)

    def update(self, piece: bytes) -> None:
        self.sum.update(piece)

    def fits(self) -> bool:
        return hmac.compare_digest(self.said, self.sum.digest())


class Unread(BaseParser):
    """Leaves a piece where it is: whoever looks for the page's token in the body finds none there."""

    media_type = PIECE_TYPE

    def parse(self, *_args: Any, **_kwargs: Any) -> dict[str, Any]:
        return {}


class TusView(APIView):
    """What both doors share: the version, and what this server can do."""

    parser_classes = [Unread]

    def get_permissions(self) -> Any:
        return [AllowAny()] if self.request.method == "OPTIONS" else super().get_permissions()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if request.method in {"POST", "HEAD", "PATCH", "DELETE"}:
            if request.headers.get("Tus-Resumable") != VERSION:
                raise VersionMismatch
            if request.headers.get("Content-Encoding", "identity").lower() != "identity":
                raise EncodingRefused

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        answer = super().finalize_response(request, response, *args, **kwargs)
        answer["Tus-Resumable"] = VERSION
        return answer

    def options(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        headers = {"Tus-Version": VERSION, "Tus-Extension": EXTENSIONS, "Tus-Max-Size": str(LARGEST)}
        return HttpResponse(status=204, headers={**headers, "Tus-Checksum-Algorithm": ",".join(ALGORITHMS)})


class Uploads(TusView):
    """Begin an upload: Upload-Length, and Upload-Metadata with `filename` and `purpose`."""

    @extend_schema(
        operation_id="files_tus_begin",
        request={PIECE_TYPE: bytes},
        parameters=[
            KEY,
            OpenApiParameter("Tus-Resumable", str, OpenApiParameter.HEADER, required=True),
            OpenApiParameter("Upload-Length", int, OpenApiParameter.HEADER, required=True),
            OpenApiParameter("Upload-Metadata", str, OpenApiParameter.HEADER, required=True),
        ],
        responses={
            201: OpenApiResponse(description="Begun; Location says where to send the pieces."),
            412: OpenApiResponse(description="Another version of tus."),
            413: OpenApiResponse(description="Too large, or no room left."),
        },
    )
    def post(self, request: Request) -> Response:
        length = natural(request.headers.get("Upload-Length"), MOST)
        if not length:
            raise ValidationError({"Upload-Length": [_("Say how many bytes will come.")]})
        if request.content_type == PIECE_TYPE:
            ensure_length(request, LARGEST)
        take("upload", str(request.user.pk))
        said = _metadata(request.headers.get("Upload-Metadata", ""))
        purpose = PurposeInput(data={"purpose": said.get("purpose", "")})
        purpose.is_valid(raise_exception=True)
        name = said.get("filename", "")[:300]
        upload = _begun(request, name, purpose.validated_data["purpose"], length)
        headers = {"Location": request.build_absolute_uri(f"/api/files/tus/{upload.pk}")}
        if request.content_type == PIECE_TYPE:
            offset = receive_piece(upload=upload, offset=0, pieces=_pieces(request), checksum=_sum(request))
            headers["Upload-Offset"] = str(offset)
        return Response(status=201, headers={**headers, **_expiry(upload)})


def _begun(request: Request, name: str, purpose: str, length: int) -> Upload:
    """A new upload, or the one that was begun under the same key. Raises as begin_upload, UploadGone."""
    wish: dict[str, Any] = {"name": name, "purpose": purpose, "length": length}

    def begin() -> tuple[int, Any]:
        return 201, {"id": str(begin_upload(**wish, way=Upload.Way.TUS, by=request.user).pk)}

    fingerprint = f"{request.method} {request.path} {wish}"
    key = request.headers.get(HEADER, "")
    answer = answer_once(user=request.user, key=key, fingerprint=fingerprint, act=begin)
    upload = Upload.objects.select_related("file").filter(pk=answer.body["id"]).first()
    if upload is None:
        raise UploadGone
    return upload


class OneUpload(TusView):
    """Ask how far an upload is (HEAD), go on with it (PATCH), give it up (DELETE)."""

    def head(self, request: Request, pk: UUID) -> Response:
        upload, file = _found(request, pk)
        offset = upload.offset if upload else file.size
        headers = {"Upload-Offset": str(offset), "Upload-Length": str(file.size), "Cache-Control": "no-store"}
        return Response(headers={**headers, **(_expiry(upload) if upload else {})})

    @extend_schema(
        operation_id="files_tus_piece",
        request={PIECE_TYPE: bytes},
        parameters=[
            OpenApiParameter("Tus-Resumable", str, OpenApiParameter.HEADER, required=True),
            OpenApiParameter("Upload-Offset", int, OpenApiParameter.HEADER, required=True),
            OpenApiParameter("Upload-Checksum", str, OpenApiParameter.HEADER),
        ],
        responses={
            204: OpenApiResponse(description="Taken; Upload-Offset says how far it is."),
            409: OpenApiResponse(description="Not where the last piece ended."),
            410: OpenApiResponse(description="Ended or expired: begin again."),
            411: OpenApiResponse(description="A piece without Content-Length."),
            415: OpenApiResponse(description="Not a type we take: the upload is over."),
            423: OpenApiResponse(description="Another piece is being received."),
            460: OpenApiResponse(description="Damaged on its way; nothing of it was kept."),
        },
    )
    def patch(self, request: Request, pk: UUID) -> Response:
        if request.content_type != PIECE_TYPE:
            raise WrongPiece
        take("upload-piece", str(request.user.pk))
        offset = natural(request.headers.get("Upload-Offset"), MOST)
        if offset is None:
            raise ValidationError({"Upload-Offset": [_("Say where this piece begins.")]})
        upload, _file = _found(request, pk)
        if upload is None:
            raise UploadGone
        ensure_length(request, LARGEST)
        end = receive_piece(upload=upload, offset=offset, pieces=_pieces(request), checksum=_sum(request))
        return Response(status=204, headers={"Upload-Offset": str(end), **_expiry(upload)})

    @extend_schema(operation_id="files_tus_end", request=None, responses={204: None})
    def delete(self, request: Request, pk: UUID) -> Response:
        upload, _file = _found(request, pk)
        if upload is None:
            raise UploadGone
        end_upload(upload=upload)
        return Response(status=204)


def _found(request: Request, pk: UUID) -> tuple[Upload | None, File]:
    """The caller's own upload; no upload but the file once it is whole. Raises DoesNotExist, UploadGone."""
    file = File.objects.of(request.user).get(pk=pk)
    upload = Upload.objects.select_related("file").filter(file=file, way=Upload.Way.TUS).first()
    if upload is None and file.state in {File.State.UPLOADING, File.State.REFUSED}:
        raise UploadGone
    if upload is not None and upload.is_over:
        raise UploadGone
    return upload, file


def _pieces(request: Request) -> Iterator[bytes]:
    """The body as it comes. While it does, no connection to the database is held."""
    let_go()
    body: Any = request._request  # noqa: SLF001 - DRF's own reading would parse it
    while piece := body.read(READ):
        yield piece


def _sum(request: Request) -> Sum | None:
    header = request.headers.get("Upload-Checksum")
    return Sum(header) if header else None


def _expiry(upload: Upload) -> dict[str, str]:
    return {"Upload-Expires": http_date(upload.expires_at.timestamp())}


def _metadata(header: str) -> dict[str, str]:
    """Pairs of a name and base64, with commas between. Raises ValidationError."""
    pairs = [pair.strip().partition(" ") for pair in header[:MAX_METADATA].split(",") if pair.strip()]
    return {
        name: _decoded(value, "Upload-Metadata").decode(errors="replace") for name, _space, value in pairs
    }


def _decoded(text: str, header: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValidationError({header: [_("This is not base64.")]}) from error
