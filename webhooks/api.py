"""Webhooks over the API. Strangers get 404, members of a brand without the right 403."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.generics import ListAPIView
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from kit.api import checked
from kit.paging import CursorPages
from kit.throttle import take
from kit.versions import asked_version, etag
from webhooks import services
from webhooks.gateways import check_address
from webhooks.models import Call, Endpoint
from webhooks.selectors import BY_NAME, endpoints_of, own_call, own_endpoint, own_holder
from webhooks.serializers import (
    CallDetailSerializer,
    CallSerializer,
    EndpointInput,
    EndpointSerializer,
    EndpointWithSecret,
    EventSerializer,
    SecretSerializer,
)

IF_MATCH = OpenApiParameter("If-Match", str, OpenApiParameter.HEADER, description="The ETag that was read.")
REFUSED = OpenApiResponse(description="The address may not be called, or an event is not known.")
PROOF = OpenApiResponse(description="A fresh proof of password and second step is asked for.")
PROOF_OR_STAFF = OpenApiResponse(
    description="A fresh proof is asked for, or InfluMaroc switched off an endpoint on this server."
)
STAFF = OpenApiResponse(description="InfluMaroc switched it off.")
TOO_NEW = OpenApiResponse(description="It was changed less than 24 hours ago.")
OFF = OpenApiResponse(description="The endpoint is switched off.")
STEPS = {"enable": services.enable_endpoint, "disable": services.disable_endpoint}


def shown(endpoint: Endpoint, status: int = 200) -> Response:
    return Response(EndpointSerializer(endpoint).data, status=status, headers=etag(endpoint.version))


def looked_up(request: Request, body: dict[str, Any]) -> dict[str, Any]:
    """Where a new address leads, before anything is locked."""
    if "url" in body:
        take("webhook-address", str(request.user.pk))
        check_address(body["url"])
    return body


class Endpoints(ListAPIView):
    """Endpoints of the caller's brand, or of the creator they are; one more."""

    serializer_class = EndpointSerializer
    pagination_class = CursorPages
    queryset = Endpoint.objects.none()

    def get_queryset(self) -> QuerySet[Endpoint]:
        return endpoints_of(own_holder(self.request.user))

    @extend_schema(
        operation_id="webhooks_create",
        request=EndpointInput,
        responses={201: EndpointWithSecret, 400: REFUSED, 403: PROOF_OR_STAFF},
    )
    def post(self, request: Request) -> Response:
        """The answer holds the secret; afterwards it is shown only after a proof."""
        holder = own_holder(request.user)
        body = looked_up(request, checked(EndpointInput, request))
        body.pop("version", None)
        endpoint = services.add_endpoint(holder=holder, **body, by=request.user)
        return Response(EndpointWithSecret(endpoint).data, status=201, headers=etag(endpoint.version))


class EndpointDetail(APIView):
    """One endpoint: read, changed, removed."""

    @extend_schema(operation_id="webhooks_retrieve", responses=EndpointSerializer)
    def get(self, request: Request, pk: UUID) -> Response:
        return shown(own_endpoint(request.user, pk))

    @extend_schema(
        parameters=[IF_MATCH],
        request=EndpointInput,
        responses={200: EndpointSerializer, 400: REFUSED, 403: PROOF_OR_STAFF},
    )
    def put(self, request: Request, pk: UUID) -> Response:
        return self._change(request, pk, partial=False)

    @extend_schema(
        parameters=[IF_MATCH],
        request=EndpointInput,
        responses={200: EndpointSerializer, 400: REFUSED, 403: PROOF_OR_STAFF},
    )
    def patch(self, request: Request, pk: UUID) -> Response:
        return self._change(request, pk, partial=True)

    @extend_schema(responses={204: None, 403: STAFF})
    def delete(self, request: Request, pk: UUID) -> Response:
        services.remove_endpoint(endpoint_id=own_endpoint(request.user, pk).pk, by=request.user)
        return Response(status=204)

    def _change(self, request: Request, pk: UUID, *, partial: bool) -> Response:
        endpoint = own_endpoint(request.user, pk)
        form = EndpointInput(data=request.data, partial=partial)
        form.is_valid(raise_exception=True)
        body = dict(form.validated_data)
        version = asked_version(request, body)
        if body.get("url", endpoint.url) != endpoint.url:
            looked_up(request, body)
        changed = services.change_endpoint(endpoint_id=pk, version=version, **body, by=request.user)
        return shown(changed)


class EndpointStep(APIView):
    """Switch an endpoint off, or on again; what InfluMaroc switched off it switches on."""

    @extend_schema(
        operation_id="webhooks_step",
        parameters=[OpenApiParameter("step", str, OpenApiParameter.PATH, enum=list(STEPS))],
        request=None,
        responses={
            200: EndpointSerializer,
            403: STAFF,
            409: OpenApiResponse(description="It is already so."),
        },
    )
    def post(self, request: Request, pk: UUID, step: str) -> Response:
        return shown(STEPS[step](endpoint_id=own_endpoint(request.user, pk).pk, by=request.user))


class TestCall(APIView):
    """Send an event webhook.test now, at most ten an hour."""

    @extend_schema(
        operation_id="webhooks_test", request=None, responses={202: CallDetailSerializer, 409: OFF}
    )
    def post(self, request: Request, pk: UUID) -> Response:
        call = services.ring_test(endpoint_id=own_endpoint(request.user, pk).pk, by=request.user)
        return Response(CallDetailSerializer(call).data, status=202)


class Secret(APIView):
    """The secret that calls are signed with, after a proof."""

    @extend_schema(operation_id="webhooks_secret", responses={200: SecretSerializer, 403: PROOF})
    def get(self, request: Request, pk: UUID) -> Response:
        secret = services.reveal_secret(endpoint_id=own_endpoint(request.user, pk).pk, by=request.user)
        return Response({"secret": secret}, headers={"Cache-Control": "no-store"})


class RotateSecret(APIView):
    """A new secret; the one before it signs beside it for 24 hours."""

    @extend_schema(
        operation_id="webhooks_rotate_secret",
        request=None,
        responses={200: EndpointWithSecret, 403: PROOF, 409: TOO_NEW},
    )
    def post(self, request: Request, pk: UUID) -> Response:
        endpoint = services.rotate_secret(endpoint_id=own_endpoint(request.user, pk).pk, by=request.user)
        return Response(EndpointWithSecret(endpoint).data)


class Deliveries(ListAPIView):
    """What an endpoint was sent or is owed, newest first, for 30 days."""

    serializer_class = CallSerializer
    pagination_class = CursorPages
    queryset = Call.objects.none()

    def get_queryset(self) -> QuerySet[Call]:
        return own_endpoint(self.request.user, self.kwargs["pk"]).calls.all()


class Delivery(APIView):
    """One call: its body, and each try with its answer."""

    @extend_schema(operation_id="webhooks_delivery", responses=CallDetailSerializer)
    def get(self, request: Request, pk: UUID) -> Response:
        return Response(CallDetailSerializer(own_call(request.user, pk)).data)


class Replay(APIView):
    """Send a call once more, under the same webhook-id."""

    @extend_schema(
        operation_id="webhooks_replay", request=None, responses={202: CallDetailSerializer, 409: OFF}
    )
    def post(self, request: Request, pk: UUID) -> Response:
        services.replay_call(call_id=own_call(request.user, pk).pk, by=request.user)
        return Response(CallDetailSerializer(own_call(request.user, pk)).data, status=202)


class Catalogue(APIView):
    """Every event that can be chosen, with the JSON Schema of its body."""

    permission_classes = [AllowAny]

    @extend_schema(operation_id="webhooks_events", responses=EventSerializer(many=True))
    def get(self, request: Request) -> Response:
        return Response(EventSerializer(list(BY_NAME.values()), many=True).data)
