"""Real threads on real rows: exactly one wins, the others get a refusal, the ledger stays clean."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from campaigns.models import Application, Collaboration, Deliverable
from campaigns.services import (
    accept_application,
    accept_deliverable,
    apply_to_campaign,
    cancel_campaign,
    cancel_collaboration,
    decide_dispute,
    mark_funded,
    open_dispute,
    read_conversation,
    review_deliverable,
    run_clocks,
    sign_collaboration,
    withdraw_application,
)
from conftest import accept, approve, make_campaign, make_influencer, pay, person, publish, submit
from events.models import Event
from kit.errors import Refusal
from messaging.models import StaffReading
from payments.models import Escrow, LedgerTransaction

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("balanced")]


def in_order(*acts: Callable[[], Any]) -> list[str]:
    """Run every act at the same moment in a thread of its own; "ok" or the refusal's code for each."""
    start = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> str:
        try:
            start.wait(timeout=10)
            act()
        except Refusal as no:
            return no.code
        finally:
            connection.close()
        return "ok"

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def together(*acts: Callable[[], Any]) -> list[str]:
    """The same when it does not matter who won."""
    return sorted(in_order(*acts))


def applicants(campaign, n, price=450_000):
    rows = []
    for number in range(n):
        user = person(f"creator{number}", "influencer")
        make_influencer(user, f"creator-{number}", 5_000)
        row = apply_to_campaign(campaign_id=campaign.pk, pitch="Moi", price_centimes=price, by=user)
        rows.append(row)
    return rows


def test_a_double_click_applies_once(campaign, amina):
    def act():
        apply_to_campaign(campaign_id=campaign.pk, pitch="Moi", price_centimes=1_000, by=amina)

    assert together(act, act) == ["already_applied", "ok"]
    assert Application.objects.get().offers.count() == 1


def test_a_double_click_accepts_once(application, atlas):
    def act():
        accept_application(application_id=application.pk, by=atlas)

    assert together(act, act) == ["ok", "wrong_state"]
    assert Collaboration.objects.count() == Escrow.objects.count() == 1


def all_at_once(rows, atlas):
    return together(*[lambda pk=row.pk: accept_application(application_id=pk, by=atlas) for row in rows])


@pytest.mark.rounds(30)
def test_of_eight_acceptances_as_many_pass_as_there_are_places(atlas_brand, atlas):
    rows = applicants(make_campaign(atlas_brand, places=3), 8)
    assert all_at_once(rows, atlas) == ["campaign_full"] * 5 + ["ok"] * 3
    assert Collaboration.objects.count() == Escrow.objects.count() == 3


@pytest.mark.rounds(30)
def test_of_eight_acceptances_as_many_pass_as_the_budget_pays_for(atlas_brand, atlas):
    rows = applicants(make_campaign(atlas_brand, places=8, budget_centimes=1_500_000), 8)
    assert all_at_once(rows, atlas) == ["ok"] * 3 + ["over_budget"] * 5
    assert Collaboration.objects.count() == Escrow.objects.count() == 3


@pytest.mark.rounds(30)
def test_accepting_and_withdrawing_at_once(application, atlas, amina):
    outcome = together(
        lambda: accept_application(application_id=application.pk, by=atlas),
        lambda: withdraw_application(application_id=application.pk, by=amina),
    )
    assert outcome == ["ok", "wrong_state"]
    application.refresh_from_db()
    assert Collaboration.objects.exists() == (application.state == "accepted")


@pytest.mark.rounds(30)
def test_accepting_and_cancelling_the_campaign_at_once(application, atlas):
    """Either there is no contract, or there is one and the end of its campaign ends it."""
    accepted, cancelled = in_order(
        lambda: accept_application(application_id=application.pk, by=atlas),
        lambda: cancel_campaign(campaign_id=application.campaign_id, by=atlas),
    )
    application.refresh_from_db()
    states = list(Collaboration.objects.values_list("state", "escrow__state"))
    assert cancelled == "ok"
    if accepted == "ok":
        assert (application.state, states) == ("accepted", [("cancelled", "cancelled")])
    else:
        assert (accepted, application.state, states) == ("wrong_state", "lapsed", [])


def test_both_sides_sign_at_once(collaboration, atlas, amina):
    def sign(user):
        terms = collaboration.terms_hash
        sign_collaboration(collaboration_id=collaboration.pk, name=user.name, terms_hash=terms, by=user)

    assert together(lambda: sign(atlas), lambda: sign(amina)) == ["ok", "ok"]
    collaboration.refresh_from_db()
    assert collaboration.state == "signed"


def test_a_fact_that_comes_four_times_funds_once(signed):
    pay(signed)

    def act():
        mark_funded(collaboration_id=signed.pk)

    assert together(act, act, act, act) == ["ok"] * 4
    assert signed.moves.filter(to_state="funded").count() == 1


@pytest.mark.rounds(30)
def test_the_deadline_and_a_request_for_changes_at_once(deliverable, atlas):
    past = timezone.now() - timedelta(minutes=1)
    Deliverable.objects.filter(pk=deliverable.pk).update(due_at=past, n_warnings=2)
    outcome = together(
        run_clocks,
        lambda: review_deliverable(
            deliverable_id=deliverable.pk, decision="request_changes", comment="Le son", by=atlas
        ),
    )
    deliverable.refresh_from_db()
    won = {"approved": ["ok", "wrong_state"], "changes_requested": ["ok", "ok"]}
    assert outcome == won[deliverable.state]
    assert deliverable.submissions.exclude(decision="").count() == 1


def last_step(funded):
    """Everything is accepted but the last deliverable, which waits for it."""
    rows = list(funded.deliverables.all())
    for row in rows[:-1]:
        accept(publish(approve(submit(row))))
    return publish(approve(submit(rows[-1])))


@pytest.mark.rounds(30)
def test_cancelling_and_accepting_the_last_piece_at_once(funded, atlas, amina):
    last = last_step(funded)
    outcome = together(
        lambda: accept_deliverable(deliverable_id=last.pk, by=atlas),
        lambda: cancel_collaboration(collaboration_id=funded.pk, reason="Fin", by=amina),
    )
    funded.refresh_from_db()
    assert outcome == ["ok", "wrong_state"]
    closed = {"completed": "released", "cancelled": "split"}
    assert funded.escrow.state == closed[funded.state]
    assert LedgerTransaction.objects.filter(key=f"close:{funded.escrow_id}").count() == 1


def test_a_double_click_on_the_last_acceptance_pays_once(funded, atlas):
    last = last_step(funded)

    def act():
        accept_deliverable(deliverable_id=last.pk, by=atlas)

    assert together(act, act) == ["ok", "wrong_state"]
    assert LedgerTransaction.objects.filter(kind="release").count() == 1


def test_three_beats_fire_once(application):
    Application.objects.update(due_at=timezone.now() - timedelta(minutes=1))
    assert together(run_clocks, run_clocks, run_clocks) == ["ok"] * 3
    assert application.campaign.moves.filter(to_state="lapsed").count() == 1


@pytest.mark.rounds(30)
def test_of_six_readings_of_a_dispute_at_once_one_is_told(active, atlas, staff):
    open_dispute(collaboration_id=active.pk, reason="Hors sujet", by=atlas)
    read = [lambda: read_conversation(collaboration_id=active.pk, reason="Trancher", by=staff)] * 6
    assert together(*read) == ["ok"] * 6
    facts = Event.objects.filter(label="messaging.ConversationRead")
    assert [bool(one.payload["reader_ids"]) for one in facts].count(True) == 1
    assert StaffReading.objects.count() == 6


@pytest.mark.rounds(30)
def test_a_reading_and_the_decision_at_once(active, atlas, staff):
    open_dispute(collaboration_id=active.pk, reason="Hors sujet", by=atlas)
    decided = {"influencer_bps": 5_000, "decision": "Moitié"}
    read, decision = in_order(
        lambda: read_conversation(collaboration_id=active.pk, reason="Trancher", by=staff),
        lambda: decide_dispute(collaboration_id=active.pk, by=staff, **decided),
    )
    assert decision == "ok"
    assert StaffReading.objects.exists() == (read == "ok")
