"""Where providers call. Nobody signs in: the signature over the exact bytes is the proof."""

from celery import current_app
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from kit.background import Courier
from payments import gateways
from payments.services import store_provider_event


def _ring(event_ids: list[int]) -> None:
    for event_id in event_ids:
        current_app.send_task("payments.tasks.handle_provider_event", [event_id])


_doorbell = Courier(_ring)


class ProviderCallback(APIView):
    """Check the signature, keep the message, answer at once; a task acts on it."""

    authentication_classes = []
    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="payments_callback",
        request={"application/json": {"type": "object"}},
        responses={
            200: {"type": "object", "properties": {"received": {"type": "boolean"}}},
            400: OpenApiResponse(description="The signature or its time does not fit."),
        },
    )
    def post(self, request: Request, gateway: str) -> HttpResponseBase:
        body = request.body  # the signature covers the bytes, not DRF's reading of them
        callback = gateways.get(gateway).verify_callback(headers=request.headers, body=body)
        event = store_provider_event(
            gateway=gateway,
            external_id=callback.external_id,
            body=callback.report.as_dict(),
            raw=body.decode(errors="replace"),
        )
        if event.handled_at is None:
            _doorbell.send(event.pk)
        if callback.answer:
            return HttpResponse(callback.answer, content_type="text/plain; charset=utf-8")
        return Response({"received": True})
