"""The API doors that compose several apps: opening an account."""

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import Consent, User
from accounts.serializers import TokensSerializer
from accounts.services import OPEN_ROLES, issue_tokens
from influmaroc.onboarding import Newcomer, open_account
from kit.requests import caller_of

ROLES = [(role.value, role.label) for role in User.Role if role in OPEN_ROLES]


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


class Register(APIView):
    """Open an account with its brand or its creator's profile, and sign in at once.

    Sending the same body again answers the same way, so a lost answer can be repeated. An address that
    cannot be used (it may have an account already) is refused with `registration_refused`.
    """

    authentication_classes = []
    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="auth_register",
        request=RegisterSerializer,
        responses={
            201: TokensSerializer,
            400: OpenApiResponse(description="A field is wrong, or no account can be opened with it."),
            429: OpenApiResponse(description="Too many tries; Retry-After says when to come back."),
        },
    )
    def post(self, request: Request) -> Response:
        form = RegisterSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        values = {**form.validated_data, "consents": tuple(form.validated_data.get("consents", ()))}
        user = open_account(newcomer=Newcomer(**values), ip=request.META.get("REMOTE_ADDR", ""))
        return Response(TokensSerializer(issue_tokens(user=user, caller=caller_of(request))).data, status=201)
