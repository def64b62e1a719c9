"""Where one is signed in, and one's password."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import generics
from rest_framework import serializers as drf
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import SignIn
from accounts.selectors import sign_in_of, sign_ins_of
from accounts.serializers import PasswordSerializer, SignInSerializer
from accounts.services import change_password, end_sign_in, end_sign_ins
from kit.api import checked
from kit.paging import CursorPages
from kit.requests import caller_of


class LatestSeen(CursorPages):
    ordering = ("-seen_at", "-id")


@extend_schema_view(get=extend_schema(operation_id="auth_sign_ins"))
class SignIns(generics.ListAPIView):
    """The devices that are signed in to this account, the latest first; `is_this` is the one asking."""

    queryset = SignIn.objects.none()  # for the schema
    serializer_class = SignInSerializer
    pagination_class = LatestSeen

    def get_queryset(self) -> QuerySet[SignIn]:
        return sign_ins_of(self.request.user)

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "here": sign_in_of(self.request.user)}

    @extend_schema(operation_id="auth_sign_ins_end_others", request=None, responses={204: None})
    def delete(self, request: Request) -> Response:
        """Sign every other device out, at once."""
        end_sign_ins(user=request.user, why=SignIn.End.REVOKED, but=sign_in_of(request.user))
        return Response(status=204)


class SignInView(APIView):
    @extend_schema(operation_id="auth_sign_ins_end", request=None, responses={204: None})
    def delete(self, request: Request, pk: UUID) -> Response:
        """Sign one device out, at once. 404 when it is not yours, or over already."""
        if not end_sign_in(sign_in_id=pk, user=request.user, caller=caller_of(request)):
            raise Http404
        return Response(status=204)


class Password(APIView):
    """One's own password."""

    @extend_schema(
        operation_id="auth_change_password",
        request=PasswordSerializer,
        responses={
            204: None,
            400: OpenApiResponse(description="The present password is wrong, or the new one weak."),
        },
    )
    def post(self, request: Request) -> Response:
        """Every sign-in ends, this one too: log in with the new password."""
        body = checked(PasswordSerializer, request)
        try:
            change_password(user=request.user, **body, caller=caller_of(request))
        except ValidationError as error:
            raise drf.ValidationError(error.message_dict) from error
        return Response(status=204)
