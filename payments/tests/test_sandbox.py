"""The bank's memory and its answers, without a process around them."""

from pathlib import Path
from typing import Any

import pytest

from payments.management.sandbox import pages, scenarios
from payments.management.sandbox.postman import Postman
from payments.management.sandbox.store import Store

ORDER = {
    "reference": "IM1",
    "amount": "4770.00",
    "currency": "MAD",
    "description": "<b>Huile</b>",
    "locale": "fr",
    "return_url": "http://site.test/retour",
    "callback_url": "http://127.0.0.1:9/callback",
}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store(tmp_path)
    made.open_order(ORDER)
    return made


def play(store: Store, scenario: str, **asked: str) -> dict[str, Any]:
    return scenarios.play(store, store.order("IM1") or {}, scenario, asked)


def test_a_bank_that_starts_again_remembers(store, tmp_path):
    play(store, "pay")
    again = Store(tmp_path)
    assert (again.order("IM1") or {})["status"] == "paid"
    assert len(again.outbox.due()) == 1


def test_the_first_decision_stands(store):
    assert [play(store, name)["status"] for name in ["decline", "pay"]] == ["failed", "failed"]
    assert len(store.outbox.due()) == 1


def test_an_order_keeps_the_amount_it_was_opened_with(store):
    assert store.open_order({**ORDER, "amount": "1.00"})["amount"] == "4770.00"


@pytest.mark.parametrize(("scenario", "n_messages"), [("pay", 1), ("twice", 3), ("never", 0), ("decline", 1)])
def test_how_often_the_bank_calls(store, scenario, n_messages):
    play(store, scenario)
    assert len(store.outbox.due()) == n_messages


def test_a_late_answer_waits(store):
    play(store, "late", delay_s="60")
    assert store.outbox.due() == []
    assert scenarios.status(store.order("IM1"), "IM1")["status"] == "pending"


def test_a_callback_that_is_not_taken_waits_longer_each_time(store):
    play(store, "pay")
    Postman(store.outbox, "x" * 32).deliver(store.outbox.due()[0])
    assert store.outbox.due() == []


def test_a_callback_is_tried_again(store):
    store.outbox.waits = [0] * 8
    play(store, "pay")
    Postman(store.outbox, "x" * 32).deliver(store.outbox.due()[0])
    assert store.outbox.due()[0].attempts == 1


ASKED = {"refund": "r1", "reference": "IM1", "amount": "4770.00", "currency": "MAD"}


def test_a_refund_is_made_once(store):
    play(store, "pay")
    rows = [store.refund(ASKED, store.order("IM1") or {}) for _ in range(2)]
    assert [row["status"] for row in rows] == ["done", "done"]
    assert rows[0]["provider_ref"] == rows[1]["provider_ref"]


@pytest.mark.parametrize("change", [{"amount": "4770.01"}, {"currency": "EUR"}])
def test_no_more_is_refunded_than_was_paid(store, change):
    play(store, "pay")
    assert store.refund({**ASKED, **change}, store.order("IM1") or {})["status"] == "refused"


def test_two_refunds_share_what_was_paid(store):
    play(store, "pay")
    order = store.order("IM1") or {}
    halves = [store.refund({**ASKED, "refund": name, "amount": "2385.00"}, order) for name in "abc"]
    assert [row["status"] for row in halves] == ["done", "done", "refused"]


def test_nothing_is_refunded_before_it_is_paid(store):
    assert store.refund(ASKED, store.order("IM1") or {})["status"] == "refused"


def test_what_is_shown_is_escaped(store):
    page = pages.order_page(store.order("IM1") or {})
    assert "<b>Huile" not in page
    assert "&lt;b&gt;Huile" in page


def test_every_answer_has_its_word():
    assert set(scenarios.SCENARIOS) <= pages.WORDS["fr"].keys()
