"""What a price means for both sides, before anybody says yes. Open to everybody: it is the calculator."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import (
    OpenApiResponse,
    extend_schema,
    extend_schema_field,
    extend_schema_serializer,
)
from rest_framework import serializers
from rest_framework.exceptions import NotAuthenticated
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from kit.api import MoneyField, checked
from kit.requests import caller_of
from kit.throttle import take
from payments.models import Escrow, Wallet
from payments.selectors import FullQuote, Pricing, pricing, pricing_of, wallet_of
from taxes.models import TaxProfile
from taxes.selectors import Party, party_of
from taxes.selectors.words import rule_lines, words_of

Status = TaxProfile.Status


class ClientInput(serializers.Serializer):
    """Who pays. `turnover` matters of a Moroccan company: from 200 million dirhams on it may withhold."""

    status = serializers.ChoiceField(Status.choices, default=Status.COMPANY)
    turnover = serializers.ChoiceField(TaxProfile.Turnover.choices, default=TaxProfile.Turnover.SMALL)


class ProviderInput(serializers.Serializer):
    """Who is paid. `is_regular`: holds a certificate of tax regularity; `earned`: from this client, this
    year, before.
    """

    status = serializers.ChoiceField(Status.choices, default=Status.UNKNOWN)
    is_vat_liable = serializers.BooleanField(default=False)
    is_regular = serializers.BooleanField(default=False)
    earned = MoneyField(required=False)


class QuoteInput(serializers.Serializer):
    """An agreed price, VAT included. Name a collaboration of yours, or say who the two sides are; a side that
    is not said is the caller's own when signed in, else a company here (client) or unknown (provider).
    """

    amount = MoneyField()
    collaboration = serializers.UUIDField(required=False)
    client = ClientInput(required=False)
    provider = ProviderInput(required=False)


@extend_schema_serializer(component_name="TaxLine")
class LineSerializer(serializers.Serializer):
    """One rule of tax. What is not withheld is only told: theirs to declare."""

    code = serializers.CharField()
    label = serializers.SerializerMethodField()  # type: ignore[assignment]
    why = serializers.SerializerMethodField()
    base = MoneyField(source="base_centimes")
    rate_bps = serializers.IntegerField()
    amount = MoneyField(source="amount_centimes")
    is_withheld = serializers.BooleanField()
    source = serializers.SerializerMethodField()  # type: ignore[assignment]

    def get_label(self, line: Any) -> str:
        return str(words_of(line.code).label)

    def get_why(self, line: Any) -> str:
        return str(words_of(line.code).why)

    def get_source(self, line: Any) -> str:
        return str(words_of(line.code).source)


class OffSerializer(serializers.Serializer):
    """A rule that is known of and not applied, and how sure it is."""

    code = serializers.CharField(source="rule.code")
    label = serializers.CharField(source="words.label")  # type: ignore[assignment]
    why = serializers.CharField(source="words.why")
    source = serializers.CharField(source="words.source")  # type: ignore[assignment]
    confidence = serializers.CharField(source="rule.confidence")


class PayerSerializer(serializers.Serializer):
    """total = price + fee + VAT on the fee."""

    fee = MoneyField(source="brand_fee_centimes")
    fee_bps = serializers.IntegerField(source="brand_fee_bps")
    vat = MoneyField(source="brand_vat_centimes")
    total = MoneyField(source="total_centimes")


class PayeeSerializer(serializers.Serializer):
    """net = price - fee - VAT on the fee - withheld. `vat_included` is the VAT inside the price; `above` what
    of this price lies above an auto-entrepreneur's ceiling for one client and year.
    """

    fee = MoneyField(source="influencer_fee_centimes")
    fee_bps = serializers.IntegerField(source="influencer_fee_bps")
    vat = MoneyField(source="influencer_vat_centimes")
    vat_included = MoneyField(source="tax.vat_centimes")
    withheld = MoneyField(source="withheld_centimes")
    net = MoneyField(source="net_centimes")
    earned_before = MoneyField(source="before_centimes")
    above = MoneyField(source="tax.over_centimes")
    lines = LineSerializer(source="tax.lines", many=True)


class QuoteSerializer(serializers.Serializer):
    """A price for both sides, to the centime: brand.total = influencer.net + withheld + fees + their VAT."""

    price = MoneyField(source="price_centimes")
    brand = PayerSerializer(source="*")
    influencer = PayeeSerializer(source="*")
    not_applied = serializers.SerializerMethodField()

    @extend_schema_field(OffSerializer(many=True))
    def get_not_applied(self, _quote: FullQuote) -> list[dict[str, Any]]:
        lines = rule_lines(timezone.localdate())
        return list(OffSerializer([line for line in lines if not line.rule.is_on], many=True).data)


class Quotes(APIView):
    """What a price means for both sides after fees and tax. Writes nothing; 120 times a minute at most."""

    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="payments_quote",
        request=QuoteInput,
        responses={
            200: QuoteSerializer,
            404: OpenApiResponse(description="No collaboration of the caller has this id."),
            429: OpenApiResponse(description="Too many; Retry-After says when to come back."),
        },
    )
    def post(self, request: Request) -> Response:
        take("quote", caller_of(request).ip or "")
        wish = checked(QuoteInput, request)
        found = _pricing(request, wish).of(wish["amount"])
        return Response(QuoteSerializer(found).data)


def _pricing(request: Request, wish: dict[str, Any]) -> Pricing:
    if "collaboration" in wish:
        if not request.user.is_authenticated:
            raise NotAuthenticated
        visible = Escrow.objects.visible_to(request.user).select_related("payer", "payee")
        escrow = get_object_or_404(visible, deal_id=wish["collaboration"])
        return pricing(client=escrow.payer, provider=escrow.payee)
    told = dict(wish.get("provider", {}))
    earned = told.pop("earned", 0)
    provider = Party(**told) if told else _own(request, Wallet.Kind.INFLUENCER) or Party()
    client = Party(**wish["client"]) if "client" in wish else _own(request, Wallet.Kind.BRAND)
    return pricing_of(provider=provider, client=client or Party(status=Status.COMPANY), year_centimes=earned)


def _own(request: Request, kind: str) -> Party | None:
    """How the caller is taxed, if a wallet of this kind is theirs."""
    wallet = wallet_of(request.user, kind) if request.user.is_authenticated else None
    return party_of(wallet.pk, timezone.localdate()) if wallet else None
