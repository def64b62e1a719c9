"""Sending a file straight to the bucket: a form first, then the word that it is complete."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from events.services import answer_once
from files.errors import DirectNotConfigured, NotArrived
from files.gateways import direct
from files.models import File, Upload
from files.serializers import DirectInput, DirectSerializer, FileSerializer, drawn_for
from files.services import begin_upload, finish_upload, refuse_upload
from kit import depot
from kit.api import checked
from kit.errors import Refusal
from kit.once import KEY, asked, respond
from kit.throttle import take

PREFIX = "in-"
NOT_HERE = OpenApiResponse(description="No bucket is set up here; the other ways work.")


class DirectView(APIView):
    """What both doors share. Raises DirectNotConfigured."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if not depot.is_bucket():
            raise DirectNotConfigured


class BeginDirect(DirectView):
    """A form that one browser may send to the bucket, for exactly so many bytes."""

    @extend_schema(
        operation_id="files_direct",
        parameters=[KEY],
        request=DirectInput,
        responses={
            201: DirectSerializer,
            413: OpenApiResponse(description="Too large, or no room left."),
            415: OpenApiResponse(description="A name of no type we take."),
            501: NOT_HERE,
        },
    )
    def post(self, request: Request) -> Response:
        wish = checked(DirectInput, request)
        take("upload", str(request.user.pk))
        return respond(answer_once(**asked(request), act=lambda: (201, _begun(request, wish))))


class CompleteDirect(DirectView):
    """What arrived in the bucket becomes the file: looked at as every upload is. Twice is as once."""

    @extend_schema(
        operation_id="files_complete",
        request=None,
        responses={
            200: FileSerializer,
            409: OpenApiResponse(description="Nothing has arrived, or not so many bytes."),
            415: OpenApiResponse(description="Not a type we take: the upload is over."),
            501: NOT_HERE,
        },
    )
    def post(self, request: Request, pk: UUID) -> Response:
        take("upload-piece", str(request.user.pk))
        file = File.objects.of(request.user).get(pk=pk)
        upload = Upload.objects.select_related("file").filter(file=file, way=Upload.Way.DIRECT).first()
        if upload is not None:
            _take_in(upload)
        elif file.state == File.State.UPLOADING:
            raise NotArrived
        file.refresh_from_db()
        return Response(drawn_for(file, request.user))


def _begun(request: Request, wish: dict[str, Any]) -> dict[str, Any]:
    upload = begin_upload(
        name=wish["name"],
        purpose=wish["purpose"],
        length=wish["size"],
        way=Upload.Way.DIRECT,
        by=request.user,
    )
    url, fields = direct.post_policy(upload.pk, upload.length)
    shown = {"url": url, "fields": fields, "expires_in": direct.LASTS_S}
    return {"file": drawn_for(upload.file, request.user), **shown}


def _take_in(upload: Upload) -> None:
    with TemporaryDirectory(prefix=PREFIX, dir=depot.parts()) as folder:
        path = Path(folder) / "object"
        direct.bring(upload.pk, path, upload.length)
        try:
            finish_upload(upload=upload, path=path)
        except Refusal as refusal:
            refuse_upload(upload=upload, refusal=refusal)
            direct.forget(upload.pk)
            raise
    direct.forget(upload.pk)
