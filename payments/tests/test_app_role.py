"""The ledger as a restricted role of the application sees it: it adds, and can do nothing else."""

import pytest
from django.db import DatabaseError, connection, transaction

from payments import services
from payments.models import LedgerEntry
from payments.services import Leg, post

pytestmark = pytest.mark.django_db
TABLES = ["ledgertransaction", "ledgerentry", "ledgeraccount", "ledgerseal", "auditrun"]
# What docs/money.md tells an operator to give.
GRANTS = """
    CREATE ROLE ledger_app_test;
    GRANT USAGE ON SCHEMA public TO ledger_app_test;
    GRANT SELECT, INSERT ON payments_ledgertransaction, payments_ledgerentry, payments_ledgerseal,
          payments_auditrun TO ledger_app_test;
    GRANT SELECT, INSERT, UPDATE (balance_centimes) ON payments_ledgeraccount TO ledger_app_test;
    GRANT SELECT ON payments_ledgerhold, payments_ledgercorrection TO ledger_app_test;
    GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO ledger_app_test;
    SET LOCAL ROLE ledger_app_test"""


@pytest.fixture
def app_role(db):
    """As that role until the test ends; the role itself goes with the transaction."""
    post(key="before", kind="park", legs=[Leg("suspense", "a", 500), Leg("bank", "", -500)])
    with connection.cursor() as cursor:
        cursor.execute(GRANTS)
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


def test_it_posts_and_seals(app_role):
    post(key="k", kind="park", legs=[Leg("suspense", "a", 500), Leg("bank", "", -500)])
    assert services.seal_ledger() == 2
    assert LedgerEntry.objects.count() == 4


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    "sql", ["UPDATE payments_{} SET {} = {}", "DELETE FROM payments_{}", "TRUNCATE payments_{} CASCADE"]
)
def test_it_changes_and_removes_nothing(app_role, table, sql):
    column = "sequence" if table == "ledgerseal" else "id"
    with (
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql.format(table, column, column))


def test_it_moves_no_balance_by_itself(app_role):
    sql = "UPDATE payments_ledgeraccount SET balance_centimes = balance_centimes + 1"
    with (
        pytest.raises(DatabaseError, match="only through its entries"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)


@pytest.mark.parametrize("table", ["ledgerhold", "ledgercorrection"])
@pytest.mark.parametrize("sql", ["DELETE FROM payments_{}", "TRUNCATE payments_{} CASCADE"])
def test_it_removes_no_decision_about_the_ledger(app_role, table, sql):
    with (
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql.format(table))


def test_one_side_alone_is_refused(app_role):
    with pytest.raises(DatabaseError, match="does not balance"), transaction.atomic():
        post(key="k", kind="park", legs=[Leg("suspense", "a", 500)])


def test_it_cannot_switch_the_laws_off(app_role):
    sql = "ALTER TABLE payments_ledgerentry DISABLE TRIGGER ledger_no_change"
    with (
        pytest.raises(DatabaseError, match="must be owner"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
