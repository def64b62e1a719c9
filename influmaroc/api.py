"""The API doors that compose several apps: opening an account."""

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import Consent, SignIn, User
from accounts.serializers import CodeSerializer, PendingSerializer, SignedInSerializer, TokenSerializer
from accounts.services import OPEN_ROLES, issue_tokens
from influmaroc.onboarding import Newcomer, ask_account, ask_account_again, confirm_account
from kit.api import checked
from kit.requests import browser_of, caller_of

FAULTY = OpenApiResponse(description="A field, or the code, is not right.")
GONE = OpenApiResponse(description="The code is too old, used, or was guessed at too often: ask anew.")
SLOW_DOWN = OpenApiResponse(description="Too many tries; Retry-After says when to come back.")
ROLES = [(role.value, role.label) for role in User.Role if role in OPEN_ROLES]


class Open(APIView):
    """For people who have no account yet."""

    authentication_classes = []
    permission_classes = [AllowAny]


class RegisterSerializer(serializers.Serializer):
    """`company` names a brand's company (its owner's name otherwise); `handle` a creator's public address."""

    email = serializers.EmailField(max_length=254)
    password = serializers.CharField(min_length=12, max_length=128, trim_whitespace=False)
    name = serializers.CharField(max_length=120)
    role = serializers.ChoiceField(ROLES)
    language = serializers.ChoiceField(User.Language.choices, default=User.Language.FRENCH)
    company = serializers.CharField(max_length=120, required=False)
    handle = serializers.CharField(max_length=30, required=False)
    consents = serializers.ListField(
        child=serializers.ChoiceField(Consent.Purpose.choices), required=False, max_length=3
    )


class Register(Open):
    """Ask for an account with its brand or its creator's profile. A code goes to the address by e-mail;
    sent to verify-email with the token of this answer, it opens the account and signs in.

    The answer is the same for an address that has an account already: its owner gets a letter, and no code.
    """

    @extend_schema(
        operation_id="auth_register",
        request=RegisterSerializer,
        responses={202: PendingSerializer, 400: FAULTY, 429: SLOW_DOWN},
    )
    def post(self, request: Request) -> Response:
        body = checked(RegisterSerializer, request)
        values = {**body, "consents": tuple(body.get("consents", ()))}
        pending = ask_account(newcomer=Newcomer(**values), caller=caller_of(request))
        return Response(PendingSerializer(pending).data, status=202)


class VerifyEmail(Open):
    """Prove the mailbox with the code of the letter: the account opens, and its person is signed in.

    `device` of the answer, sent along with later logins, tells this client from a stranger's.
    """

    @extend_schema(
        operation_id="auth_verify_email",
        request=CodeSerializer,
        responses={201: SignedInSerializer, 400: FAULTY, 410: GONE, 429: SLOW_DOWN},
    )
    def post(self, request: Request) -> Response:
        body = checked(CodeSerializer, request)
        caller = browser_of(request)
        user = confirm_account(**body, caller=caller)
        tokens = issue_tokens(user=user, caller=caller, factor=SignIn.Factor.EMAIL)
        return Response(SignedInSerializer(tokens).data, status=201)


class ResendCode(Open):
    """Send another code to the address of a registration; the one before no longer works."""

    @extend_schema(
        operation_id="auth_resend_code",
        request=TokenSerializer,
        responses={202: None, 410: GONE, 429: SLOW_DOWN},
    )
    def post(self, request: Request) -> Response:
        body = checked(TokenSerializer, request)
        ask_account_again(**body)
        return Response(status=202)
