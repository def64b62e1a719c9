"""Signing in over the API. Opening an account is composed higher up, in influmaroc.api."""

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.serializers import LoginSerializer, RefreshSerializer, TokensSerializer
from accounts.services import issue_tokens, prove_identity, revoke_token, rotate_tokens

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
        return Response(TokensSerializer(issue_tokens(user=user)).data)


class RefreshToken(APIView):
    """Trade a refresh token for a new pair. The one given is used up, even when its answer gets lost."""

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
        return Response(TokensSerializer(rotate_tokens(**form.validated_data)).data)


class Logout(APIView):
    """End a refresh token. Holding it is the right to end it, so no access token is asked for."""

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
        revoke_token(**form.validated_data)
        return Response(status=204)
