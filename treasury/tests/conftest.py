"""Two people of the house's finance, a brand that announced a transfer, and files as banks write them."""

from typing import Any

import pytest

from accounts.models import User
from conftest import person
from payments import services as money
from payments.models import Escrow, Payment
from payments.tests.conftest import TOTAL, escrow, purse

__all__ = ["TOTAL", "escrow", "purse"]
HOUSE = {"holder": "InfluMaroc SARL", "bank": "Banque de la maison", "rib": "230780123456789012345649"}


@pytest.fixture(autouse=True)
def house_bank(settings: Any) -> None:
    settings.PAYMENT_GATEWAYS = {**settings.PAYMENT_GATEWAYS, "bank": HOUSE}


@pytest.fixture
def clerk(db: None) -> User:
    return person("clerk", "staff", is_staff=True, is_superuser=True)


@pytest.fixture
def checker(db: None) -> User:
    return person("checker", "staff", is_staff=True, is_superuser=True)


@pytest.fixture
def announced(escrow: Escrow, atlas: User) -> Payment:
    """4 770 MAD by transfer, under its reference."""
    return money.create_payment(escrow_id=escrow.pk, gateway="bank", by=atlas)


def csv_of(*rows: tuple[str, str, str, str]) -> bytes:
    """A statement: day, label, debit, credit."""
    head = "Banque de la maison;;;;\nDate opération;Date valeur;Libellé;Débit;Crédit\n"
    return (head + "".join(f"{day};{day};{label};{out};{into}\n" for day, label, out, into in rows)).encode()


def cfonb_of(opening: int, bookings: list[tuple[str, int, str]], closing: int) -> bytes:
    """The same as CFONB 120: (ddmmyy, amount, label)."""
    lines = [_record("01", "311026", opening, "")]
    lines += [_record("04", day, amount, label) for day, amount, label in bookings]
    lines.append(_record("07", "301126", closing, ""))
    return "\n".join(lines).encode()


def _record(kind: str, day: str, amount: int, label: str) -> str:
    digits, last = divmod(abs(amount), 10)
    sign = ("}JKLMNOPQR" if amount < 0 else "{ABCDEFGHI")[last]
    start = f"{kind}00780    00001MAD2 {'00012345678':<11}  {day}  {day}{label[:31]:<31}"
    return f"{start:<90}{digits:013d}{sign}{'':<16}"
