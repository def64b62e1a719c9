"""A new password over the API, and what staff see of it."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django_filters import ChoiceFilter, FilterSet
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import generics
from rest_framework.permissions import AllowAny, IsAdminUser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import PasswordResetToken
from accounts.policies import may_watch_resets
from accounts.serializers import (
    ForgotSerializer,
    NeutralAnswerSerializer,
    RemovedSerializer,
    ResetSerializer,
    ResetTokenSerializer,
    ResetValidSerializer,
)
from accounts.services import ask_reset, clean_up_resets, find_reset, reset_password
from kit.api import checked
from kit.errors import ensure
from kit.requests import caller_of

GONE = OpenApiResponse(description="The link is unknown, used, replaced or expired: always the same answer.")
SLOW_DOWN = OpenApiResponse(description="Too many tries; Retry-After says when to come back.")
QUIET = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
STATES = ["live", "expired", *PasswordResetToken.Death.values]


class Open(APIView):
    """For people who cannot sign in."""

    authentication_classes = []
    permission_classes = [AllowAny]


class ForgotPassword(Open):
    """Ask for a link by e-mail. The answer is the same whether or not the address has an account."""

    @extend_schema(
        operation_id="auth_forgot_password",
        request=ForgotSerializer,
        responses={202: NeutralAnswerSerializer, 429: SLOW_DOWN},
    )
    def post(self, request: Request) -> Response:
        body = checked(ForgotSerializer, request)
        ask_reset(**body, caller=caller_of(request), language=get_language() or "fr")
        told = _("If this address has an account, a link to choose a new password is on its way.")
        return Response({"detail": told}, status=202)


class ValidateResetToken(Open):
    """Whether a link can still be used."""

    @extend_schema(
        operation_id="auth_validate_reset_token",
        responses={200: ResetValidSerializer, 410: GONE, 429: SLOW_DOWN},
    )
    def get(self, request: Request, token: str) -> Response:
        row = find_reset(token=token, caller=caller_of(request))
        return Response({"valid": True, "expires_at": row.expires_at})

    def finalize_response(self, *args: Any, **kwargs: Any) -> Any:
        """The address holds a secret: nobody keeps it, nobody hands it on, refused or not."""
        response = super().finalize_response(*args, **kwargs)
        for name, value in QUIET.items():
            response[name] = value
        return response


class ResetPassword(Open):
    """Choose a new password with the token of a link, once. Every device is signed out."""

    @extend_schema(
        operation_id="auth_reset_password",
        request=ResetSerializer,
        responses={204: None, 410: GONE, 429: SLOW_DOWN},
    )
    def post(self, request: Request) -> Response:
        body = checked(ResetSerializer, request)
        reset_password(**body, caller=caller_of(request))
        return Response(status=204)


class ResetFilter(FilterSet):
    state = ChoiceFilter(choices=[(name, name) for name in STATES], method="in_state")

    class Meta:
        model = PasswordResetToken
        fields = ["user"]

    def in_state(self, rows: QuerySet, _name: str, state: str) -> QuerySet:
        now = timezone.now()
        asked = {"live": Q(death="", expires_at__gt=now), "expired": Q(death="", expires_at__lte=now)}
        return rows.filter(asked.get(state, Q(death=state)))


@extend_schema_view(get=extend_schema(operation_id="auth_admin_reset_tokens"))
class ResetTokens(generics.ListAPIView):
    """Staff: who asked for a new password, newest first. Never a token, nor its hash."""

    permission_classes = [IsAdminUser]
    serializer_class = ResetTokenSerializer
    filterset_class = ResetFilter
    queryset = PasswordResetToken.objects.select_related("user")

    def get_queryset(self) -> Any:
        ensure(may_watch_resets(self.request.user))
        return super().get_queryset()


class CleanUpResets(APIView):
    """Staff: delete the links that have expired."""

    permission_classes = [IsAdminUser]

    @extend_schema(
        operation_id="auth_admin_cleanup_expired_tokens", request=None, responses={200: RemovedSerializer}
    )
    def post(self, request: Request) -> Response:
        return Response({"removed": clean_up_resets(by=request.user)})

    @extend_schema(
        operation_id="auth_admin_delete_expired_tokens", request=None, responses={200: RemovedSerializer}
    )
    def delete(self, request: Request) -> Response:
        """The same, as the brief spells it."""
        return self.post(request)
