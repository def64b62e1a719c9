"""A picture over the API: one part of a multipart body in, addresses out."""

from typing import Any

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from kit.pictures import SIZES, picture_url


class UploadSerializer(serializers.Serializer):
    """JPEG, PNG or WebP, at most 5 MB and 25 million pixels. The middle is kept, as a square."""

    picture = serializers.FileField(max_length=200)


class PictureSerializer(serializers.Serializer):
    """`small` has 128 pixels on each side, `large` 640. Both "" when there is no picture."""

    small = serializers.CharField(read_only=True)
    large = serializers.CharField(read_only=True)


class PictureView(APIView):
    """Show another picture (PUT) or none (DELETE). What was sent is drawn again: its metadata are gone."""

    parser_classes = [MultiPartParser]

    def keep(self, request: Request, upload: Any, **place: Any) -> str:
        """Call the service; the name that the row keeps."""
        raise NotImplementedError

    @extend_schema(
        request={"multipart/form-data": UploadSerializer},
        responses={
            200: PictureSerializer,
            400: OpenApiResponse(description="No picture that can be used; `detail` says why."),
            429: OpenApiResponse(description="Too many pictures; Retry-After says when to come back."),
        },
    )
    def put(self, request: Request, **place: Any) -> Response:
        form = UploadSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        return _answer(self.keep(request, form.validated_data["picture"], **place))

    @extend_schema(request=None, responses={200: PictureSerializer})
    def delete(self, request: Request, **place: Any) -> Response:
        return _answer(self.keep(request, None, **place))


def _answer(name: str) -> Response:
    small, large = (picture_url(name, size) for size in SIZES)
    return Response({"small": small, "large": large})
