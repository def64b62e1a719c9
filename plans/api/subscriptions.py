from typing import Any

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import generics
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from events.services import answer_once
from kit.errors import NotAllowed
from kit.once import KEY, asked, respond
from kit.paging import CursorPages
from payments.models import Wallet
from payments.selectors import wallet_of
from plans.models import CardWish, Charge, Subscription
from plans.selectors import offered, subscription_of
from plans.serializers import ChargeSerializer, PlanSerializer, SubscriptionSerializer, WishInput
from plans.services import change_plan, start_subscription, wish_change
from plans.tasks import send_wish

REFUSED = OpenApiResponse(description="A charge is open, or the subscription is late.")


class Plans(APIView):
    """What brands can subscribe to today, the smallest first. Open to everybody."""

    authentication_classes = []
    permission_classes = [AllowAny]

    @extend_schema(operation_id="plans_list", responses={200: PlanSerializer(many=True)})
    def get(self, request: Request) -> Response:
        return Response(PlanSerializer(offered(), many=True).data)


def own_wallet(request: Request) -> Wallet:
    """The caller's brand. Raises NotAllowed for people without one."""
    wallet = wallet_of(request.user, Wallet.Kind.BRAND)
    if wallet is None:
        raise NotAllowed
    return wallet


class OwnSubscription(APIView):
    """The brand's paid plan; 204 on the free one."""

    @extend_schema(operation_id="subscription", responses={200: SubscriptionSerializer, 204: None})
    def get(self, request: Request) -> Response:
        held = subscription_of(own_wallet(request))
        return Response(status=204) if held is None else Response(SubscriptionSerializer(held).data)

    @extend_schema(
        operation_id="subscription_choose",
        parameters=[KEY],
        request=WishInput,
        responses={200: SubscriptionSerializer, 409: REFUSED},
    )
    def post(self, request: Request) -> Response:
        """Take a plan, or change it: a larger one counts at once, a smaller one after the period.

        One that is paid by card is changed through Stripe: the answer is what was held when it was asked.
        """
        form = WishInput(data=request.data)
        form.is_valid(raise_exception=True)
        wallet = own_wallet(request)

        def act() -> tuple[int, Any]:
            row = self._choose(request, wallet, form.validated_data)
            return 200, SubscriptionSerializer(row).data

        answer = answer_once(**asked(request), act=act)
        if not answer.replayed:
            self._tell_stripe(wallet)
        return respond(answer)

    def _tell_stripe(self, wallet: Wallet) -> None:
        """Outside the transaction; what is not answered is asked again each minute."""
        wish = CardWish.objects.asked().filter(card__wallet=wallet).select_related("card", "plan").first()
        if wish is not None:
            send_wish(wish)

    def _choose(self, request: Request, wallet: Wallet, wish: dict[str, str]) -> Subscription:
        held = subscription_of(wallet)
        if held is None:
            return start_subscription(
                wallet=wallet, code=wish["plan"], interval=wish["interval"], by=request.user
            )
        if held.paid_by == Subscription.PaidBy.CARD:
            wish_change(subscription_id=held.pk, code=wish["plan"], by=request.user)
            return held
        return change_plan(subscription_id=held.pk, code=wish["plan"], by=request.user)


class ByDay(CursorPages):
    ordering = ("-made_at", "-id")


class Charges(generics.ListAPIView):
    """What the brand's plan cost, newest first."""

    serializer_class = ChargeSerializer
    pagination_class = ByDay
    queryset = Charge.objects.none()

    def get_queryset(self) -> Any:
        return Charge.objects.visible_to(self.request.user)
