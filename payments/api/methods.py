"""Where a creator is paid and when by itself, over the API."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from events.services import answer_once
from kit.api import checked
from kit.once import KEY, asked, respond
from payments import services
from payments.api.finances import own_wallet
from payments.models import PayoutMethod
from payments.selectors import payout_methods, schedule_of
from payments.serializers.payouts import (
    PayoutMethodInput,
    PayoutMethodPage,
    PayoutMethodSerializer,
    ScheduleInput,
    ScheduleSerializer,
)

NOT_OFFERED = OpenApiResponse(description="This way of being paid is not set up here.")


class PayoutMethods(APIView):
    """Accounts to be paid on, the default first, masked when read. A new one becomes the default and, unless
    it is the first, waits 72 hours."""

    @extend_schema(operation_id="finances_payout_methods", responses={200: PayoutMethodPage})
    def get(self, request: Request) -> Response:
        rows = payout_methods(own_wallet(request))
        return Response(PayoutMethodPage({"results": rows, "next": None, "previous": None}).data)

    @extend_schema(
        operation_id="finances_add_payout_method",
        parameters=[KEY],
        request=PayoutMethodInput,
        responses={201: PayoutMethodSerializer, 409: NOT_OFFERED},
    )
    def post(self, request: Request) -> Response:
        values, wallet = checked(PayoutMethodInput, request), own_wallet(request)
        add: Callable[..., PayoutMethod] = services.add_provider_method
        if values["kind"] == PayoutMethod.Kind.RIB:
            add = services.add_payout_method
            del values["kind"]

        def act() -> tuple[int, Any]:
            return 201, PayoutMethodSerializer(add(wallet=wallet, by=request.user, **values)).data

        return respond(answer_once(**asked(request), act=act))


class PayoutMethodDetail(APIView):
    """One account of the caller's."""

    @extend_schema(operation_id="finances_remove_payout_method", responses={204: None})
    def delete(self, request: Request, pk: UUID) -> Response:
        """Never be paid here again. What has not left for it is available again."""
        services.remove_payout_method(method_id=own_method(request, pk).pk, by=request.user)
        return Response(status=204)


class DefaultPayoutMethod(APIView):
    """The account that is used when none is named."""

    @extend_schema(
        operation_id="finances_default_payout_method", request=None, responses={200: PayoutMethodSerializer}
    )
    def put(self, request: Request, pk: UUID) -> Response:
        method = services.set_default_method(method_id=own_method(request, pk).pk, by=request.user)
        return Response(PayoutMethodSerializer(method).data)


class PayoutScheduleView(APIView):
    """When money leaves by itself: off, each week, each month, or from an amount on."""

    @extend_schema(operation_id="finances_payout_schedule", responses={200: ScheduleSerializer})
    def get(self, request: Request) -> Response:
        return Response(ScheduleSerializer(schedule_of(own_wallet(request))).data)

    @extend_schema(
        operation_id="finances_set_payout_schedule",
        request=ScheduleInput,
        responses={200: ScheduleSerializer},
    )
    def put(self, request: Request) -> Response:
        values = checked(ScheduleInput, request)
        wish = services.Wish(at_least_centimes=values.pop("at_least", 0), **values)
        row = services.set_schedule(wallet=own_wallet(request), wish=wish, by=request.user)
        return Response(ScheduleSerializer(row).data)


def own_method(request: Request, pk: UUID) -> PayoutMethod:
    """404 for an account of somebody else."""
    return get_object_or_404(PayoutMethod, pk=pk, wallet__holders__user=request.user)
