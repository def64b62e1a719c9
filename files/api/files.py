"""One's own files, and those one may see."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from files.models import File
from files.selectors import file_for, own_files
from files.serializers import FileSerializer, drawn_for
from files.services import remove_file

NONE = OpenApiResponse(description="There is none, or none for you.")


class Files(ListAPIView):
    """The caller's own files, the newest first."""

    serializer_class = FileSerializer
    queryset = File.objects.none()

    def get_queryset(self) -> Any:
        return own_files(self.request.user)

    def paginate_queryset(self, queryset: Any) -> Any:
        return [drawn_for(file, self.request.user) for file in super().paginate_queryset(queryset) or []]


class FileView(APIView):
    """How far a file is, and the links to what can be had of it."""

    @extend_schema(operation_id="files_show", responses={200: FileSerializer, 404: NONE})
    def get(self, request: Request, pk: UUID) -> Response:
        return Response(drawn_for(file_for(request.user, pk), request.user))

    @extend_schema(
        operation_id="files_remove",
        request=None,
        responses={
            204: None,
            404: NONE,
            409: OpenApiResponse(description="It belongs to something that is kept."),
        },
    )
    def delete(self, request: Request, pk: UUID) -> Response:
        remove_file(file_id=pk, by=request.user)
        return Response(status=204)
