"""After 14 days nothing names the person, and what the law wants is still there."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import User
from campaigns.models import Collaboration
from mail.models import Letter
from mail.services import letter_sent
from payments.models import Escrow, LedgerEntry, Payout
from privacy.datamap import TABLES
from privacy.models import Deletion
from privacy.services import ask_deletion, erase_next_table, erasing, forget_last_letters
from privacy.tests.conftest import BRAND, CREATOR
from privacy.tests.dump import rows_with


def leave_and_wait(user):
    deletion = ask_deletion(by=user)
    Deletion.objects.filter(pk=deletion.pk).update(due_at=timezone.now() - timedelta(minutes=1))
    return deletion


def erase_all():
    n_steps = 0
    while erase_next_table():
        n_steps += 1
    return n_steps


def send_last_letters():
    for letter in Letter.objects.owed():
        Letter.objects.filter(pk=letter.pk).update(state="sending")
        letter_sent(letter_id=letter.pk, provider="smtp", provider_id="")
    assert forget_last_letters() == 1


@pytest.mark.parametrize(("who", "canaries"), [("user", CREATOR), ("other", BRAND)])
def test_a_dump_afterwards_holds_no_canary(market, who, canaries):
    user = getattr(market, who)
    assert {one.split(" in ")[0].split(": ")[1] for one in rows_with(*canaries)} == set(canaries)
    leave_and_wait(user)
    erase_all()
    assert Letter.objects.owed().get(kind="account_deleted").to == user.email
    send_last_letters()
    left = rows_with(*canaries)
    assert left == [], "\n".join(left)


def test_what_the_law_wants_stays_and_the_other_side_keeps_its_name(market):
    before = LedgerEntry.objects.count()
    leave_and_wait(market.user)
    erase_all()
    deal = Collaboration.objects.get(pk=market.deal.pk)
    assert LedgerEntry.objects.count() == before
    assert Payout.objects.get().requested_by_id == market.user.pk
    assert Escrow.objects.get(pk=deal.escrow_id).state == "released"
    assert deal.terms["brand"]["name"] == "Canarycorp"
    assert deal.terms["influencer"]["name"].startswith("#")
    assert (deal.price_centimes, deal.terms_hash) == (market.deal.price_centimes, market.deal.terms_hash)
    assert deal.signatures.count() == 2


def test_the_address_is_free_again_and_the_old_account_opens_nothing(market):
    leave_and_wait(market.user)
    erase_all()
    old = User.objects.get(pk=market.user.pk)
    assert (old.is_active, old.has_usable_password()) == (False, False)
    User.objects.create_user("zahra@canary.example", "Neuf-2026-words", name="Zahra", role="influencer")


def test_an_interrupted_walk_goes_on_and_a_second_one_changes_nothing(market, monkeypatch):
    deletion = leave_and_wait(market.user)
    for _table in TABLES[:9]:
        erase_next_table()
    monkeypatch.setattr(erasing, "erase_table", lambda **_what: 1 / 0)
    assert erase_next_table()
    monkeypatch.undo()
    deletion.refresh_from_db()
    assert (len(deletion.done), deletion.held_for) == (9, "failed")
    Deletion.objects.update(due_at=timezone.now())
    assert erase_all() == len(TABLES) - 9 + 1
    for table in TABLES:
        erasing.erase_table(table=table, user=User.objects.get(pk=market.user.pk))
    assert Letter.objects.filter(kind="account_deleted").count() == 1


def test_one_that_cannot_go_on_waits_and_holds_nobody_up(market, omar, monkeypatch):
    erase = erasing.erase_table

    def fail_for_one(*, table, user):
        erase(table=table, user=user if user == omar else 1 / 0)

    first, second = leave_and_wait(market.user), leave_and_wait(omar)
    monkeypatch.setattr(erasing, "erase_table", fail_for_one)
    erase_all()
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.held_for, first.done) == ("asked", "failed", [])
    assert first.due_at > timezone.now()
    assert second.state == "erased"


def test_money_that_came_back_meanwhile_holds_the_erasure(market, staff):
    deletion = leave_and_wait(market.user)
    Payout.objects.update(state="sending")
    assert erase_next_table()
    deletion.refresh_from_db()
    assert (deletion.held_for, deletion.done) == ("payout_open", [])
    assert deletion.due_at > timezone.now()
    assert User.objects.filter(email="zahra@canary.example").exists()


def test_nobody_is_erased_before_their_time(market):
    ask_deletion(by=market.user)
    assert not erase_next_table()


def test_others_keep_every_row(market, omar):
    before = rows_with("omar@example.ma", str(omar.pk))
    leave_and_wait(market.user)
    erase_all()
    assert rows_with("omar@example.ma", str(omar.pk)) == before


@pytest.mark.django_db(transaction=True)
def test_two_workers_erase_one_person_once(market):
    deletion = leave_and_wait(market.user)

    def work():
        try:
            while erase_next_table() or Deletion.objects.get(pk=deletion.pk).state == "asked":
                pass
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(work) for _worker in range(2)]:
            done.result(timeout=60)
    deletion.refresh_from_db()
    assert (deletion.state, len(deletion.done)) == ("erased", len(TABLES))
    assert len(set(deletion.done)) == len(TABLES)
    assert Letter.objects.filter(kind="account_deleted").count() == 1
