"""The same acts as an API client does them (hands.py has the others), and what runs around them."""

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from typing import Any
from unittest import mock

from django.conf import settings
from django.core.cache import cache
from django.test.utils import override_settings
from django.utils import timezone

from accounts.models import User
from influmaroc.simulation.client import People, Refused
from influmaroc.simulation.hands import settle_constraints
from influmaroc.simulation.world import Failure, Party, World
from kit import signatures
from kit.amounts import decimal, money
from kit.background import Courier
from kit.ids import uuid7
from payments.errors import GatewayUnreachable
from payments.models import Escrow, Payment, Payout, ProviderEvent, Wallet
from payments.selectors.ways import breaker
from payments.services import Report

HAGGLED, FORGED = 0.3, 0.05
CALLBACK = "payments/callbacks/sandbox"
MEMORY = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "simulation"}}


class OverApi:
    """Every act of a brand, a creator or staff is a request; the provider calls us back over HTTP too."""

    def __init__(self, world: World) -> None:
        self.world, self.people = world, People(world)
        self._said: Report | None = None

    @contextmanager
    def acting(self) -> Iterator[None]:
        """Each request commits on its own: what came before a refusal stays, as it does on a server."""
        yield
        settle_constraints()

    @contextmanager
    def serving(self) -> Iterator[None]:
        """Nothing leaves this process, nothing is left in a shared cache, and nobody is told to slow down."""
        as_often = dict.fromkeys(settings.THROTTLES, (10**9, 60))
        bank = "payments.gateways.sandbox.SandboxGateway._call"
        with ExitStack() as stack:
            stack.enter_context(override_settings(CACHES=MEMORY, THROTTLES=as_often))
            stack.enter_context(mock.patch.object(Courier, "send"))
            stack.enter_context(mock.patch(bank, side_effect=self._answered))
            cache.clear()
            self._complete_profiles()
            yield

    def _complete_profiles(self) -> None:
        """Creators are seen, so that they may apply."""
        for _, user in self.world.payees:
            mine = self.people.get(user, "influencers/me")
            account = {"platform": "instagram", "handle": mine["handle"], "n_followers": 48_000}
            body = {"niches": ["beauty"], "languages": ["fr"], "city": "rabat", "social_accounts": [account]}
            self.people.act(user, "PATCH", f"influencers/{mine['id']}", **body)

    def open_deal(self, payer: Party, payee: Party, stages: list[tuple[str, int]]) -> Any:
        """From the brief to the contract: approved by staff, applied for, negotiated, agreed."""
        price, brand, creator, chance = sum(one for _, one in stages), payer[1], payee[1], self.world.chance
        schedule = "whole" if len(stages) == 1 else chance.choice(["two_steps", "staged"])
        campaign = self.people.post(brand, "campaigns", **self._brief(price, schedule))["id"]
        self.people.post(brand, f"campaigns/{campaign}/submit-for-approval")
        self.people.act(self.world.pick(self.world.clerks), "PUT", f"admin/campaigns/{campaign}/approve")
        asked = price + chance.choice([0, 0, 1, price // 3])
        applied = self.people.post(
            creator, f"campaigns/{campaign}/apply", pitch="Simulated", price=money(asked)
        )
        path = f"campaigns/{campaign}/applications/{applied['id']}/status"
        turns = [brand, creator]
        while asked != price or chance.random() < HAGGLED:
            asked, word = price, "offered" if turns[0] is brand else "countered"
            self.people.once(turns[0], "PUT", path, status=word, price=money(price))
            turns.reverse()
        agreed = self.people.once(turns[0], "PUT", path, status="accepted", price=money(price))
        return agreed["collaboration"]

    def _brief(self, price: int, schedule: str) -> dict[str, Any]:
        today, chance = timezone.localdate(), self.world.chance
        days = {"application_deadline": 7, "starts_on": 9, "ends_on": 30}
        wanted = [{"platform": "instagram", "format": name} for name in ("reel", "story", "post")]
        return {
            "title": f"Simulated {chance.getrandbits(32):08x}",
            "description": "Simulated",
            "deliverables": wanted[: chance.randint(1, 3)],
            "budget": money(price),
            "revisions": chance.randint(0, 2),
            "pay_schedule": schedule,
            **{name: (today + timedelta(days=n)).isoformat() for name, n in days.items()},
        }

    def start_payment(self, deal: Escrow, currency: str, by: User) -> Any:
        body = {"collaboration": str(deal.deal_id), "gateway": "sandbox", "currency": currency}
        return self.people.post(by, "payments/create-payment-intent", **body)["id"]

    def tell(self, report: Report) -> int:
        """Signed by the provider, sent once or twice; forged before that, now and then."""
        said = {**report.as_dict(), "id": str(uuid7()), "amount": decimal(report.amount_centimes)}
        content = json.dumps(said).encode()
        if self.world.chance.random() < FORGED:
            self._forge(content)
        for _ in range(self.world.chance.choice([1, 1, 1, 2])):
            secret = settings.PAYMENT_GATEWAYS["sandbox"]["secret"]
            self.people.call(CALLBACK, content, Sandbox_Signature=signatures.sign(secret, content))
        return ProviderEvent.objects.get(gateway="sandbox", external_id=said["id"]).pk

    def _forge(self, content: bytes) -> None:
        known = ProviderEvent.objects.count()
        try:
            self.people.call(CALLBACK, content, Sandbox_Signature=signatures.sign("guessed", content))
        except Refused as refused:
            if (refused.code, ProviderEvent.objects.count()) == ("bad_callback", known):
                return
        raise Failure("a forged callback was taken")

    def confirm(self, payment: Payment, said: Report | None, by: User) -> str:
        """Have the provider asked; without `said` it is silent, and never long enough to be left alone."""
        breaker.reset()
        self._said = said
        return self.people.act(by, "POST", "payments/confirm-payment", payment=str(payment.pk))["status"]

    def _answered(self, *_asked: Any) -> dict[str, Any]:
        if self._said is None:
            raise GatewayUnreachable(gateway="sandbox")
        return {**self._said.as_dict(), "amount": decimal(self._said.amount_centimes)}

    def ask_for_payout(self, wallet: Wallet, amount: int, by: User) -> Any:
        return self.people.post(by, "finances/request-payout", amount=money(amount))["id"]

    def move_payout(self, payout: Payout, step: str, clerk: User) -> None:
        bodies: dict[str, dict[str, str]] = {
            "settle": {"bank_ref": f"B-{payout.pk}"[:30]},
            "fail": {"reason": Payout.Reason.RETURNED},
        }
        self.people.act(clerk, "PUT", f"admin/payouts/{payout.pk}/{step}", **bodies.get(step, {}))

    def subscribe(self, wallet: Wallet, code: str, by: User) -> None:
        self.people.post(by, "subscription", plan=code, interval="month")
