"""A creator's account at Stripe over the API."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from payments.api.finances import own_wallet
from payments.gateways.stripe_connect import onboarding_url
from payments.models import StripeAccount
from payments.serializers import CountryInput, OnboardingSerializer, StripeAccountSerializer
from payments.services import open_stripe_account

ELSEWHERE = OpenApiResponse(description="Stripe is not offered here, or not in this country.")


class StripeAccountView(APIView):
    """What Stripe said of it last; and the page of Stripe's where it is opened or completed."""

    @extend_schema(operation_id="finances_stripe_account", responses={200: StripeAccountSerializer})
    def get(self, request: Request) -> Response:
        account = get_object_or_404(StripeAccount, wallet=own_wallet(request))
        return Response(StripeAccountSerializer(account).data)

    @extend_schema(
        operation_id="finances_open_stripe_account",
        request=CountryInput,
        responses={200: OnboardingSerializer, 409: ELSEWHERE},
    )
    def post(self, request: Request) -> Response:
        """Safe to repeat: the account is the same one, the page is a new one each time."""
        form = CountryInput(data=request.data)
        form.is_valid(raise_exception=True)
        account = open_stripe_account(wallet=own_wallet(request), by=request.user, **form.validated_data)
        back = request.build_absolute_uri(reverse("payments:stripe"))
        url = onboarding_url(account, back=back)
        account.refresh_from_db()
        return Response(OnboardingSerializer({"account": account, "url": url}).data)
