"""A second person's word on large payments, over the API."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from kit.api import checked
from kit.paging import CursorPages
from payments import services
from payments.models import Escrow, SpendApproval
from payments.selectors import approvals_of
from payments.serializers import ApprovalInput, ApprovalSerializer

NOT_NOW = OpenApiResponse(description="No approval is needed, nobody else may pay, or it was answered.")
ANSWERS = {"approve": services.approve_spending, "refuse": services.refuse_spending}


class NewestAsked(CursorPages):
    """By date, newest first."""

    ordering = ("-asked_at", "-id")


class Approvals(generics.ListAPIView):
    """What the people of the caller's team asked each other; ask for an approval."""

    serializer_class = ApprovalSerializer
    pagination_class = NewestAsked
    queryset = SpendApproval.objects.none()

    def get_queryset(self) -> Any:
        return approvals_of(self.request.user)

    @extend_schema(
        operation_id="payments_ask_approval",
        request=ApprovalInput,
        responses={201: ApprovalSerializer, 409: NOT_NOW},
    )
    def post(self, request: Request) -> Response:
        body = checked(ApprovalInput, request)
        escrows = Escrow.objects.visible_to(request.user)
        escrow = get_object_or_404(escrows, deal_id=body["collaboration"])
        row = services.ask_approval(escrow_id=escrow.pk, by=request.user)
        return Response(ApprovalSerializer(row).data, status=201)


class ApprovalDetail(generics.RetrieveAPIView):
    """One request, with its answer."""

    serializer_class = ApprovalSerializer
    queryset = SpendApproval.objects.none()

    def get_queryset(self) -> Any:
        return approvals_of(self.request.user)


class ApprovalStep(APIView):
    """Approve or refuse what another person asked."""

    @extend_schema(request=None, responses={200: ApprovalSerializer, 409: NOT_NOW})
    def post(self, request: Request, pk: UUID, step: str) -> Response:
        row = get_object_or_404(approvals_of(request.user), pk=pk)
        row = ANSWERS[step](approval_id=row.pk, by=request.user)
        return Response(ApprovalSerializer(row).data)
