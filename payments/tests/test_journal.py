"""The chain of seals: every transaction once, in one order, and nothing of it can be changed unseen."""

import json
import threading
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from payments import services
from payments.models import AuditRun, LedgerSeal, LedgerTransaction
from payments.selectors import audit
from payments.services import Leg, post
from payments.tests.test_audit import lawless
from payments.tests.test_ledger import check_at_commit, refused

pytestmark = pytest.mark.django_db


def codes() -> set[str]:
    return {finding.code for finding in audit()}


@pytest.fixture
def sealed(released: Any) -> Any:
    services.seal_all()
    return released


def move(key: str) -> Any:
    return post(key=key, kind="park", legs=[Leg("suspense", "a", 500), Leg("bank", "", -500)])


def test_each_transaction_is_linked_once_and_in_one_order(released):
    assert services.seal_ledger() == LedgerTransaction.objects.count()
    assert services.seal_ledger() == 0
    move("later")
    assert services.seal_ledger() == 1
    numbers = list(LedgerSeal.objects.order_by("sequence").values_list("sequence", flat=True))
    assert numbers == list(range(1, LedgerTransaction.objects.count() + 1))
    assert len(set(LedgerSeal.objects.values_list("hash", flat=True))) == len(numbers)
    assert audit() == []


def test_what_is_older_than_the_last_seal_is_linked_all_the_same(sealed):
    old = LedgerTransaction.objects.order_by("id").first()
    late = str(old.pk)[:-1] + ("0" if str(old.pk)[-1] != "0" else "1")
    sql = "SELECT ledger_post(%s, now(), 'late', 'park', 'MAD', NULL, '', %s, %s, %s)"
    with connection.cursor() as cursor:
        cursor.execute(sql, [late, ["suspense", "bank"], ["a", ""], [5, -5]])
    assert services.seal_ledger() == 1
    assert str(LedgerSeal.objects.first().transaction_id) == late
    assert audit() == []


CHANGES = {
    "one bit of an amount": "UPDATE payments_ledgerentry SET amount_centimes = amount_centimes # 1"
    " WHERE id = {}",
    "the balance noted on a leg": "UPDATE payments_ledgerentry SET balance_after_centimes = 7 WHERE id = {}",
    "the reason of a transaction": "UPDATE payments_ledgertransaction SET reason = 'x' WHERE id = "
    "(SELECT transaction_id FROM payments_ledgerentry WHERE id = {})",
    "whose account it was": "UPDATE payments_ledgeraccount SET owner = 'me' WHERE id = "
    "(SELECT account_id FROM payments_ledgerentry WHERE id = {})",
    "a leg taken away": "DELETE FROM payments_ledgerentry WHERE id = {}",
    "one byte of a seal": "UPDATE payments_ledgerseal SET hash = set_byte(hash, 3, get_byte(hash, 3) # 1)",
    "a transaction taken away": "DELETE FROM payments_ledgertransaction WHERE id = "
    "(SELECT transaction_id FROM payments_ledgerentry WHERE id = {})",
}
FIRST = "(SELECT min(id) FROM payments_ledgerentry)"


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_after_the_seal_breaks_the_chain(sealed, name):
    assert "broken_chain" not in codes()
    lawless(CHANGES[name].format(FIRST))
    assert "broken_chain" in codes()


def test_a_link_taken_out_leaves_a_gap(sealed):
    lawless("DELETE FROM payments_ledgerseal WHERE sequence = 1")
    assert {"chain_gap", "broken_chain"} <= codes()


def test_a_shortened_chain_does_not_fit_the_last_audit(sealed):
    assert services.run_audit().head_sequence == LedgerSeal.objects.count()
    lawless(
        "DELETE FROM payments_ledgerseal WHERE sequence = (SELECT max(sequence) FROM payments_ledgerseal)"
    )
    assert codes() == {"chain_rewritten"}


REWRITE = """
    UPDATE payments_ledgertransaction SET reason = 'forged';
    DELETE FROM payments_auditrun; DELETE FROM payments_ledgerseal;
    SELECT ledger_seal(NULL, now(), 1000)"""


def test_a_chain_rewritten_from_the_first_link_does_not_fit_an_anchor_outside(sealed):
    out = StringIO()
    call_command("ledger_check", "--json", stdout=out)
    anchor = json.loads(out.getvalue())["head"]
    call_command("ledger_check", anchor=[anchor], stdout=StringIO())
    lawless(REWRITE)
    assert audit() == []
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("ledger_check", "--json", anchor=[anchor], stdout=out)
    assert [one["code"] for one in json.loads(out.getvalue())["findings"]] == ["anchor_differs"]


def test_an_anchor_that_is_none_is_refused(db):
    with pytest.raises(CommandError):
        call_command("ledger_check", anchor=["abc"], stdout=StringIO())


def test_only_looking_writes_nothing(released):
    call_command("ledger_check", "--read-only", stdout=StringIO())
    assert (LedgerSeal.objects.count(), AuditRun.objects.count()) == (0, 0)


@pytest.mark.parametrize("table", ["ledgerseal", "auditrun"])
@pytest.mark.parametrize(
    "sql", ["UPDATE payments_{} SET {} = {}", "DELETE FROM payments_{}", "TRUNCATE payments_{} CASCADE"]
)
def test_seals_and_runs_are_never_changed_or_removed(released, table, sql):
    services.run_audit()
    check_at_commit()
    column = "sequence" if table == "ledgerseal" else "id"
    assert "append-only" in refused(sql.format(table, column, column))


@pytest.mark.django_db(transaction=True)
def test_sealers_and_writers_at_once_link_everything_once():
    def write(name: int) -> None:
        for n in range(20):
            move(f"{name}-{n}")
        connection.close()

    def seal() -> None:
        for _n in range(10):
            services.seal_ledger()
        connection.close()

    threads = [threading.Thread(target=write, args=[name]) for name in range(4)]
    threads += [threading.Thread(target=seal) for _n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    services.seal_ledger()
    assert LedgerSeal.objects.count() == LedgerTransaction.objects.count() == 80
    assert audit() == []
