"""Invitations over the API: sent by owners, answered with the token of the letter."""

from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from brands import services
from brands.models import Brand
from brands.policies import may_administer
from brands.selectors import invitations_of
from brands.serializers import InvitationSerializer, InviteInput, MemberSerializer, TokenInput
from kit.api import checked
from kit.errors import ensure

GONE = OpenApiResponse(description="Answered, withdrawn, replaced or too old.")


def own(request: Request, pk: UUID) -> Brand:
    """The brand, for its owner; 403 for other members, 404 for strangers."""
    brand = get_object_or_404(Brand.objects.of(request.user), pk=pk)
    ensure(may_administer(request.user, brand))
    return brand


def invite(request: Request, brand: Brand) -> Response:
    """The same answer whether or not the address has an account."""
    body = checked(InviteInput, request)
    row = services.invite_member(brand_id=brand.pk, **body, by=request.user)
    return Response(InvitationSerializer(row).data, status=202)


class Invitations(APIView):
    """Addresses that were asked to join and have not answered."""

    @extend_schema(operation_id="brands_invitations", responses=InvitationSerializer(many=True))
    def get(self, request: Request, pk: UUID) -> Response:
        return Response(InvitationSerializer(invitations_of(own(request, pk)), many=True).data)

    @extend_schema(request=InviteInput, responses={202: InvitationSerializer})
    def post(self, request: Request, pk: UUID) -> Response:
        return invite(request, own(request, pk))


class InvitationDetail(APIView):
    """Withdraw an invitation: its link is dead at once."""

    @extend_schema(responses={204: None, 410: GONE})
    def delete(self, request: Request, pk: UUID, invitation_id: UUID) -> Response:
        brand = own(request, pk)
        get_object_or_404(brand.invitations, pk=invitation_id)
        services.withdraw_invitation(brand_id=brand.pk, invitation_id=invitation_id, by=request.user)
        return Response(status=204)


class InvitationResend(APIView):
    """Another letter with another link, good for a week; the one before is dead."""

    @extend_schema(request=None, responses={202: InvitationSerializer, 410: GONE})
    def post(self, request: Request, pk: UUID, invitation_id: UUID) -> Response:
        brand = own(request, pk)
        get_object_or_404(brand.invitations, pk=invitation_id)
        row = services.resend_invitation(brand_id=brand.pk, invitation_id=invitation_id, by=request.user)
        return Response(InvitationSerializer(row).data, status=202)


class AcceptInvitation(APIView):
    """Join with the token of the letter, signed in with the invited address."""

    @extend_schema(request=TokenInput, responses={200: MemberSerializer, 410: GONE})
    def post(self, request: Request) -> Response:
        body = checked(TokenInput, request)
        member = services.accept_invitation(**body, by=request.user)
        return Response(MemberSerializer(member).data)


class DeclineInvitation(APIView):
    """Say no with the token of the letter."""

    @extend_schema(request=TokenInput, responses={204: None, 410: GONE})
    def post(self, request: Request) -> Response:
        body = checked(TokenInput, request)
        services.decline_invitation(**body)
        return Response(status=204)
