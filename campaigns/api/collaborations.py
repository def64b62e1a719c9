"""Contracts: both sides see the same thing; nobody else sees anything."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from brands.policies import know_roles
from campaigns import services
from campaigns.api.common import REFUSALS, once
from campaigns.api.filters import ByPosition, CollaborationFilter
from campaigns.models import Collaboration, Deliverable, Dispute
from campaigns.selectors import files_of_dispute, files_of_work, timeline
from campaigns.serializers import (
    CollaborationCard,
    CollaborationSerializer,
    DeliverableSerializer,
    DisputeInput,
    DisputeSerializer,
    EvidenceInput,
    ReasonInput,
    SignInput,
    TimelineSerializer,
)
from kit.api import checked
from kit.once import KEY

TIMELINE = inline_serializer(
    "TimelinePage",
    {
        "results": TimelineSerializer(many=True),
        "next": serializers.URLField(allow_null=True),
        "previous": serializers.URLField(allow_null=True),
    },
)


def visible(request: Request) -> QuerySet[Collaboration]:
    return Collaboration.objects.visible_to(request.user).for_cards()


def shown(request: Request, pk: UUID) -> Any:
    whole = ["signatures", "deliverables__submissions", "deliverables__proof", "escrow__parts"]
    rows = visible(request).select_related("dispute").prefetch_related(*whole)
    row = rows.get(pk=pk)
    files = files_of_work(row.deliverables.all(), request.user)
    if dispute := getattr(row, "dispute", None):
        files[dispute.target] = files_of_dispute(dispute, request.user)
    return CollaborationSerializer(row, context={"request": request, "files": files}).data


class CollaborationList(ListAPIView):
    serializer_class = CollaborationCard
    filterset_class = CollaborationFilter
    queryset = Collaboration.objects.none()

    def get_queryset(self) -> QuerySet:
        return visible(self.request).prefetch_related("signatures", "deliverables", "escrow__parts")

    def paginate_queryset(self, queryset: Any) -> list[Any]:
        rows = super().paginate_queryset(queryset) or []
        know_roles(self.request.user, [row.brand for row in rows])
        return rows


class CollaborationDetail(APIView):
    @extend_schema(responses=CollaborationSerializer)
    def get(self, request: Request, pk: UUID) -> Response:
        return Response(shown(request, get_object_or_404(visible(request), pk=pk).pk))


class Sign(APIView):
    """A simple electronic signature: name, time, address and the hash of the text that was read."""

    @extend_schema(parameters=[KEY], request=SignInput, responses={200: CollaborationSerializer, **REFUSALS})
    def post(self, request: Request, pk: UUID) -> Response:
        deal = get_object_or_404(visible(request), pk=pk)
        body = checked(SignInput, request)
        return once(request, lambda: self._sign(request, deal.pk, body))

    def _sign(self, request: Request, pk: UUID, body: dict[str, str]) -> tuple[int, Any]:
        services.sign_collaboration(
            collaboration_id=pk,
            **body,
            by=request.user,
            ip=request.META.get("REMOTE_ADDR") or None,
            user_agent=request.headers.get("User-Agent", ""),
        )
        return 200, shown(request, pk)


class Cancel(APIView):
    """`if_cancelled` of the contract says beforehand what becomes of the money."""

    @extend_schema(
        parameters=[KEY], request=ReasonInput, responses={200: CollaborationSerializer, **REFUSALS}
    )
    def post(self, request: Request, pk: UUID) -> Response:
        deal = get_object_or_404(visible(request), pk=pk)
        reason = checked(ReasonInput, request)["reason"]
        return once(request, lambda: self._cancel(request, deal.pk, reason))

    def _cancel(self, request: Request, pk: UUID, reason: str) -> tuple[int, Any]:
        services.cancel_collaboration(collaboration_id=pk, reason=reason, by=request.user)
        return 200, shown(request, pk)


class OpenDispute(APIView):
    """Freeze the money until staff decide."""

    @extend_schema(parameters=[KEY], request=DisputeInput, responses={201: DisputeSerializer, **REFUSALS})
    def post(self, request: Request, pk: UUID) -> Response:
        deal = get_object_or_404(visible(request), pk=pk)
        body = checked(DisputeInput, request)
        return once(request, lambda: self._open(request, deal.pk, body))

    def _open(self, request: Request, pk: UUID, body: dict[str, Any]) -> tuple[int, Any]:
        dispute = services.open_dispute(
            collaboration_id=pk, reason=body["reason"], file_ids=body["files"], by=request.user
        )
        return 201, disputed(request, dispute)


class AddEvidence(APIView):
    """Put files forward in a dispute that is open: either side may, while nothing is decided. They stay."""

    @extend_schema(parameters=[KEY], request=EvidenceInput, responses={200: DisputeSerializer, **REFUSALS})
    def post(self, request: Request, pk: UUID) -> Response:
        deal = get_object_or_404(visible(request), pk=pk)
        files = checked(EvidenceInput, request)["files"]
        return once(request, lambda: self._add(request, deal.pk, files))

    def _add(self, request: Request, pk: UUID, files: list[UUID]) -> tuple[int, Any]:
        dispute = services.add_evidence(collaboration_id=pk, file_ids=files, by=request.user)
        return 200, disputed(request, dispute)


def disputed(request: Request, dispute: Dispute) -> Any:
    files = {dispute.target: files_of_dispute(dispute, request.user)}
    return DisputeSerializer(dispute, context={"files": files}).data


class CollaborationDeliverables(ListAPIView):
    serializer_class = DeliverableSerializer
    pagination_class = ByPosition
    filter_backends = []
    queryset = Deliverable.objects.none()

    def get_queryset(self) -> QuerySet:
        deal = get_object_or_404(visible(self.request), pk=self.kwargs["pk"])
        return deal.deliverables.select_related("proof").prefetch_related("submissions")

    def get_serializer(self, rows: Any = None, **more: Any) -> Any:
        """The files of the whole page are asked for at once; the schema asks with no rows."""
        files = files_of_work(rows, self.request.user) if rows else {}
        return DeliverableSerializer(rows, **{**more, "context": {"files": files}})


class Timeline(APIView):
    """States and money in one list, oldest first."""

    @extend_schema(responses=TIMELINE)
    def get(self, request: Request, pk: UUID) -> Response:
        deal = get_object_or_404(visible(request), pk=pk)
        lines = TimelineSerializer(timeline(deal), many=True).data
        return Response({"results": lines, "next": None, "previous": None})
