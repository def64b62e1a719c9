"""Applications: one side sends, the other answers; nobody else knows of them."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import User
from brands.policies import is_member
from campaigns import services
from campaigns.api.common import REFUSALS, once
from campaigns.api.filters import ApplicationFilter
from campaigns.models import Application, Campaign
from campaigns.policies import influencer_of
from campaigns.serializers import ApplicationInput, ApplicationSerializer, StatusInput
from kit.api import checked
from kit.once import KEY
from kit.throttle import take


def visible(request: Request) -> QuerySet[Application]:
    rows = Application.objects.visible_to(request.user).for_cards()
    return rows.select_related("collaboration__escrow").prefetch_related("offers")


def shown(request: Request, application_id: UUID) -> Any:
    return ApplicationSerializer(visible(request).get(pk=application_id), context={"request": request}).data


class ApplicationList(ListAPIView):
    """Sent by the caller, or received by the caller's brand."""

    serializer_class = ApplicationSerializer
    filterset_class = ApplicationFilter
    queryset = Application.objects.none()

    def get_queryset(self) -> QuerySet:
        return visible(self.request)


class CampaignApplications(ListAPIView):
    """Of one campaign: all of them for its brand, one's own for a creator; none for others (404)."""

    serializer_class = ApplicationSerializer
    filterset_class = ApplicationFilter
    queryset = Application.objects.none()

    def get_queryset(self) -> QuerySet:
        user = self.request.user
        campaigns = Campaign.objects.visible_to(user).select_related("brand")
        campaign = get_object_or_404(campaigns, pk=self.kwargs["pk"])
        if not is_member(user, campaign.brand) and influencer_of(user) is None:
            raise Http404
        return visible(self.request).filter(campaign=campaign)


class Apply(APIView):
    @extend_schema(
        parameters=[KEY], request=ApplicationInput, responses={201: ApplicationSerializer, **REFUSALS}
    )
    def post(self, request: Request, pk: UUID) -> Response:
        return once(request, lambda: self._apply(request, pk))

    def _apply(self, request: Request, pk: UUID) -> tuple[int, Any]:
        """Looked up here: whoever repeats the request is answered also when the campaign is over and gone."""
        campaign = get_object_or_404(Campaign.objects.visible_to(request.user), pk=pk)
        body = checked(ApplicationInput, request)
        take("apply", str(request.user.pk))
        application = services.apply_to_campaign(
            campaign_id=campaign.pk, pitch=body["pitch"], price_centimes=body["price"], by=request.user
        )
        return 201, shown(request, application.pk)


class ApplicationStatus(APIView):
    """Shortlist, offer, counter, accept, reject or withdraw. The collaboration's id comes with `accepted`."""

    @extend_schema(parameters=[KEY], request=StatusInput, responses={200: ApplicationSerializer, **REFUSALS})
    def put(self, request: Request, pk: UUID, application_id: UUID) -> Response:
        application = get_object_or_404(visible(request), pk=application_id, campaign_id=pk)
        body = checked(StatusInput, request)
        return once(request, lambda: self._answer(request, application, body))

    def _answer(self, request: Request, application: Application, body: dict[str, Any]) -> tuple[int, Any]:
        ANSWERS[body["status"]](application.pk, body, request.user)
        return 200, shown(request, application.pk)


def _shortlist(pk: UUID, body: dict[str, Any], by: User) -> None:
    services.shortlist_application(application_id=pk, by=by)


def _offer(pk: UUID, body: dict[str, Any], by: User) -> None:
    services.make_offer(application_id=pk, price_centimes=body["price"], message=body["message"], by=by)


def _counter(pk: UUID, body: dict[str, Any], by: User) -> None:
    services.counter_offer(application_id=pk, price_centimes=body["price"], message=body["message"], by=by)


def _accept(pk: UUID, body: dict[str, Any], by: User) -> None:
    services.accept_application(application_id=pk, price_centimes=body.get("price"), by=by)


def _reject(pk: UUID, body: dict[str, Any], by: User) -> None:
    services.reject_application(application_id=pk, note=body["note"], by=by)


def _withdraw(pk: UUID, body: dict[str, Any], by: User) -> None:
    services.withdraw_application(application_id=pk, by=by)


ANSWERS: dict[str, Callable[[UUID, dict[str, Any], User], None]] = {
    "shortlisted": _shortlist,
    "offered": _offer,
    "countered": _counter,
    "accepted": _accept,
    "rejected": _reject,
    "withdrawn": _withdraw,
}
