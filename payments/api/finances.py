"""An influencer's money over the API."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from events.services import answer_once
from kit.errors import NotAllowed
from kit.once import KEY, asked, respond
from kit.paging import CursorPages
from payments import services
from payments.api.filters import PayoutFilter
from payments.models import Payout, Wallet
from payments.selectors import earnings, wallet_of
from payments.serializers import EarningsSerializer
from payments.serializers.payouts import PayoutInput, PayoutSerializer

REFUSED = OpenApiResponse(
    description="No account, one on hold, below the minimum, or more than is available."
)


def own_wallet(request: Request) -> Wallet:
    """The caller's earning wallet. Raises NotAllowed for people without one."""
    wallet = wallet_of(request.user, Wallet.Kind.INFLUENCER)
    if wallet is None:
        raise NotAllowed
    return wallet


class EarningsView(APIView):
    """Protected, available, on the way, paid out."""

    @extend_schema(operation_id="finances_earnings", responses={200: EarningsSerializer})
    def get(self, request: Request) -> Response:
        found = earnings(own_wallet(request))
        body = {**vars(found), "minimum_centimes": settings.PAYOUT_MIN_CENTIMES}
        return Response(EarningsSerializer(body).data)


class RequestPayout(APIView):
    """Ask for part or all of what is available, on the default account or another that is kept."""

    @extend_schema(
        operation_id="finances_request_payout",
        parameters=[KEY],
        request=PayoutInput,
        responses={201: PayoutSerializer, 409: REFUSED},
    )
    def post(self, request: Request) -> Response:
        form = PayoutInput(data=request.data)
        form.is_valid(raise_exception=True)
        wallet = own_wallet(request)

        def act() -> tuple[int, Any]:
            amount = form.validated_data["amount"]
            method_id = form.validated_data.get("method")
            payout = services.request_payout(
                wallet=wallet, amount_centimes=amount, method_id=method_id, by=request.user
            )
            return 201, PayoutSerializer(payout).data

        return respond(answer_once(**asked(request), act=act))


class LatestFirst(CursorPages):
    ordering = ("-requested_at", "-id")


class Payouts(generics.ListAPIView):
    """The caller's bank transfers."""

    serializer_class = PayoutSerializer
    pagination_class = LatestFirst
    filterset_class = PayoutFilter
    queryset = Payout.objects.none()

    def get_queryset(self) -> Any:
        return Payout.objects.visible_to(self.request.user).select_related("method")


class PayoutDetail(generics.RetrieveAPIView):
    """One transfer of the caller's."""

    serializer_class = PayoutSerializer
    queryset = Payout.objects.none()

    def get_queryset(self) -> Any:
        return Payout.objects.visible_to(self.request.user).select_related("method")


class CancelPayout(APIView):
    """Take a request back while nobody has approved it."""

    @extend_schema(
        operation_id="finances_cancel_payout",
        parameters=[KEY],
        request=None,
        responses={200: PayoutSerializer, 409: OpenApiResponse(description="It was approved already.")},
    )
    def post(self, request: Request, pk: UUID) -> Response:
        payout = get_object_or_404(Payout.objects.visible_to(request.user), pk=pk)

        def act() -> tuple[int, Any]:
            services.cancel_payout(payout_id=payout.pk, by=request.user)
            return 200, PayoutSerializer(Payout.objects.select_related("method").get(pk=pk)).data

        return respond(answer_once(**asked(request), act=act))
