"""Tokens: traded for a password, for an older token, and given back."""

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.second_step import client_of, signed_in, still
from accounts.serializers import (
    LoginSerializer,
    RefreshSerializer,
    SecondStepSerializer,
    SignedInSerializer,
    TokensSerializer,
)
from accounts.services import Entered, prove_identity, revoke_token, rotate_tokens, start_second_step
from kit.api import checked
from kit.requests import caller_of

REFUSED = OpenApiResponse(description="The credentials or the token cannot be used.")
SLOW_DOWN = OpenApiResponse(description="Too many tries; Retry-After says when to come back.")


class Login(APIView):
    """Trade an e-mail address and a password for tokens.

    202 when something more is to be shown: answer `second_step` at second-step. Send the `device` of the last
    answer along, or every login is one from an unknown device.
    """

    authentication_classes = []
    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="auth_login",
        request=LoginSerializer,
        responses={200: SignedInSerializer, 202: SecondStepSerializer, 401: REFUSED, 429: SLOW_DOWN},
    )
    def post(self, request: Request) -> Response:
        body = checked(LoginSerializer, request)
        caller = client_of(request, body.pop("device"))
        user = prove_identity(**body, caller=caller)
        pending = start_second_step(user=user, caller=caller)
        return still(pending) if pending else signed_in(Entered(user, ""), caller)


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
        body = checked(RefreshSerializer, request)
        return Response(TokensSerializer(rotate_tokens(**body, caller=caller_of(request))).data)


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
        body = checked(RefreshSerializer, request)
        revoke_token(**body, caller=caller_of(request))
        return Response(status=204)
