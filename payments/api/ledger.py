"""Staff: the ledger as a whole. Runs of the auditor, trial balance, ageing, the way of an amount."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import generics, serializers
from rest_framework.permissions import IsAdminUser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from kit.downloads import download
from kit.errors import ensure
from kit.paging import CursorPages
from payments import policies
from payments.api.shapes import (
    AuditRunSerializer,
    OpenSerializer,
    TraceStepSerializer,
    TrialBalanceSerializer,
)
from payments.models import AuditRun, LedgerTransaction
from payments.selectors import ageing, trace, trace_deal, trial_balance, trial_sheet
from payments.services import run_audit

UNTIL = OpenApiParameter("until", OpenApiTypes.DATE, OpenApiParameter.QUERY)


class LedgerDoor(APIView):
    """Staff who may audit, and nobody else."""

    permission_classes = [IsAdminUser]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        ensure(policies.may_audit(request.user))


class NewestRun(CursorPages):
    ordering = ("-at", "-id")


class AuditRuns(LedgerDoor, generics.ListAPIView):
    """Every run of the auditor, newest first; POST examines the books now."""

    serializer_class = AuditRunSerializer
    pagination_class = NewestRun
    queryset = AuditRun.objects.all()

    @extend_schema(operation_id="admin_ledger_run", request=None, responses={201: AuditRunSerializer})
    def post(self, request: Request) -> Response:
        return Response(AuditRunSerializer(run_audit(by=request.user)).data, status=201)


class TrialBalances(LedgerDoor):
    """Per currency: what was credited and debited on each kind of account."""

    @extend_schema(
        operation_id="admin_ledger_trial_balance",
        parameters=[UNTIL],
        responses={200: TrialBalanceSerializer(many=True)},
    )
    def get(self, request: Request) -> Response:
        return Response(TrialBalanceSerializer(trial_balance(until=_until(request)), many=True).data)


class TrialCsv(LedgerDoor):
    """The same for a spreadsheet."""

    @extend_schema(
        operation_id="admin_ledger_trial_balance_csv",
        parameters=[UNTIL],
        responses={(200, "text/csv"): OpenApiTypes.STR},
    )
    def get(self, request: Request) -> HttpResponse:
        text = trial_sheet(until=_until(request))
        return download(text.encode(), "text/csv; charset=utf-8", "trial-balance.csv")


class Ageing(LedgerDoor):
    """What has not cleared, the oldest first."""

    @extend_schema(operation_id="admin_ledger_ageing", responses={200: OpenSerializer(many=True)})
    def get(self, request: Request) -> Response:
        return Response(OpenSerializer(ageing(), many=True).data)


class Trace(LedgerDoor):
    """Where an amount came from and where it went: of one transaction, or of one deal."""

    @extend_schema(
        operation_id="admin_ledger_trace",
        parameters=[
            OpenApiParameter("transaction", OpenApiTypes.UUID, OpenApiParameter.QUERY),
            OpenApiParameter("deal", OpenApiTypes.UUID, OpenApiParameter.QUERY),
        ],
        responses={200: TraceStepSerializer(many=True)},
    )
    def get(self, request: Request) -> Response:
        asked = request.query_params
        uuid = serializers.UUIDField()
        if "deal" in asked:
            way = trace_deal(uuid.run_validation(asked["deal"]))
        else:
            pk = uuid.run_validation(asked.get("transaction"))
            way = trace(generics.get_object_or_404(LedgerTransaction, pk=pk).pk)
        return Response(TraceStepSerializer(way, many=True).data)


def _until(request: Request) -> Any:
    asked = request.query_params.get("until")
    return serializers.DateField().run_validation(asked) if asked else None
