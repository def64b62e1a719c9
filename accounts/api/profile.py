"""What a person says about themselves."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import User
from accounts.serializers import ProfileSerializer
from accounts.services import set_picture, update_profile
from kit.uploads import PictureView
from kit.versions import asked_version, etag

IF_MATCH = OpenApiParameter("If-Match", str, OpenApiParameter.HEADER, description="The ETag that was read.")


class Profile(APIView):
    """One's own account: name, language, time zone, telephone. Address and role are not changed here."""

    @extend_schema(operation_id="users_profile", responses=ProfileSerializer)
    def get(self, request: Request) -> Response:
        return _own(request.user)

    @extend_schema(
        operation_id="users_profile_update",
        parameters=[IF_MATCH],
        request=ProfileSerializer,
        responses=ProfileSerializer,
    )
    def put(self, request: Request) -> Response:
        return _change(request, partial=False)

    @extend_schema(
        operation_id="users_profile_partial_update",
        parameters=[IF_MATCH],
        request=ProfileSerializer(partial=True),
        responses=ProfileSerializer,
    )
    def patch(self, request: Request) -> Response:
        return _change(request, partial=True)


class ProfilePicture(PictureView):
    """One's own picture. Creators show their portrait and brands their logo instead, where they have one."""

    def keep(self, request: Request, upload: Any, **place: Any) -> str:
        return set_picture(user=request.user, upload=upload).picture


def _change(request: Request, *, partial: bool) -> Response:
    form = ProfileSerializer(request.user, data=request.data, partial=partial)
    form.is_valid(raise_exception=True)
    fields = dict(form.validated_data)
    version = asked_version(request, fields)
    return _own(update_profile(user=request.user, fields=fields, version=version))


def _own(user: User) -> Response:
    return Response(ProfileSerializer(user).data, headers=etag(user.version))
