"""Break the money in every way we can think of, and see that the auditor says so."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from payments import services
from payments.selectors import audit
from payments.tests.conftest import NET
from payments.tests.corruptions import CORRUPTIONS

pytestmark = pytest.mark.django_db


@pytest.fixture
def busy(released: Any, method: Any, purse: Any, amina: Any, staff: Any) -> Any:
    """One deal released, one payout paid and one on its way: every table has something to break."""
    for amount in (100_000, 200_000):
        payout = services.request_payout(wallet=purse, amount_centimes=amount, by=amina)
    services.approve_payout(payout_id=payout.pk, by=staff)
    services.send_payout(payout_id=payout.pk, by=staff)
    services.settle_payout(payout_id=payout.pk, bank_ref="VIR-1", by=staff)
    return released


def lawless(sql: str) -> None:
    """As a superuser with triggers and foreign keys off. The laws are back on afterwards."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET LOCAL session_replication_role = replica")
        cursor.execute(sql)
        cursor.execute("SET LOCAL session_replication_role = origin; SET CONSTRAINTS ALL DEFERRED")


def test_a_busy_house_is_clean(busy):
    assert audit() == []


@pytest.mark.parametrize("name", CORRUPTIONS)
def test_the_auditor_finds(busy, name):
    sql, codes = CORRUPTIONS[name]
    lawless(sql)
    assert codes <= {finding.code for finding in audit()}


def test_the_command_is_quiet_when_clean(busy):
    out = StringIO()
    call_command("ledger_check", stdout=out)
    assert out.getvalue().startswith("clean: ")


def test_the_command_says_what_it_found_and_fails(busy):
    lawless(CORRUPTIONS["a drifted balance"][0])
    out = StringIO()
    with pytest.raises(SystemExit) as end:
        call_command("ledger_check", "--json", stdout=out)
    said = json.loads(out.getvalue())
    drift = {f["actual"] for f in said["findings"] if f["code"] == "balance_drift"}
    assert (end.value.code, said["ok"], drift) == (1, False, {str(NET - 300_000 + 5000)})
