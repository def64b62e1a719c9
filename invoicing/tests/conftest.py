"""Closed contracts between Atlas Argan and Amina, and who they are for the tax office."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from events.services import sweep
from invoicing import tasks
from invoicing.models import Document
from invoicing.selectors import hash_of, mandate_text
from invoicing.services import accept_mandate
from kit.ids import uuid7
from payments import services
from payments.models import Escrow, Payout, Wallet
from payments.tests.conftest import RIB, settle
from taxes.services import set_profile

PRICE = 450_000
ATLAS = {
    "legal_name": "Atlas Argan SARL",
    "address": "12, boulevard Anfa",
    "city": "Casablanca",
    "ice": "001234567000062",
    "if_number": "40123456",
    "rc": "Casablanca 123456",
    "status": "company",
}
AMINA = {
    "legal_name": "Amina Benali",
    "address": "5, rue des Orangers, Agdal",
    "city": "Rabat",
    "if_number": "50998877",
    "tp_number": "25112233",
    "status": "auto_entrepreneur",
}


@pytest.fixture
def purse(amina: User) -> Wallet:
    return amina.influencer.wallet


@pytest.fixture
def atlas_wallet(atlas_brand: Any) -> Wallet:
    return atlas_brand.wallet


def declare(wallet: Wallet, **fields: Any) -> None:
    set_profile(party_id=wallet.pk, fields=fields, by=None)


@pytest.fixture
def both_known(purse: Wallet, atlas_wallet: Wallet) -> None:
    """What the tax office knows of both."""
    declare(purse, **AMINA)
    declare(atlas_wallet, **ATLAS)


@pytest.fixture
def mandate(amina: User, purse: Wallet) -> Any:
    return accept_mandate(wallet=purse, text_sha256=hash_of(mandate_text("fr")), by=amina)


Hold = Callable[..., Escrow]


@pytest.fixture
def hold(atlas: User, atlas_wallet: Wallet, purse: Wallet) -> Hold:
    """Open an escrow and pay it."""

    def held(price_centimes: int = PRICE, **more: Any) -> Escrow:
        escrow = services.open_escrow(
            **{"deal_id": uuid7(), "title": "Huile d'argan", "payer": atlas_wallet, "payee": purse, **more},
            price_centimes=price_centimes,
        )
        settle(services.create_payment(escrow_id=escrow.pk, gateway="sandbox", by=atlas))
        return Escrow.objects.get(pk=escrow.pk)

    return held


def react() -> list[Document]:
    """What the workers do: facts are heard, papers issued, told and drawn."""
    sweep()
    tasks.issue_documents()
    sweep()
    return list(Document.objects.order_by("id"))


def by_kind() -> dict[str, Document]:
    return {one.kind: one for one in Document.objects.order_by("id")}


@pytest.fixture
def released(hold: Hold) -> Escrow:
    return services.release(escrow_id=hold().pk, reason="accepted")


def pay_out(purse: Wallet, amina: User, staff: User, amount_centimes: int = 100_000) -> Payout:
    """All of a transfer, from the request to the bank's word."""
    services.add_payout_method(wallet=purse, holder_name="Amina Benali", rib=RIB, by=amina)
    payout = services.request_payout(wallet=purse, amount_centimes=amount_centimes, by=amina)
    services.approve_payout(payout_id=payout.pk, by=staff)
    services.send_payout(payout_id=payout.pk, by=staff)
    return services.settle_payout(payout_id=payout.pk, bank_ref="VIR-2026-7781", by=staff)
