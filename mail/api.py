"""Where mail providers call. Nobody signs in: the signature over the exact bytes is the proof."""

import hashlib
import json
from typing import Any

from celery import current_app
from django.conf import settings
from django.http import Http404
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from kit.background import Courier
from mail import gateways
from mail.services import store_post_events


def _ring(_jobs: list[Any]) -> None:
    current_app.send_task("mail.tasks.handle_post_events")


_doorbell = Courier(_ring)
RESPONSES = {
    204: OpenApiResponse(description="Kept; a task acts on it."),
    403: OpenApiResponse(description="The signature or its time does not fit."),
    404: OpenApiResponse(description="This provider is not set up here."),
}


class Hook(APIView):
    """Check the signature, keep the events, answer at once."""

    authentication_classes = []
    permission_classes = [AllowAny]


class AmazonHook(Hook):
    @extend_schema(
        operation_id="mail_events_ses", request={"text/plain": {"type": "object"}}, responses=RESPONSES
    )
    def post(self, request: Request) -> Response:
        if not settings.SES["topic_arn"]:
            raise Http404
        message = gateways.amazon_message(request.body)
        store_post_events(provider="ses", events=[(message["MessageId"], json.dumps(message))])
        _doorbell.send(None)
        return Response(status=204)


class SendGridHook(Hook):
    @extend_schema(
        operation_id="mail_events_sendgrid",
        request={"application/json": {"type": "array", "items": {"type": "object"}}},
        responses=RESPONSES,
    )
    def post(self, request: Request) -> Response:
        if not settings.SENDGRID["event_key"]:
            raise Http404
        signature = request.headers.get("X-Twilio-Email-Event-Webhook-Signature", "")
        stamp = request.headers.get("X-Twilio-Email-Event-Webhook-Timestamp", "")
        events = gateways.sendgrid_events(request.body, signature, stamp)
        store_post_events(provider="sendgrid", events=[_kept(event) for event in events])
        _doorbell.send(None)
        return Response(status=204)


def _kept(event: dict[str, Any]) -> tuple[str, str]:
    raw = json.dumps(event, sort_keys=True)
    return str(event.get("sg_event_id") or hashlib.sha256(raw.encode()).hexdigest()), raw
