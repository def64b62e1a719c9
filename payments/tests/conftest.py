"""Money on the table: an escrow between Atlas Argan and Amina, and ways to move it along."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from kit.ids import uuid7
from payments import services
from payments.models import Escrow, Payment, PayoutMethod, Wallet
from payments.selectors import audit
from payments.services import Report

PRICE = 450_000
TOTAL = 477_000
NET = 396_000
RIB = "230780123456789012345649"


def paid(payment: Payment, **more: Any) -> Report:
    said = {"amount_centimes": payment.amount_centimes, "provider_ref": f"BK-{payment.reference}"}
    return Report(**{"reference": payment.reference, "status": "paid", **said, **more})


def settle(payment: Payment, **more: Any) -> str:
    return services.record_report(payment_id=payment.pk, report=paid(payment, **more))


@pytest.fixture
def purse(amina: User) -> Wallet:
    """Amina's wallet."""
    return amina.influencer.wallet


@pytest.fixture
def escrow(atlas: User, atlas_brand: Any, purse: Wallet) -> Escrow:
    """4 500 MAD agreed, nothing paid."""
    return services.open_escrow(
        deal_id=uuid7(), title="Huile d'argan", payer=atlas_brand.wallet, payee=purse, price_centimes=PRICE
    )


@pytest.fixture
def payment(escrow: Escrow, atlas: User) -> Payment:
    return services.create_payment(escrow_id=escrow.pk, gateway="sandbox", by=atlas)


@pytest.fixture
def held(payment: Payment) -> Escrow:
    """The brand's money is in."""
    settle(payment)
    return Escrow.objects.get(pk=payment.escrow_id)


@pytest.fixture
def released(held: Escrow) -> Escrow:
    """Amina has 3 960 MAD available."""
    return services.release(escrow_id=held.pk, reason="accepted")


@pytest.fixture
def method(amina: User, purse: Wallet) -> PayoutMethod:
    return services.add_payout_method(wallet=purse, holder_name="Amina", rib=RIB, by=amina)


@pytest.fixture
def colleague(db: None) -> User:
    row = {"name": "Colleague", "role": "staff", "is_staff": True, "is_superuser": True}
    return User.objects.create_user("colleague@example.ma", "x", **row)


@pytest.fixture
def who(request: pytest.FixtureRequest, api_of: Callable[..., Any]) -> Callable[[str], Any]:
    """An API client by the name of a fixture; "anonymous" for nobody."""

    def client(name: str) -> Any:
        return api_of(None if name == "anonymous" else request.getfixturevalue(name))

    return client


@pytest.fixture
def clean() -> Callable[[], None]:
    """Assert that the auditor has nothing to say."""

    def check() -> None:
        assert audit() == []

    return check
