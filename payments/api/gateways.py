"""Staff: the ways of paying as they are, and the switch that closes one to new payments."""

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.permissions import IsAdminUser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from kit.api import checked
from kit.errors import ensure
from payments import policies
from payments.selectors import gateway_statuses
from payments.services import switch_gateway


class GatewaySerializer(serializers.Serializer):
    """`missing` names settings that are empty; `last_event_at` is when its last callback came."""

    name = serializers.CharField()
    title = serializers.CharField(source="label")
    state = serializers.ChoiceField(choices=["absent", "draining", "resting", "open"])
    mode = serializers.ChoiceField(choices=["", "sandbox", "live"])
    missing = serializers.ListField(child=serializers.CharField())
    currencies = serializers.ListField(child=serializers.CharField())
    last_event_at = serializers.DateTimeField(allow_null=True)
    n_open = serializers.IntegerField()
    n_unread = serializers.IntegerField()
    reason = serializers.CharField(source="switch.reason", default="")
    changed_at = serializers.DateTimeField(source="switch.changed_at", default=None, allow_null=True)


class GatewaysSerializer(serializers.Serializer):
    results = GatewaySerializer(many=True)


class SwitchInput(serializers.Serializer):
    to = serializers.ChoiceField(choices=["draining", "open"])
    reason = serializers.CharField(max_length=200)


class Gateways(APIView):
    """Every way of paying that we know, set up or not."""

    permission_classes = [IsAdminUser]

    @extend_schema(operation_id="admin_gateways", responses={200: GatewaysSerializer})
    def get(self, request: Request) -> Response:
        ensure(policies.may_see_gateways(request.user))
        return Response(GatewaysSerializer({"results": gateway_statuses()}).data)


class GatewaySwitchView(APIView):
    """Close one to new payments (what was begun there is finished), or open it again."""

    permission_classes = [IsAdminUser]

    @extend_schema(
        operation_id="admin_gateway_switch",
        request=SwitchInput,
        responses={
            200: GatewaySerializer,
            409: OpenApiResponse(description="Nobody knows a gateway of this name."),
        },
    )
    def put(self, request: Request, gateway: str) -> Response:
        wish = checked(SwitchInput, request)
        switch_gateway(gateway=gateway, by=request.user, **wish)
        status = next(row for row in gateway_statuses() if row.name == gateway)
        return Response(GatewaySerializer(status).data)
