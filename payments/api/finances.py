"""An influencer's money over the API."""

from typing import Any

from django.conf import settings
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from events.services import answer_once
from kit.errors import NotAllowed
from kit.once import asked, respond
from kit.paging import CursorPages
from payments import services
from payments.api.filters import PayoutFilter
from payments.api.payments import KEY
from payments.models import Payout, Wallet
from payments.selectors import earnings, payout_method, wallet_of
from payments.serializers import (
    EarningsSerializer,
    PayoutInput,
    PayoutMethodInput,
    PayoutMethodPage,
    PayoutMethodSerializer,
    PayoutSerializer,
)

REFUSED = OpenApiResponse(description="No RIB, a RIB on hold, below the minimum, or more than is available.")


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


class PayoutMethods(APIView):
    """The RIB to be paid on: one at a time, masked when read."""

    @extend_schema(operation_id="finances_payout_methods", responses={200: PayoutMethodPage})
    def get(self, request: Request) -> Response:
        method = payout_method(own_wallet(request))
        rows = [] if method is None else [method]
        return Response(PayoutMethodPage({"results": rows, "next": None, "previous": None}).data)

    @extend_schema(
        operation_id="finances_add_payout_method",
        parameters=[KEY],
        request=PayoutMethodInput,
        responses={201: PayoutMethodSerializer},
    )
    def post(self, request: Request) -> Response:
        form = PayoutMethodInput(data=request.data)
        form.is_valid(raise_exception=True)
        wallet = own_wallet(request)

        def act() -> tuple[int, Any]:
            method = services.add_payout_method(wallet=wallet, by=request.user, **form.validated_data)
            return 201, PayoutMethodSerializer(method).data

        return respond(answer_once(**asked(request), act=act))


class RequestPayout(APIView):
    """Ask for a bank transfer of part or all of what is available."""

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
            payout = services.request_payout(wallet=wallet, amount_centimes=amount, by=request.user)
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
