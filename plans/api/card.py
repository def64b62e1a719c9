"""A plan paid by card, over the API: every card is typed on Stripe's pages."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language, override
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.services import insist_proof
from events.services import answer_once, complete_answer
from kit.errors import ensure
from kit.once import KEY, asked, respond
from payments.models import Wallet
from plans import policies
from plans.api.subscriptions import own_wallet
from plans.models import CardPlan, Subscription
from plans.selectors import live_card
from plans.serializers import CardPlanSerializer, LinkSerializer, WishInput
from plans.services import start_card_plan
from plans.tasks import change_card, give_up_card_page, open_card_page

NOT_NOW = OpenApiResponse(description="Stripe is not offered, or the brand has a plan already.")


class OwnCardPlan(APIView):
    """What the brand has at Stripe, or is about to; 204 for nothing."""

    @extend_schema(operation_id="card_plan", responses={200: CardPlanSerializer, 204: None})
    def get(self, request: Request) -> Response:
        live = live_card(own_wallet(request))
        return Response(status=204) if live is None else Response(CardPlanSerializer(live).data)

    @extend_schema(
        operation_id="card_plan_start",
        parameters=[KEY],
        request=WishInput,
        responses={200: CardPlanSerializer, 409: NOT_NOW},
    )
    def post(self, request: Request) -> Response:
        """Take a plan by card: `url` is the page of Stripe's to go to. Nothing counts before it was paid."""
        form = WishInput(data=request.data)
        form.is_valid(raise_exception=True)
        wallet = own_wallet(request)
        once = asked(request)
        answer = answer_once(**once, act=lambda: self._start(request, wallet, form.validated_data))
        if "url" not in answer.body:
            more = {"url": self._page(request, answer.body["id"])}
            answer.body.update(complete_answer(user=request.user, key=once["key"], more=more))
        return respond(answer)

    def _start(self, request: Request, wallet: Wallet, wish: dict[str, str]) -> tuple[int, Any]:
        asked_for = {"code": wish["plan"], "interval": wish["interval"]}
        card = start_card_plan(wallet=wallet, by=request.user, **asked_for)
        body = dict(CardPlanSerializer(card).data)
        del body["url"]  # asked for outside of the transaction
        return 200, body

    def _page(self, request: Request, card_id: str) -> str:
        card = CardPlan.objects.select_related("plan", "wallet", "made_by").get(pk=card_id)
        if card.state != CardPlan.State.OPEN:
            return card.page_url
        return open_card_page(card, back=_back(request), locale=get_language() or "fr")

    @extend_schema(operation_id="card_plan_give_up", request=None, responses={200: CardPlanSerializer})
    def delete(self, request: Request) -> Response:
        """Close the page that is open. Paid meanwhile, the plan counts, and the answer says so."""
        wallet = payer(request)
        waiting = CardPlan.objects.filter(state=CardPlan.State.OPEN).select_related("plan", "wallet")
        card = get_object_or_404(waiting, wallet=wallet)
        give_up_card_page(card)
        card.refresh_from_db()
        return Response(CardPlanSerializer(card).data)


class CardChange(APIView):
    """A page of Stripe's where another card is typed for the running plan."""

    @extend_schema(operation_id="card_plan_change_card", request=None, responses={200: LinkSerializer})
    def post(self, request: Request) -> Response:
        insist_proof(by=request.user)
        wallet = payer(request)
        running = Subscription.objects.filter(card__state=CardPlan.State.RUNNING).select_related("wallet")
        held = get_object_or_404(running, wallet=wallet)
        return Response({"url": change_card(held, back=_back(request))})


def payer(request: Request) -> Wallet:
    """The caller's brand, for whoever may pay for it. Raises NotAllowed."""
    wallet = own_wallet(request)
    ensure(policies.may_subscribe(request.user, wallet))
    return wallet


def _back(request: Request) -> str:
    with override(get_language() or "fr"):
        return request.build_absolute_uri(reverse("plans:card-back"))
