"""Staff: batches of bank transfers. One person builds, another checks and releases, then there is a file."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import generics, serializers
from rest_framework.permissions import IsAdminUser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from events.services import answer_once
from kit.api import checked
from kit.downloads import download
from kit.once import KEY, asked, respond
from kit.paging import CursorPages
from payments import services
from payments.models import PayoutBatch
from payments.selectors import batches
from payments.serializers.payouts import BatchInput, BatchSerializer, BatchStepInput, SettleInput
from payments.services.bank_files import LAYOUTS

STEPS: dict[str, tuple[Callable[..., Any], type[serializers.Serializer]]] = {
    "release": (services.release_batch, serializers.Serializer),
    "send": (services.mark_batch_sent, serializers.Serializer),
    "cancel": (services.cancel_batch, serializers.Serializer),
    "settle": (services.settle_batch, SettleInput),
}
WRONG_STEP = OpenApiResponse(description="The batch is not at this step.")


class LatestBatchFirst(CursorPages):
    ordering = ("-made_at", "-id")


class PayoutBatches(generics.ListAPIView):
    """Batches, newest first."""

    permission_classes = [IsAdminUser]
    serializer_class = BatchSerializer
    pagination_class = LatestBatchFirst
    queryset = PayoutBatch.objects.none()

    def get_queryset(self) -> Any:
        return batches().prefetch_related("files")

    @extend_schema(
        operation_id="admin_build_batch",
        parameters=[KEY],
        request=BatchInput,
        responses={201: BatchSerializer},
    )
    def post(self, request: Request) -> Response:
        """Build one of approved transfers to RIBs."""
        values = checked(BatchInput, request)

        def act() -> tuple[int, Any]:
            batch = services.build_batch(payout_ids=values.get("payouts", []), by=request.user)
            return 201, shown(batch.pk)

        return respond(answer_once(**asked(request), act=act))


class BatchStep(APIView):
    """Move a batch along. Settling asks for `bank_ref`."""

    permission_classes = [IsAdminUser]

    @extend_schema(
        operation_id="admin_batch_step",
        parameters=[OpenApiParameter("step", str, OpenApiParameter.PATH, enum=list(STEPS))],
        request=BatchStepInput,
        responses={200: BatchSerializer, 409: WRONG_STEP},
    )
    def put(self, request: Request, pk: UUID, step: str) -> Response:
        act, shape = STEPS[step]
        values = checked(shape, request)
        act(batch_id=get_object_or_404(PayoutBatch, pk=pk).pk, by=request.user, **values)
        return Response(shown(pk))


class BatchFile(APIView):
    """The file for the bank: the same bytes each time."""

    permission_classes = [IsAdminUser]

    @extend_schema(
        operation_id="admin_batch_file",
        parameters=[OpenApiParameter("layout", str, OpenApiParameter.PATH, enum=list(LAYOUTS))],
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY, 409: WRONG_STEP},
    )
    def get(self, request: Request, pk: UUID, layout: str) -> HttpResponse:
        batch = get_object_or_404(PayoutBatch, pk=pk)
        file, content = services.fetch_payout_file(batch_id=batch.pk, layout=layout, by=request.user)
        return download(content, LAYOUTS[layout].media_type, file.name)


def shown(pk: UUID) -> Any:
    return BatchSerializer(batches().prefetch_related("files").get(pk=pk)).data
