"""Sending files in one request: one, or several at once."""

from contextlib import ExitStack
from typing import Any

from django.conf import settings
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from events.services import answer_once
from files.api.receiving import Arrived, MultipartView, path_of
from files.errors import TooManyFiles
from files.selectors.kinds import clean_name
from files.serializers import (
    BulkInput,
    BulkSerializer,
    FileSerializer,
    PurposeInput,
    UploadInput,
    drawn_for,
)
from files.services import Taken, add_file, taken_in
from kit.api import checked
from kit.errors import Refusal
from kit.once import HEADER, KEY, respond
from kit.throttle import take

PROBLEMS = {
    400: OpenApiResponse(description="No file, or one that cannot be read."),
    411: OpenApiResponse(description="A body without Content-Length."),
    413: OpenApiResponse(description="Too large, too many, or no room left; `code` says which."),
    415: OpenApiResponse(description="Not a type we take, by content and by name; or a compressed body."),
    429: OpenApiResponse(description="Too many files; Retry-After says when to come back."),
}


class UploadFile(MultipartView):
    """Send one file. It is looked into afterwards: `state` says how far that is."""

    @extend_schema(
        operation_id="files_upload",
        parameters=[KEY],
        request={"multipart/form-data": UploadInput},
        responses={201: FileSerializer, **PROBLEMS},
    )
    def post(self, request: Request) -> Response:
        take("upload", str(request.user.pk))
        name, file = self.arrived(request)[0]
        if isinstance(file, Refusal):
            raise file
        purpose = checked(PurposeInput, request)["purpose"]
        with taken_in(path=path_of(file), name=name, purpose=purpose) as taken:
            answer = answer_once(
                **_asked(request, [taken]),
                act=lambda: (201, drawn_for(add_file(taken=taken, by=request.user), request.user)),
            )
        return respond(answer)


class UploadFiles(MultipartView):
    """Send up to 20 files; each is taken or refused for itself."""

    most_files = settings.FILE_BULK["files"]
    most_bytes = settings.FILE_BULK["bytes"]

    @extend_schema(
        operation_id="files_bulk_upload",
        parameters=[KEY],
        request={"multipart/form-data": BulkInput},
        responses={200: BulkSerializer, **PROBLEMS},
    )
    def post(self, request: Request) -> Response:
        files = self.arrived(request)
        if any(isinstance(file, TooManyFiles) for _name, file in files):
            raise TooManyFiles
        purpose = checked(PurposeInput, request)["purpose"]
        with ExitStack() as stack:
            taken = [(name, self._take(request, stack, name, file, purpose)) for name, file in files]
            stored = [one for _name, one in taken if isinstance(one, Taken)]
            answer = answer_once(
                **_asked(request, stored),
                act=lambda: (200, {"results": [_result(name, one, request.user) for name, one in taken]}),
            )
        return respond(answer)

    def _take(
        self, request: Request, stack: ExitStack, name: str, file: Arrived | Refusal, purpose: str
    ) -> Taken | Refusal:
        if isinstance(file, Refusal):
            return file
        try:
            take("upload", str(request.user.pk))
            return stack.enter_context(taken_in(path=path_of(file), name=name, purpose=purpose))
        except Refusal as refusal:
            return refusal


def _result(name: str, one: Taken | Refusal, user: Any) -> dict[str, Any]:
    """One line of the answer. What is refused here has written nothing."""
    shown = {"name": clean_name(name)}
    try:
        if isinstance(one, Refusal):
            raise one
        return {**shown, "status": 201, "file": drawn_for(add_file(taken=one, by=user), user), "error": None}
    except Refusal as refusal:
        told = {"code": refusal.code, "detail": str(refusal.detail)}
        return {**shown, "status": refusal.status, "file": None, "error": told}


def _asked(request: Request, stored: list[Taken]) -> dict[str, Any]:
    """Who asks, under which key, for what: the same bytes under the same names are the same request."""
    words = [f"{one.purpose} {one.sha256} {one.name}" for one in stored]
    fingerprint = "\n".join([f"{request.method} {request.path}", *words])
    return {"user": request.user, "key": request.headers.get(HEADER, ""), "fingerprint": fingerprint}
