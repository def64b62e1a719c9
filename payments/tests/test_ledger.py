from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import Sum

from payments.models import LedgerAccount, LedgerEntry, LedgerTransaction
from payments.selectors import balance
from payments.services import Leg, post

pytestmark = pytest.mark.django_db
A, B = Leg("suspense", "a", 500), Leg("provider_clearing", "sandbox", -500)


def check_at_commit() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


@transaction.atomic
def run(sql: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ledger.may_truncate = 'off'")
        cursor.execute(sql, values)
    check_at_commit()


def refused(sql: str, *values: object) -> str:
    with pytest.raises(DatabaseError) as no:
        run(sql, *values)
    return str(no.value)


@transaction.atomic
def post_and_check(**movement: Any) -> UUID:
    made = post(**movement)
    check_at_commit()
    return made


def test_a_movement_has_legs_and_balances():
    made = post(key="k", kind="park", legs=[A, B], reason="why")
    check_at_commit()
    legs = LedgerEntry.objects.filter(transaction=made)
    assert legs.aggregate(n=Sum("amount_centimes"))["n"] == 0
    assert (balance("suspense", "a"), balance("provider_clearing", "sandbox")) == (500, -500)


def test_a_kept_balance_is_noted_on_its_legs_and_a_summed_one_is_not():
    post(key="k1", kind="park", legs=[A, B])
    post(key="k2", kind="park", legs=[A, B])
    after = LedgerEntry.objects.order_by("id").values_list("account__kind", "balance_after_centimes")
    assert sorted(after, key=str) == [
        ("provider_clearing", None),
        ("provider_clearing", None),
        ("suspense", 1000),
        ("suspense", 500),
    ]


def test_summed_accounts_keep_a_row_that_never_changes():
    post(key="k", kind="park", legs=[A, B])
    row = LedgerAccount.objects.get(kind="provider_clearing")
    assert (row.balance_centimes, row.is_summed, row.may_be_negative) == (0, True, True)


def test_the_same_key_and_legs_move_once():
    assert post(key="k", kind="park", legs=[A, B]) == post(key="k", kind="park", legs=[B, A])
    assert LedgerEntry.objects.count() == 2


@pytest.mark.parametrize(
    "change",
    [
        {"legs": [Leg("suspense", "a", 600), Leg("provider_clearing", "sandbox", -600)]},
        {"legs": [Leg("suspense", "b", 500), B]},
        {"legs": [Leg("suspense", "a", 200), Leg("suspense", "b", 300), B]},
        {"kind": "fund"},
        {"currency": "EUR"},
        {"deal_id": "01890000-0000-7000-8000-000000000000"},
    ],
)
def test_a_used_key_with_another_movement_is_refused(change):
    asked = {"key": "k", "kind": "park", "legs": [A, B]}
    post(**asked)
    with pytest.raises(IntegrityError, match="another movement"), transaction.atomic():
        post(**{**asked, **change})
    assert balance("suspense", "a") == 500


@pytest.mark.parametrize(
    "legs",
    [
        [A, Leg("provider_clearing", "sandbox", -499)],
        [A],
        [],
        [Leg("suspense", "a", 500), Leg("suspense", "a", -500), Leg("nobody", "x" * 70, 1)],
    ],
)
def test_what_does_not_balance_is_refused(legs):
    with pytest.raises(DatabaseError):
        post_and_check(key="k", kind="park", legs=legs)
    assert not LedgerTransaction.objects.exists()


def test_an_account_that_may_not_be_negative_is_not():
    with pytest.raises(IntegrityError, match="ledger_no_overdraft"), transaction.atomic():
        post(key="k", kind="park", legs=[Leg("suspense", "a", -500), Leg("bank", "", 500)])


@pytest.mark.parametrize("table", ["ledgerentry", "ledgertransaction", "ledgeraccount"])
@pytest.mark.parametrize(
    "sql",
    ["UPDATE payments_{} SET id = id", "DELETE FROM payments_{}", "TRUNCATE payments_{} CASCADE"],
)
def test_nothing_is_changed_or_removed(table, sql):
    post(key="k", kind="park", legs=[A, B])
    check_at_commit()
    message = refused(sql.format(table))
    assert "append-only" in message or "only through its entries" in message


RICH = """INSERT INTO payments_ledgeraccount
    (kind, owner, currency, balance_centimes, may_be_negative, is_summed)
    VALUES ('suspense', 'me', 'MAD', 5, false, false)"""


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE payments_ledgeraccount SET balance_centimes = 7 WHERE kind = 'suspense'",
        "UPDATE payments_ledgeraccount SET may_be_negative = true WHERE kind = 'suspense'",
        "UPDATE payments_ledgeraccount SET owner = 'me'",
        RICH,
    ],
)
def test_a_balance_moves_only_through_entries(sql):
    post(key="k", kind="park", legs=[A, B])
    check_at_commit()
    assert refused(sql)
    assert balance("suspense", "a") == 500


INSERT = (
    "INSERT INTO payments_ledgerentry (transaction_id, position, account_id, amount_centimes)"
    " SELECT t.id, 9, a.id, %s FROM payments_ledgertransaction t, payments_ledgeraccount a WHERE a.owner = %s"
)


def test_a_leg_added_to_an_old_transaction_is_refused_at_commit():
    post(key="k", kind="park", legs=[A, B])
    check_at_commit()
    assert "sum 1" in refused(INSERT, 1, "a")


def test_a_transaction_without_legs_is_refused_at_commit():
    assert "0 legs" in refused(
        "INSERT INTO payments_ledgertransaction (id, key, kind, currency, reason, made_at)"
        " VALUES (gen_random_uuid(), 'x', 'x', 'MAD', '', now())"
    )


@transaction.atomic
def write_by_hand(key: str, *legs: tuple[LedgerAccount, int]) -> None:
    made = LedgerTransaction.objects.create(key=key, kind="park")
    for place, (account, amount) in enumerate(legs):
        LedgerEntry.objects.create(
            transaction=made,
            position=place,
            account=account,
            amount_centimes=amount,
            balance_after_centimes=9,
        )
    check_at_commit()


def account(owner: str, currency: str = "MAD") -> LedgerAccount:
    return LedgerAccount.objects.create(kind="suspense", owner=owner, currency=currency)


def test_two_currencies_in_one_transaction_are_refused_at_commit():
    dirhams, euros = account("x"), account("y", "EUR")
    bank = LedgerAccount.objects.create(kind="bank", may_be_negative=True, is_summed=True)
    with pytest.raises(IntegrityError, match="in another currency"):
        write_by_hand("mixed", (dirhams, 100), (euros, 5), (bank, -105))


def test_balanced_legs_written_by_hand_still_keep_the_balances(clean):
    bank = LedgerAccount.objects.create(kind="bank", may_be_negative=True, is_summed=True)
    write_by_hand("hand", (account("x"), 70), (account("y"), 30), (bank, -100))
    assert (balance("suspense", "x"), balance("suspense", "y"), balance("bank")) == (70, 30, -100)
    clean()
