"""One piece of content, from the draft to the money."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from campaigns import services
from campaigns.api.common import REFUSALS, once
from campaigns.models import Deliverable
from campaigns.selectors import files_of_work
from campaigns.serializers import (
    DeliverableSerializer,
    ReviewInput,
    SubmissionInput,
    SubmissionSerializer,
    UrlInput,
)
from files.selectors import cards_of
from kit.api import checked
from kit.once import KEY


def visible(request: Request) -> QuerySet[Deliverable]:
    rows = Deliverable.objects.visible_to(request.user).select_related("proof")
    return rows.prefetch_related("submissions")


def shown(request: Request, pk: UUID) -> Any:
    row = visible(request).get(pk=pk)
    return DeliverableSerializer(row, context={"files": files_of_work([row], request.user)}).data


class Submissions(APIView):
    """Send the next version: a link, files that were uploaded before, or both."""

    @extend_schema(
        parameters=[KEY], request=SubmissionInput, responses={201: SubmissionSerializer, **REFUSALS}
    )
    def post(self, request: Request, pk: UUID) -> Response:
        deliverable = get_object_or_404(visible(request), pk=pk)
        body = checked(SubmissionInput, request)
        return once(request, lambda: self._submit(request, deliverable.pk, body))

    def _submit(self, request: Request, pk: UUID, body: dict[str, Any]) -> tuple[int, Any]:
        files = body.pop("files")
        submission = services.submit_deliverable(deliverable_id=pk, **body, file_ids=files, by=request.user)
        cards = cards_of(targets=[submission.target], reader=request.user)
        return 201, SubmissionSerializer(submission, context={"files": cards}).data


class Review(APIView):
    """Approve the draft, or ask for changes while the agreed number lasts."""

    @extend_schema(parameters=[KEY], request=ReviewInput, responses={200: DeliverableSerializer, **REFUSALS})
    def post(self, request: Request, pk: UUID) -> Response:
        deliverable = get_object_or_404(visible(request), pk=pk)
        body = checked(ReviewInput, request)
        return once(request, lambda: self._review(request, deliverable.pk, body))

    def _review(self, request: Request, pk: UUID, body: dict[str, str]) -> tuple[int, Any]:
        services.review_deliverable(deliverable_id=pk, **body, by=request.user)
        return 200, shown(request, pk)


class Publication(APIView):
    """Say where it went public."""

    @extend_schema(parameters=[KEY], request=UrlInput, responses={200: DeliverableSerializer, **REFUSALS})
    def post(self, request: Request, pk: UUID) -> Response:
        deliverable = get_object_or_404(visible(request), pk=pk)
        url = checked(UrlInput, request)["url"]
        return once(request, lambda: self._publish(request, deliverable.pk, url))

    def _publish(self, request: Request, pk: UUID, url: str) -> tuple[int, Any]:
        services.publish_deliverable(deliverable_id=pk, url=url, by=request.user)
        return 200, shown(request, pk)


class Accept(APIView):
    """The last acceptance completes the contract and releases the money."""

    @extend_schema(parameters=[KEY], request=None, responses={200: DeliverableSerializer, **REFUSALS})
    def post(self, request: Request, pk: UUID) -> Response:
        deliverable = get_object_or_404(visible(request), pk=pk)
        return once(request, lambda: self._accept(request, deliverable.pk))

    def _accept(self, request: Request, pk: UUID) -> tuple[int, Any]:
        services.accept_deliverable(deliverable_id=pk, by=request.user)
        return 200, shown(request, pk)
