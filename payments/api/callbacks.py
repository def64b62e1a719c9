"""Where providers call. Nobody signs in: the signature over the exact bytes is the proof."""

import base64

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
from payments.errors import BadCallback
from payments.services import store_provider_event


def _ring(event_ids: list[int]) -> None:
    for event_id in event_ids:
        current_app.send_task("payments.tasks.handle_provider_event", [event_id])


_doorbell = Courier(_ring)


class ProviderCallback(APIView):
    """Check the signature, keep the message, answer at once; a task acts on it. Takes any kind of body."""

    authentication_classes = []
    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="payments_callback",
        request={
            "application/json": {"type": "object"},
            "application/x-www-form-urlencoded": {"type": "object"},
        },
        responses={
            200: {"type": "object", "properties": {"received": {"type": "boolean"}}},
            400: OpenApiResponse(description="The signature or its time does not fit."),
        },
    )
    def post(self, request: Request, gateway: str) -> HttpResponseBase:
        body = request.body  # the signature covers the bytes, not DRF's reading of them
        adapter = gateways.get(gateway)
        try:
            callback = adapter.verify_callback(headers=request.headers, body=body)
        except BadCallback as refused:
            if "answer" not in refused.facts:
                raise
            return _plain(refused.facts["answer"])
        event = store_provider_event(
            gateway=gateway,
            external_id=callback.external_id,
            body=callback.report.as_dict(),
            raw=as_text(body),
            headers=_kept(request, getattr(adapter, "kept_headers", frozenset())),
        )
        if event.handled_at is None:
            _doorbell.send(event.pk)
        if callback.answer:
            return _plain(callback.answer)
        return Response({"received": True})


def _kept(request: Request, names: frozenset[str]) -> dict[str, str]:
    return {name: request.headers[name] for name in sorted(names) if name in request.headers}


def _plain(word: str) -> HttpResponse:
    return HttpResponse(word, content_type="text/plain; charset=utf-8")


def as_text(body: bytes) -> str:
    """The bytes as they came, for a column of text: what is not UTF-8 is kept in base64 and says so."""
    try:
        text = body.decode()
    except UnicodeDecodeError:
        text = ""
    return text if text and "\0" not in text else f"base64:{base64.b64encode(body).decode()}"
