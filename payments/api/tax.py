"""How the caller is taxed, over the API."""

from typing import Any

from django.core.exceptions import ValidationError as ModelValidationError
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from kit.api import checked
from kit.errors import NotAllowed
from payments.models import Wallet
from payments.selectors import wallet_of
from payments.services.tax import add_tax_proof, declare_tax
from taxes.models import TaxProfile, TaxProof
from taxes.selectors import profile_of
from taxes.selectors.parties import opened


class TaxProfileSerializer(serializers.ModelSerializer):
    """`state`: declared, verified (staff saw the proof) or refused. `status` unknown: nothing said yet."""

    if_number = serializers.SerializerMethodField()
    cnss = serializers.SerializerMethodField()

    class Meta:
        model = TaxProfile
        fields = [
            *("status", "state", "starts_on", "legal_name", "address", "city", "country", "ice", "rc"),
            *("tp_number", "if_number", "cnss", "is_vat_liable", "turnover", "regular_until", "language"),
        ]

    def get_if_number(self, row: TaxProfile) -> str:
        return opened(row.if_sealed)

    def get_cnss(self, row: TaxProfile) -> str:
        return opened(row.cnss_sealed)


class TaxProfileInput(serializers.ModelSerializer):
    """What is not named stays as it was. A change is a new row, in force from `starts_on` (today)."""

    status = serializers.ChoiceField(TaxProfile.Status.choices)
    starts_on = serializers.DateField(required=False)
    if_number = serializers.CharField(max_length=30, allow_blank=True, required=False)
    cnss = serializers.CharField(max_length=30, allow_blank=True, required=False)

    class Meta:
        model = TaxProfile
        fields = [
            *("status", "starts_on", "legal_name", "address", "city", "country", "ice", "rc", "tp_number"),
            *("if_number", "cnss", "is_vat_liable", "turnover", "regular_until", "language"),
        ]
        extra_kwargs = {name: {"required": False} for name in ("country", "language", "is_vat_liable")}


class TaxProfileView(APIView):
    """The tax profile of the caller's wallet: a brand's if there is one, else a creator's."""

    @extend_schema(operation_id="finances_tax_profile", responses={200: TaxProfileSerializer})
    def get(self, request: Request) -> Response:
        wallet = _wallet(request)
        row = profile_of(wallet.pk) or TaxProfile(party_id=wallet.pk, status=TaxProfile.Status.UNKNOWN)
        return Response(TaxProfileSerializer(row).data)

    @extend_schema(
        operation_id="finances_set_tax_profile",
        request=TaxProfileInput,
        responses={200: TaxProfileSerializer, 403: OpenApiResponse(description="Not yours to change.")},
    )
    def put(self, request: Request) -> Response:
        fields = checked(TaxProfileInput, request)
        try:
            row = declare_tax(wallet=_wallet(request), fields=fields, by=request.user)
        except ModelValidationError as error:
            raise serializers.ValidationError(error.message_dict) from error
        return Response(TaxProfileSerializer(row).data)


class TaxProofInput(serializers.Serializer):
    """A PDF, or a photo in JPEG, PNG or WebP, at most 5 MB."""

    kind = serializers.ChoiceField(TaxProof.Kind.choices, default=TaxProof.Kind.STATUS)
    upload = serializers.FileField(max_length=200)


class TaxProofSerializer(serializers.ModelSerializer):
    """That a paper is there; its content is read by the staff who check it."""

    class Meta:
        model = TaxProof
        fields = ["id", "kind", "media_type", "n_bytes", "made_at"]


class TaxProofView(APIView):
    """Hand in a paper for what was declared."""

    parser_classes = [MultiPartParser]

    @extend_schema(
        operation_id="finances_add_tax_proof",
        request={"multipart/form-data": TaxProofInput},
        responses={
            201: TaxProofSerializer,
            400: OpenApiResponse(description="No file that can be used; `detail` says why."),
            409: OpenApiResponse(description="Nothing was declared that it could prove."),
            429: OpenApiResponse(description="Too many files; Retry-After says when to come back."),
        },
    )
    def post(self, request: Request) -> Response:
        wish = checked(TaxProofInput, request)
        proof = add_tax_proof(wallet=_wallet(request), **wish, by=request.user)
        return Response(TaxProofSerializer(proof).data, status=201)


def _wallet(request: Request) -> Any:
    """Raises NotAllowed for people without a wallet."""
    for kind in (Wallet.Kind.BRAND, Wallet.Kind.INFLUENCER):
        wallet = wallet_of(request.user, kind)
        if wallet is not None:
            return wallet
    raise NotAllowed
