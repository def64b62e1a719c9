from typing import Any

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import generics
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from events.services import answer_once, complete_answer
from kit.errors import NotAllowed, Refusal
from kit.once import KEY, asked, respond
from kit.paging import CursorPages
from payments.errors import ProviderRefused
from payments.models import Wallet
from payments.selectors import wallet_of
from plans.errors import CardDeclined
from plans.models import CardWish, Charge, Subscription
from plans.selectors import GATEWAY, offered, subscription_of
from plans.serializers import ChargeSerializer, PlanSerializer, SubscriptionSerializer, WishInput
from plans.services import change_plan, start_subscription, wish_change
from plans.tasks import send_wish

REFUSALS: dict[str, type[Refusal]] = {one.code: one for one in (CardDeclined, ProviderRefused)}
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

        One that is paid by card is changed through Stripe: the answer is what is held after Stripe's.
        """
        form = WishInput(data=request.data)
        form.is_valid(raise_exception=True)
        wallet, once = own_wallet(request), asked(request)
        answer = answer_once(**once, act=lambda: self._choose(request, wallet, form.validated_data))
        said = answer.body
        if said.keys() == {"wish"}:
            more = self._ask_stripe(said["wish"])
            said = complete_answer(user=request.user, key=once["key"], more=more)
        if "refused" in said:
            raise REFUSALS[said["refused"]](**said["facts"])
        said.pop("wish", None)
        return respond(answer._replace(body=said))

    def _choose(self, request: Request, wallet: Wallet, wish: dict[str, str]) -> tuple[int, Any]:
        """What is held then; by card only the change that has to be asked of Stripe, outside of this."""
        held, code = subscription_of(wallet), wish["plan"]
        if held is None:
            held = start_subscription(wallet=wallet, code=code, interval=wish["interval"], by=request.user)
        elif held.paid_by == Subscription.PaidBy.CARD:
            asked_for = wish_change(subscription_id=held.pk, code=code, by=request.user)
            if asked_for is not None:
                return 200, {"wish": str(asked_for.pk)}
        else:
            held = change_plan(subscription_id=held.pk, code=code, by=request.user)
        return 200, SubscriptionSerializer(held).data

    def _ask_stripe(self, wish_id: str) -> dict[str, Any]:
        """What came of it, to be kept. Without an answer nothing is: it is asked again each minute, and with
        this request. Raises GatewayUnreachable.
        """
        wish = CardWish.objects.select_related("card", "plan").get(pk=wish_id)
        try:
            if wish.state == CardWish.State.ASKED:
                send_wish(wish)
        except tuple(REFUSALS.values()) as refusal:
            return {"refused": refusal.code, "facts": refusal.facts}
        if wish.state == CardWish.State.REFUSED:  # the clock asked meanwhile
            is_card = wish.refusal == CardDeclined.code
            facts = {} if is_card else {"gateway": GATEWAY, "reason": wish.reason}
            return {"refused": wish.refusal, "facts": facts}
        return SubscriptionSerializer(Subscription.objects.get(card__wishes=wish)).data


class ByDay(CursorPages):
    ordering = ("-made_at", "-id")


class Charges(generics.ListAPIView):
    """What the brand's plan cost, newest first."""

    serializer_class = ChargeSerializer
    pagination_class = ByDay
    queryset = Charge.objects.none()

    def get_queryset(self) -> Any:
        return Charge.objects.visible_to(self.request.user)
