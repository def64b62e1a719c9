"""One's second factors, step-up, and another e-mail address."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers as drf
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.second_step import GONE, NO_SMS, SLOW_DOWN, SMS_DOWN, WRONG, answer_in
from accounts.gateways import answer_proof, confirm_phone, propose_phone, text_again
from accounts.selectors import factors_in_use
from accounts.serializers import (
    AnswerSerializer,
    CodeSerializer,
    EmailSerializer,
    FactorsSerializer,
    NewPasskeySerializer,
    NumberSerializer,
    OwnPasswordSerializer,
    PasskeyOptionsSerializer,
    PendingSerializer,
    ProposalSerializer,
    RecoveryCodesSerializer,
    SecondStepSerializer,
    SendCodeSerializer,
    TokenSerializer,
    UserSerializer,
)
from accounts.services import (
    Purpose,
    add_authenticator,
    add_passkey,
    ask_email_change,
    confirm_email_change,
    insist_proof,
    make_recovery_codes,
    propose_authenticator,
    propose_passkey,
    remove_authenticator,
    remove_passkey,
    remove_phone,
    start_proof,
    step_options,
)
from kit.api import checked
from kit.requests import caller_of

PROOF = OpenApiResponse(description="`proof_needed`: prove who you are at /api/auth/proof first.")


class Proof(APIView):
    """Step-up: sensitive steps answer 403 `proof_needed` until password and second step were shown again."""

    @extend_schema(
        operation_id="auth_proof_start",
        request=OwnPasswordSerializer,
        responses={202: SecondStepSerializer, 429: SLOW_DOWN},
    )
    def post(self, request: Request) -> Response:
        """First half: the password. The answer names the second step."""
        values = checked(OwnPasswordSerializer, request)
        try:
            pending = start_proof(user=request.user, **values, caller=caller_of(request))
        except ValidationError as error:
            raise drf.ValidationError(error.message_dict) from error
        return Response(SecondStepSerializer({"second_step": pending}).data, status=202)

    @extend_schema(
        operation_id="auth_proof_finish",
        request=AnswerSerializer,
        responses={204: None, 400: WRONG, 410: GONE, 429: SLOW_DOWN},
    )
    def put(self, request: Request) -> Response:
        """Second half. Good for ten minutes, for this sign-in."""
        values = checked(AnswerSerializer, request)
        answer_proof(
            user=request.user,
            token=values["token"],
            method=values["method"],
            answer=answer_in(values),
            caller=caller_of(request),
        )
        return Response(status=204)


class ProofCode(APIView):
    """A code by e-mail or by SMS for the second half; those by SMS leave only when asked for here."""

    @extend_schema(
        operation_id="auth_proof_send",
        request=SendCodeSerializer,
        responses={202: None, 409: NO_SMS, 410: GONE, 429: SLOW_DOWN, 503: SMS_DOWN},
    )
    def post(self, request: Request) -> Response:
        values = checked(SendCodeSerializer, request)
        text_again(**values, purpose=Purpose.PROOF, caller=caller_of(request))
        return Response(status=202)


class ProofOptions(APIView):
    """What a passkey is asked to sign for the second half."""

    @extend_schema(
        operation_id="auth_proof_options",
        request=TokenSerializer,
        responses={200: PasskeyOptionsSerializer, 410: GONE},
    )
    def post(self, request: Request) -> Response:
        token = checked(TokenSerializer, request)["token"]
        return Response({"token": token, "public_key": step_options(token=token, purpose=Purpose.PROOF)})


class Factors(APIView):
    """Which second factors one has."""

    @extend_schema(operation_id="auth_factors", responses={200: FactorsSerializer})
    def get(self, request: Request) -> Response:
        return Response(FactorsSerializer(factors_in_use(request.user)).data)


class Totp(APIView):
    """An authenticator app (TOTP)."""

    @extend_schema(
        operation_id="auth_totp_start", request=None, responses={200: ProposalSerializer, 403: PROOF}
    )
    def post(self, request: Request) -> Response:
        """A secret to put into the app. Not in use before PUT."""
        insist_proof(by=request.user)
        return Response(ProposalSerializer(propose_authenticator(user=request.user)).data)

    @extend_schema(
        operation_id="auth_totp_finish",
        request=CodeSerializer,
        responses={200: RecoveryCodesSerializer, 400: WRONG, 403: PROOF, 410: GONE},
    )
    def put(self, request: Request) -> Response:
        """The first code of the app: in use from now on."""
        values = checked(CodeSerializer, request)
        codes = add_authenticator(by=request.user, **values, caller=caller_of(request))
        return Response({"recovery_codes": codes})

    @extend_schema(operation_id="auth_totp_remove", responses={204: None, 403: PROOF})
    def delete(self, request: Request) -> Response:
        remove_authenticator(by=request.user, caller=caller_of(request))
        return Response(status=204)


class Sms(APIView):
    """A phone that gets codes by SMS."""

    @extend_schema(
        operation_id="auth_sms_start",
        request=NumberSerializer,
        responses={202: PendingSerializer, 403: PROOF, 409: NO_SMS, 429: SLOW_DOWN, 503: SMS_DOWN},
    )
    def post(self, request: Request) -> Response:
        """A code goes to this Moroccan mobile. Not in use before PUT."""
        values = checked(NumberSerializer, request)
        try:
            pending = propose_phone(by=request.user, **values, caller=caller_of(request))
        except ValidationError as error:
            raise drf.ValidationError(error.message_dict) from error
        return Response(PendingSerializer(pending).data, status=202)

    @extend_schema(
        operation_id="auth_sms_finish",
        request=CodeSerializer,
        responses={200: RecoveryCodesSerializer, 400: WRONG, 410: GONE, 429: SLOW_DOWN, 503: SMS_DOWN},
    )
    def put(self, request: Request) -> Response:
        """The code that arrived: in use from now on."""
        values = checked(CodeSerializer, request)
        codes = confirm_phone(by=request.user, **values, caller=caller_of(request))
        return Response({"recovery_codes": codes})

    @extend_schema(operation_id="auth_sms_remove", responses={204: None, 403: PROOF})
    def delete(self, request: Request) -> Response:
        remove_phone(by=request.user, caller=caller_of(request))
        return Response(status=204)


class RecoveryCodes(APIView):
    """Codes on paper."""

    @extend_schema(
        operation_id="auth_recovery_codes",
        request=None,
        responses={200: RecoveryCodesSerializer, 403: PROOF},
    )
    def post(self, request: Request) -> Response:
        """Ten new ones; the ones before are dead."""
        return Response({"recovery_codes": make_recovery_codes(by=request.user, caller=caller_of(request))})


class PasskeyOptions(APIView):
    """What the browser makes a passkey for."""

    @extend_schema(
        operation_id="auth_passkeys_options",
        request=None,
        responses={200: PasskeyOptionsSerializer, 403: PROOF},
    )
    def post(self, request: Request) -> Response:
        token, options = propose_passkey(by=request.user, caller=caller_of(request))
        return Response({"token": token, "public_key": options})


class Passkeys(APIView):
    """One's passkeys."""

    @extend_schema(
        operation_id="auth_passkeys_add",
        request=NewPasskeySerializer,
        responses={201: RecoveryCodesSerializer, 400: WRONG, 403: PROOF, 410: GONE},
    )
    def post(self, request: Request) -> Response:
        values = checked(NewPasskeySerializer, request)
        codes = add_passkey(by=request.user, **values, caller=caller_of(request))
        return Response({"recovery_codes": codes}, status=201)


class PasskeyView(APIView):
    @extend_schema(operation_id="auth_passkeys_remove", responses={204: None, 403: PROOF})
    def delete(self, request: Request, pk: UUID) -> Response:
        """404 when it is not yours."""
        if not remove_passkey(by=request.user, passkey_id=pk, caller=caller_of(request)):
            raise Http404
        return Response(status=204)


class Email(APIView):
    """Another e-mail address."""

    @extend_schema(
        operation_id="auth_email_start",
        request=EmailSerializer,
        responses={202: PendingSerializer, 403: PROOF, 429: SLOW_DOWN},
    )
    def post(self, request: Request) -> Response:
        """A code goes there. The same answer for an address that has an account, whose owner is told."""
        values = checked(EmailSerializer, request)
        pending = ask_email_change(by=request.user, **values, caller=caller_of(request))
        return Response(PendingSerializer(pending).data, status=202)

    @extend_schema(
        operation_id="auth_email_finish",
        request=CodeSerializer,
        responses={200: UserSerializer, 400: WRONG, 410: GONE},
    )
    def put(self, request: Request) -> Response:
        """The code arrived: the address is the login from now on. Other devices are signed out."""
        values = checked(CodeSerializer, request)
        user = confirm_email_change(by=request.user, **values, caller=caller_of(request))
        return Response(UserSerializer(user).data)
