"""Paying for a collaboration over the API."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language, override
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from events.services import answer_once, complete_answer, is_answered
from kit.once import KEY, asked, respond
from kit.paging import CursorPages
from payments import gateways, services
from payments.api.filters import MovementFilter
from payments.models import Escrow, Movement, Payment, Wallet
from payments.selectors import movements
from payments.serializers import (
    ConfirmInput,
    IntentInput,
    IntentSerializer,
    MovementSerializer,
    PaymentSerializer,
)

NOT_NOW = OpenApiResponse(description="The escrow does not wait for money, or the gateway is not offered.")


class Newest(CursorPages):
    """By date, newest first."""

    ordering = ("-at", "-id")


class CreatePaymentIntent(APIView):
    """Open an attempt to pay a collaboration, or return the one that is open."""

    @extend_schema(
        operation_id="payments_create_intent",
        parameters=[KEY],
        request=IntentInput,
        responses={201: IntentSerializer, 409: NOT_NOW},
    )
    def post(self, request: Request) -> Response:
        form = IntentInput(data=request.data)
        form.is_valid(raise_exception=True)
        visible = Escrow.objects.visible_to(request.user)
        escrow = get_object_or_404(visible, deal_id=form.validated_data["collaboration"])
        gateways.get(form.validated_data["gateway"])
        once = asked(request)
        answer = answer_once(**once, act=lambda: self._open(request, escrow, form.validated_data))
        if "action" not in answer.body:
            more = {"action": self._action(request, answer.body["id"])}
            answer.body.update(complete_answer(user=request.user, key=once["key"], more=more))
        return respond(answer)

    def _open(self, request: Request, escrow: Escrow, wish: dict[str, Any]) -> tuple[int, Any]:
        payment = services.create_payment(
            escrow_id=escrow.pk,
            gateway=wish["gateway"],
            currency=wish.get("currency", ""),
            by=request.user,
        )
        return 201, dict(PaymentSerializer(payment).data)

    def _action(self, request: Request, payment_id: str) -> dict[str, Any]:
        """Ask the gateway outside the transaction; a repeated request gets what the first one got."""
        payment = Payment.objects.select_related("escrow").get(pk=payment_id)
        locale = get_language() or "fr"
        with override(locale):
            path = reverse("payments:return", args=[payment.pk])
        return gateways.start(payment, return_url=request.build_absolute_uri(path), locale=locale)


class ConfirmPayment(APIView):
    """Ask the provider what became of a payment. Nothing the caller says is believed.

    Without a key every call asks; under one, a repeated request gets what the first one got.
    """

    @extend_schema(
        operation_id="payments_confirm",
        parameters=[KEY],
        request=ConfirmInput,
        responses={
            200: PaymentSerializer,
            503: OpenApiResponse(description="No answer: unknown, not failed."),
        },
    )
    def post(self, request: Request) -> Response:
        form = ConfirmInput(data=request.data)
        form.is_valid(raise_exception=True)
        visible = Payment.objects.visible_to(request.user).select_related("escrow")
        payment = get_object_or_404(visible, pk=form.validated_data["payment"])
        # The provider is asked outside the transaction that keeps the answer.
        if not is_answered(**asked(request)) and payment.state != Payment.State.PAID:
            gateways.ask(payment)
            payment.refresh_from_db()
        return respond(answer_once(**asked(request), act=lambda: (200, PaymentSerializer(payment).data)))


class PaymentHistory(generics.ListAPIView):
    """What moved for the caller's wallets: payments, refunds, earnings, bank transfers."""

    serializer_class = MovementSerializer
    pagination_class = Newest
    filterset_class = MovementFilter
    queryset = Movement.objects.none()

    def get_queryset(self) -> Any:
        return movements(list(Wallet.objects.visible_to(self.request.user)))
