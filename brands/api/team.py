"""The team of a brand over the API. Strangers get 404, members without the right 403."""

from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from brands import services
from brands.api.invitations import invite
from brands.models import Brand, BrandMember
from brands.selectors import members_of, offer_of
from brands.serializers import (
    InvitationSerializer,
    InviteInput,
    LimitSerializer,
    MemberSerializer,
    OfferInput,
    OwnershipOfferSerializer,
    RoleInput,
)
from kit.api import checked

DONE = {204: None, 409: OpenApiResponse(description="The owner's place cannot be changed here.")}


def own(request: Request, pk: UUID) -> Brand:
    """The brand, for its members; 404 for everybody else."""
    return get_object_or_404(Brand.objects.of(request.user).select_related("wallet"), pk=pk)


def _member(brand: Brand, user_id: UUID) -> BrandMember:
    return get_object_or_404(BrandMember.objects.select_related("user"), brand=brand, user_id=user_id)


class Members(APIView):
    """Who works for a brand. Adding somebody is inviting them: nobody joins without saying yes."""

    @extend_schema(operation_id="brands_members", responses=MemberSerializer(many=True))
    def get(self, request: Request, pk: UUID) -> Response:
        return Response(MemberSerializer(members_of(own(request, pk)), many=True).data)

    @extend_schema(request=InviteInput, responses={202: InvitationSerializer})
    def post(self, request: Request, pk: UUID) -> Response:
        return invite(request, own(request, pk))


class Member(APIView):
    """One person's place; only the owner changes or ends it."""

    @extend_schema(request=RoleInput, responses=MemberSerializer)
    def put(self, request: Request, pk: UUID, user_id: UUID) -> Response:
        brand = own(request, pk)
        member = _member(brand, user_id)
        body = checked(RoleInput, request)
        row = services.change_member(brand_id=brand.pk, user=member.user, **body, by=request.user)
        return Response(MemberSerializer(row).data)

    @extend_schema(responses=DONE)
    def delete(self, request: Request, pk: UUID, user_id: UUID) -> Response:
        brand = own(request, pk)
        member = _member(brand, user_id)
        services.remove_member(brand_id=brand.pk, user=member.user, by=request.user)
        return Response(status=204)


class Leaving(APIView):
    """Leave the team. The owner hands the brand over first (`owner_stays`)."""

    @extend_schema(request=None, responses=DONE)
    def post(self, request: Request, pk: UUID) -> Response:
        services.leave_brand(brand_id=own(request, pk).pk, by=request.user)
        return Response(status=204)


class Ownership(APIView):
    """The open offer of ownership: make it, look at it, take it back."""

    @extend_schema(responses=OwnershipOfferSerializer)
    def get(self, request: Request, pk: UUID) -> Response:
        offer = offer_of(own(request, pk))
        if offer is None:
            raise Http404
        return Response(OwnershipOfferSerializer(offer).data)

    @extend_schema(
        operation_id="brands_offer_ownership", request=OfferInput, responses={201: OwnershipOfferSerializer}
    )
    def post(self, request: Request, pk: UUID) -> Response:
        brand = own(request, pk)
        body = checked(OfferInput, request)
        member = _member(brand, body["member"])
        offer = services.offer_ownership(brand_id=brand.pk, user=member.user, by=request.user)
        return Response(OwnershipOfferSerializer(offer).data, status=201)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, pk: UUID) -> Response:
        services.withdraw_ownership(brand_id=own(request, pk).pk, by=request.user)
        return Response(status=204)


class OwnershipAnswer(APIView):
    """Accept or decline the offer made to oneself."""

    ANSWERS = {"accept": services.accept_ownership, "decline": services.decline_ownership}

    @extend_schema(request=None, responses={204: None, 410: OpenApiResponse(description="No open offer.")})
    def post(self, request: Request, pk: UUID, step: str) -> Response:
        self.ANSWERS[step](brand_id=own(request, pk).pk, by=request.user)
        return Response(status=204)


class SpendingLimit(APIView):
    """The amount above which a second person approves a payment; `null` turns the rule off."""

    @extend_schema(operation_id="brands_spending_limit", responses=LimitSerializer)
    def get(self, request: Request, pk: UUID) -> Response:
        return _limit(own(request, pk))

    @extend_schema(request=LimitSerializer, responses=LimitSerializer)
    def put(self, request: Request, pk: UUID) -> Response:
        brand = own(request, pk)
        body = checked(LimitSerializer, request)
        above = body["above"]
        return _limit(services.set_spending_limit(brand_id=brand.pk, above_centimes=above, by=request.user))


def _limit(brand: Brand) -> Response:
    return Response(LimitSerializer({"above": brand.wallet.approval_above_centimes}).data)
