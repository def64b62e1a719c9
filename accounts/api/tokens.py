"""Tokens: traded for a password, for an older token, and given back."""

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.serializers import LoginSerializer, RefreshSerializer, TokensSerializer
from accounts.services import issue_tokens, prove_identity, revoke_token, rotate_tokens
from kit.requests import caller_of

REFUSED = OpenApiResponse(description="The credentials or the token cannot be used.")
SLOW_DOWN = OpenApiResponse(description="Too many tries; Retry-After says when to come back.")


class Login(APIView):
    """Trade an e-mail address and a password for tokens."""

    authentication_classes = []
    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="auth_login",
        request=LoginSerializer,
        responses={200: TokensSerializer, 401: REFUSED, 429: SLOW_DOWN},
    )
    def post(self, request: Request) -> Response:
        form = LoginSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        user = prove_identity(**form.validated_data, ip=request.META.get("REMOTE_ADDR", ""))
        return Response(TokensSerializer(issue_tokens(user=user, caller=caller_of(request))).data)


class RefreshToken(APIView):
    """Trade a refresh token for a new pair. The one given is used up.

    For ten seconds it answers once more with the same successor, for an answer that got lost. Later it ends
    the whole sign-in, because two hold it, and the owner is told by e-mail.
    """

    authentication_classes = []
    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="auth_refresh_token",
        request=RefreshSerializer,
        responses={200: TokensSerializer, 401: REFUSED},
    )
    def post(self, request: Request) -> Response:
        form = RefreshSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        return Response(
            TokensSerializer(rotate_tokens(**form.validated_data, caller=caller_of(request))).data
        )


class Logout(APIView):
    """End a sign-in, its access tokens too. Holding the refresh token is the right to end it."""

    authentication_classes = []
    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="auth_logout",
        request=RefreshSerializer,
        responses={204: None, 401: REFUSED},
    )
    def post(self, request: Request) -> Response:
        form = RefreshSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        revoke_token(**form.validated_data, caller=caller_of(request))
        return Response(status=204)
