"""Campaigns: everybody reads the public ones, managers write their brand's, staff decide."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.generics import ListAPIView
from rest_framework.permissions import IsAuthenticatedOrReadOnly
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from brands.models import Brand
from campaigns import services
from campaigns.api.common import IF_MATCH, REFUSALS, api_words, once
from campaigns.api.filters import CampaignFilter, CampaignPages
from campaigns.api.firsts import first_page, plain_reader, rendered
from campaigns.models import Campaign
from campaigns.policies import may_approve
from campaigns.selectors.listing import line_columns, lines
from campaigns.serializers import CampaignBody, CampaignCard, CampaignSerializer, RejectInput, as_fields
from kit.api import checked
from kit.errors import NotAllowed, ensure
from kit.once import KEY
from kit.versions import asked_version, etag

NEVER = date(9999, 12, 31)
ORDERING = OpenApiParameter("ordering", str, enum=list(CampaignPages.ORDERINGS), default="-id")


def visible(request: Request) -> QuerySet[Campaign]:
    rows = Campaign.objects.visible_to(request.user).select_related("brand")
    return rows.prefetch_related("requirements")


def shown(request: Request, campaign: Campaign, status: int = 200) -> Response:
    """A campaign as it is now, after whatever was done to it."""
    row = visible(request).get(pk=campaign.pk)
    body = CampaignSerializer(row, context={"request": request}).data
    return Response(body, status=status, headers=etag(row.version))


class CampaignList(ListAPIView):
    permission_classes = [IsAuthenticatedOrReadOnly]
    serializer_class = CampaignCard
    filterset_class = CampaignFilter
    pagination_class = CampaignPages
    queryset = Campaign.objects.none()

    def get_queryset(self) -> QuerySet:
        pay, closes = Coalesce("budget_centimes", Value(0)), Coalesce("application_deadline", Value(NEVER))
        rows = Campaign.objects.visible_to(self.request.user).annotate(pay=pay, closes=closes)
        return line_columns(rows, "pay", "closes")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """A plain first page needs none of DRF's ceremony; everything else takes the usual road."""
        reader = plain_reader(request)
        if reader is not None:
            return rendered(first_page(reader, request))
        return super().dispatch(request, *args, **kwargs)

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        if not request.query_params:
            return Response(first_page(request.user, request))
        rows = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(lines(rows or []))

    @extend_schema(parameters=[ORDERING])
    def get(self, request: Request) -> Response:
        return self.list(request)


class CampaignSearch(CampaignList):
    """The same list under the address of the brief: `q` looks in title, objective and brand."""

    @extend_schema(operation_id="campaigns_search", parameters=[ORDERING])
    def get(self, request: Request) -> Response:
        return self.list(request)


class Campaigns(CampaignList):
    """The list, and the place where a new one is written."""

    @extend_schema(
        operation_id="campaigns_create",
        parameters=[KEY],
        request=CampaignBody,
        responses={201: CampaignSerializer, **REFUSALS},
    )
    def post(self, request: Request) -> Response:
        body = checked(CampaignBody, request)
        brand_id = _brand_of(request, body)
        answer = once(request, lambda: self._create(request, brand_id, as_fields(body)))
        answer["ETag"] = etag(answer.data["version"])["ETag"]
        return answer

    def _create(self, request: Request, brand_id: UUID, fields: dict[str, Any]) -> tuple[int, Any]:
        with api_words():
            campaign = services.create_campaign(brand_id=brand_id, fields=fields, by=request.user)
        return 201, shown(request, campaign).data


def _brand_of(request: Request, body: dict[str, Any]) -> UUID:
    """The brand named in the body, else this person's first one. Raises NotAllowed without any."""
    mine = Brand.objects.of(request.user).order_by("memberships__joined_at")
    if "brand" in body:
        return get_object_or_404(mine, pk=body["brand"]).pk
    brand = mine.first()
    if brand is None:
        raise NotAllowed
    return brand.pk


class CampaignDetail(APIView):
    permission_classes = [IsAuthenticatedOrReadOnly]

    @extend_schema(responses=CampaignSerializer)
    def get(self, request: Request, pk: UUID) -> Response:
        return shown(request, get_object_or_404(visible(request), pk=pk))

    @extend_schema(
        parameters=[IF_MATCH], request=CampaignBody, responses={200: CampaignSerializer, **REFUSALS}
    )
    def put(self, request: Request, pk: UUID) -> Response:
        return self._change(request, pk, CampaignBody(data=request.data))

    @extend_schema(
        parameters=[IF_MATCH],
        request=CampaignBody(partial=True),
        responses={200: CampaignSerializer, **REFUSALS},
    )
    def patch(self, request: Request, pk: UUID) -> Response:
        return self._change(request, pk, CampaignBody(data=request.data, partial=True))

    @extend_schema(responses={204: None, **REFUSALS})
    def delete(self, request: Request, pk: UUID) -> Response:
        """Cancel it; the row stays. 409 money_held with the contracts' numbers while money is held."""
        campaign = get_object_or_404(visible(request), pk=pk)
        services.close_campaign(campaign_id=campaign.pk, by=request.user)
        return Response(status=204)

    def _change(self, request: Request, pk: UUID, form: CampaignBody) -> Response:
        campaign = get_object_or_404(visible(request), pk=pk)
        form.is_valid(raise_exception=True)
        fields = as_fields(dict(form.validated_data))
        version = asked_version(request, fields)
        with api_words():
            services.update_campaign(campaign_id=campaign.pk, fields=fields, by=request.user, version=version)
        return shown(request, campaign)


class SubmitForApproval(APIView):
    @extend_schema(request=None, parameters=[KEY], responses={200: CampaignSerializer, **REFUSALS})
    def post(self, request: Request, pk: UUID) -> Response:
        campaign = get_object_or_404(visible(request), pk=pk)
        return once(request, lambda: self._submit(request, campaign))

    def _submit(self, request: Request, campaign: Campaign) -> tuple[int, Any]:
        services.submit_for_approval(campaign_id=campaign.pk, by=request.user)
        return 200, shown(request, campaign).data


class Approve(APIView):
    """Staff only; for anybody else this is refused, whatever the campaign."""

    @extend_schema(request=None, responses={200: CampaignSerializer, **REFUSALS})
    def put(self, request: Request, pk: UUID) -> Response:
        ensure(may_approve(request.user))
        campaign = get_object_or_404(visible(request), pk=pk)
        return shown(request, services.approve_campaign(campaign_id=campaign.pk, by=request.user))


class Reject(APIView):
    """Staff only."""

    @extend_schema(request=RejectInput, responses={200: CampaignSerializer, **REFUSALS})
    def put(self, request: Request, pk: UUID) -> Response:
        ensure(may_approve(request.user))
        campaign = get_object_or_404(visible(request), pk=pk)
        reason = checked(RejectInput, request)["reason"]
        services.reject_campaign(campaign_id=campaign.pk, reason=reason, by=request.user)
        return shown(request, campaign)
