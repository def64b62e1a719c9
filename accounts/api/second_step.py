"""What follows a right password over the API, and signing in with a passkey."""

from dataclasses import replace
from typing import Any

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.errors import FactorNeeded
from accounts.gateways import answer_login, text_again
from accounts.models import SignIn
from accounts.serializers import (
    LoginStepSerializer,
    PasskeyLoginSerializer,
    PasskeyOptionsSerializer,
    SecondStepSerializer,
    SendCodeSerializer,
    SignedInSerializer,
    TokenSerializer,
)
from accounts.services import (
    Entered,
    Pending,
    Purpose,
    enter_by_passkey,
    issue_tokens,
    start_passkey_login,
    step_options,
    trust_device,
)
from kit.api import checked
from kit.requests import Caller, browser_of
from kit.throttle import take

WRONG = OpenApiResponse(description="The code or the passkey is not right; the try counts.")
GONE = OpenApiResponse(description="The token is too old, used, or was guessed at too often: log in again.")
NO_SMS = OpenApiResponse(description="`sms_not_set_up`: there are no codes by SMS here.")
SMS_DOWN = OpenApiResponse(description="`sms_unavailable`: take another way, or try again.")
SLOW_DOWN = OpenApiResponse(description="Too many tries; Retry-After says when to come back.")


class Open(APIView):
    """For people who are not in yet."""

    authentication_classes = []
    permission_classes = [AllowAny]


def client_of(request: Request, device: str) -> Caller:
    """Who calls: with the device token that it kept, its cookie, or a new one."""
    caller = browser_of(request)
    return replace(caller, device=device) if device else caller


def signed_in(entered: Entered, caller: Caller, *, trust: bool = False) -> Response:
    """Tokens for somebody who has shown everything."""
    tokens = issue_tokens(user=entered.user, caller=caller, factor=entered.factor)
    if trust:
        trust_device(user=entered.user, caller=caller)
    return Response(SignedInSerializer(tokens).data)


def still(pending: Pending) -> Response:
    """What is missing. Raises FactorNeeded for staff without a factor."""
    if not pending.methods:
        raise FactorNeeded
    return Response(SecondStepSerializer({"second_step": pending}).data, status=202)


def answer_in(values: dict[str, Any]) -> Any:
    """The part of an answer that its method needs."""
    return values.get("credential") if values["method"] == SignIn.Factor.PASSKEY else values["code"]


class SecondStep(Open):
    """Answer the second step of a login."""

    @extend_schema(
        operation_id="auth_second_step",
        request=LoginStepSerializer,
        responses={
            200: SignedInSerializer,
            202: SecondStepSerializer,
            400: WRONG,
            410: GONE,
            429: SLOW_DOWN,
            503: SMS_DOWN,
        },
    )
    def post(self, request: Request) -> Response:
        values = checked(LoginStepSerializer, request)
        caller = client_of(request, values["device"])
        done = answer_login(
            token=values["token"], method=values["method"], answer=answer_in(values), caller=caller
        )
        return still(done) if isinstance(done, Pending) else signed_in(done, caller, trust=values["trust"])


class SendCode(Open):
    """A code by e-mail or by SMS, where that is one of the methods.

    Those by SMS leave only when asked for here. The one before no longer works.
    """

    @extend_schema(
        operation_id="auth_second_step_send",
        request=SendCodeSerializer,
        responses={202: None, 409: NO_SMS, 410: GONE, 429: SLOW_DOWN, 503: SMS_DOWN},
    )
    def post(self, request: Request) -> Response:
        body = checked(SendCodeSerializer, request)
        text_again(**body, purpose=Purpose.LOGIN, caller=client_of(request, ""))
        return Response(status=202)


class StepOptions(Open):
    """What a passkey is asked to sign as the second step."""

    @extend_schema(
        operation_id="auth_second_step_options",
        request=TokenSerializer,
        responses={200: PasskeyOptionsSerializer, 410: GONE},
    )
    def post(self, request: Request) -> Response:
        token = checked(TokenSerializer, request)["token"]
        return Response({"token": token, "public_key": step_options(token=token, purpose=Purpose.LOGIN)})


class PasskeyLoginOptions(Open):
    """Signing in with a passkey alone: what it is asked to sign."""

    @extend_schema(
        operation_id="auth_passkey_options",
        request=None,
        responses={200: PasskeyOptionsSerializer, 429: SLOW_DOWN},
    )
    def post(self, request: Request) -> Response:
        caller = client_of(request, "")
        take("passkey-login", caller.ip or "")
        token, options = start_passkey_login(caller=caller)
        return Response({"token": token, "public_key": options})


class PasskeyLogin(Open):
    """Sign in with the passkey's answer."""

    @extend_schema(
        operation_id="auth_passkey",
        request=PasskeyLoginSerializer,
        responses={200: SignedInSerializer, 400: WRONG, 410: GONE},
    )
    def post(self, request: Request) -> Response:
        values = checked(PasskeyLoginSerializer, request)
        user = enter_by_passkey(token=values["token"], credential=values["credential"])
        return signed_in(Entered(user, SignIn.Factor.PASSKEY), client_of(request, values["device"]))
