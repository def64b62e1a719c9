"""Staff: payouts step by step, and the books."""

from collections.abc import Callable
from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import generics, serializers
from rest_framework.permissions import IsAdminUser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from kit.errors import ensure
from payments import policies, services
from payments.api.filters import PayoutFilter
from payments.api.finances import LatestFirst
from payments.models import Payout
from payments.selectors import audit, books
from payments.serializers import AuditSerializer, BooksSerializer
from payments.serializers.payouts import (
    DelayInput,
    FailInput,
    SettleInput,
    StaffPayoutSerializer,
    StepInput,
)

STEPS: dict[str, tuple[Callable[..., Payout], type[serializers.Serializer]]] = {
    "approve": (services.approve_payout, serializers.Serializer),
    "send": (services.send_payout, serializers.Serializer),
    "settle": (services.settle_payout, SettleInput),
    "fail": (services.fail_payout, FailInput),
    "delay": (services.delay_payout, DelayInput),
}
WRONG_STEP = OpenApiResponse(description="The payout is not at this step.")


class StaffPayouts(generics.ListAPIView):
    """Every payout, newest first."""

    permission_classes = [IsAdminUser]
    serializer_class = StaffPayoutSerializer
    pagination_class = LatestFirst
    filterset_class = PayoutFilter
    queryset = Payout.objects.select_related("method", "wallet", "approved_by", "sent_by")


class PayoutStep(APIView):
    """Move one payout along. Settling asks for `bank_ref`, failing for `reason`, delaying for `reason` and
    `expected_on`."""

    permission_classes = [IsAdminUser]

    @extend_schema(
        operation_id="admin_payout_step",
        parameters=[OpenApiParameter("step", str, OpenApiParameter.PATH, enum=list(STEPS))],
        request=StepInput,
        responses={200: StaffPayoutSerializer, 409: WRONG_STEP},
    )
    def put(self, request: Request, pk: UUID, step: str) -> Response:
        act, shape = STEPS[step]
        form = shape(data=request.data)
        form.is_valid(raise_exception=True)
        payout = get_object_or_404(StaffPayouts.queryset, pk=pk)
        act(payout_id=payout.pk, by=request.user, **form.validated_data)
        return Response(StaffPayoutSerializer(StaffPayouts.queryset.get(pk=pk)).data)


class LedgerCheck(APIView):
    """Run the auditor."""

    permission_classes = [IsAdminUser]

    @extend_schema(operation_id="admin_ledger_check", responses={200: AuditSerializer})
    def get(self, request: Request) -> Response:
        ensure(policies.may_audit(request.user))
        findings = audit()
        return Response(AuditSerializer({"ok": not findings, "findings": findings}).data)


class LedgerBooks(APIView):
    """The books of one deal: paid = released + fee + vat + withheld + refunded + held."""

    permission_classes = [IsAdminUser]

    @extend_schema(
        operation_id="admin_ledger_books",
        parameters=[OpenApiParameter("deal", UUID, OpenApiParameter.QUERY, required=True)],
        responses={200: BooksSerializer},
    )
    def get(self, request: Request) -> Response:
        ensure(policies.may_audit(request.user))
        deal = serializers.UUIDField().run_validation(request.query_params.get("deal"))
        return Response(BooksSerializer(books(deal)).data)
