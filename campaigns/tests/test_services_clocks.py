"""Deadlines as they are set, warned of and kept; every moment is Moroccan time."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from campaigns.models import Campaign, ClockSetting, Collaboration, Deliverable, Holiday
from campaigns.selectors.calendar import ZONE, end_of_day, start_of_day
from campaigns.selectors.spans import DEFAULTS, Span, span_of
from campaigns.services import (
    accept_application,
    apply_to_campaign,
    open_dispute,
    run_clocks,
    submit_for_approval,
)
from campaigns.services.exits import EXITS
from conftest import accept, approve, fund, make_campaign, pay, publish, sign_both, submit
from events.models import Event

MONDAY = datetime(2026, 11, 23, 18, 22, tzinfo=ZONE)


def facts(label):
    return [event.payload for event in Event.objects.filter(label=f"campaigns.{label}").order_by("pk")]


def at(*parts):
    return datetime(*parts, tzinfo=ZONE)


@pytest.fixture(autouse=True)
def monday(time_machine):
    time_machine.move_to(MONDAY, tick=False)
    return time_machine


@pytest.fixture
def first(funded):
    return funded.deliverables.get(position=1)


def test_an_application_is_answered_within_14_days(application):
    assert application.due_at == at(2026, 12, 7, 18, 22)
    assert application.warn_at == at(2026, 12, 4, 18, 22)


def test_a_contract_is_signed_within_72_hours(collaboration):
    assert collaboration.due_at == MONDAY + timedelta(hours=72)


def test_funds_are_due_in_five_business_days(signed):
    assert signed.due_at == at(2026, 11, 30, 18, 22)
    assert signed.warn_at == at(2026, 11, 27, 18, 22)


def test_deliverables_wait_for_the_money(signed):
    assert set(signed.deliverables.values_list("due_at", "warn_at")) == {(None, None)}


def test_a_funded_contract_begins_on_its_first_day(funded):
    assert funded.due_at == start_of_day(funded.campaign.starts_on)


def test_a_draft_is_expected_on_its_day_and_dropped_a_week_later(first):
    assert first.expected_at == end_of_day(first.due_on)
    assert first.overdue_at == first.expected_at + timedelta(hours=24)
    assert first.due_at == first.expected_at + timedelta(days=7)
    assert first.warn_at == first.expected_at - timedelta(hours=72)


def test_a_review_takes_three_business_days(first):
    assert submit(first).due_at == at(2026, 11, 26, 18, 22)


def test_a_publication_is_not_owed_before_the_first_day(first):
    approve(submit(first))
    first.refresh_from_db()
    assert first.expected_at == start_of_day(first.collaboration.campaign.starts_on) + timedelta(days=7)


def test_an_acceptance_takes_five_business_days(first):
    assert publish(approve(submit(first))).due_at == at(2026, 11, 30, 18, 22)


def test_final_states_have_no_deadline(completed):
    for model in (Campaign, Collaboration, Deliverable):
        finals = set(model.State) - set(model.MOVES)
        assert not model.objects.filter(state__in=finals).exclude(due_at=None, warn_at=None).exists()
    assert completed.due_at is None


def test_a_holiday_moves_a_deadline(signed, funded):
    Holiday.objects.update_or_create(day=date(2026, 11, 25), defaults={"name": "Jour chômé"})
    assert submit(funded.deliverables.get(position=1)).due_at == at(2026, 11, 27, 18, 22)


def test_money_that_comes_late_moves_the_days(signed, monday):
    first = signed.deliverables.get(position=1)
    monday.move_to(end_of_day(first.due_on) - timedelta(hours=1), tick=False)
    fund(signed)
    moved = signed.deliverables.get(position=1)
    assert timedelta(days=3) <= moved.expected_at - timezone.now() <= timedelta(days=4)


# Dated settings --------------------------------------------------------------
def test_the_newest_setting_that_has_started_wins(db, atlas):
    for day, hours in [(20, 48), (22, 24), (25, 12)]:
        ClockSetting.objects.create(
            clock="offer_answer", amount=hours, unit="hours", starts_on=date(2026, 11, day), made_by=atlas
        )
    assert span_of("offer_answer") == Span(24, "hours")
    assert span_of("signing") == DEFAULTS["signing"]


def test_a_setting_does_not_touch_signed_terms(first):
    ClockSetting.objects.create(clock="review", amount=1, unit="hours", starts_on=date(2026, 11, 1))
    assert submit(first).due_at == at(2026, 11, 26, 18, 22)


# Warnings --------------------------------------------------------------------
def test_the_brand_is_warned_twice_and_then_its_silence_is_a_yes(first, monday):
    submit(first)
    for hours in (49, 70):
        monday.move_to(MONDAY + timedelta(hours=hours), tick=False)
        run_clocks()
    assert [fact["side"] for fact in facts("DeadlineNear")] == ["brand", "brand"]
    monday.move_to(MONDAY + timedelta(hours=72), tick=False)
    run_clocks()
    first.refresh_from_db()
    assert first.state == "approved"
    assert facts("DeliverableApproved")[0]["automatic"] is True
    assert first.submissions.get().decided_by is None


def test_a_beat_that_slept_still_gives_the_two_warnings(first, monday):
    submit(first)
    seen = []
    for days in (10, 11, 12):
        monday.move_to(MONDAY + timedelta(days=days), tick=False)
        run_clocks()
        first.refresh_from_db()
        seen.append((first.state, first.n_warnings))
    assert seen == [("submitted", 1), ("submitted", 2), ("approved", 0)]


def test_each_rung_of_the_ladder_is_told_once_and_none_after_the_step(first, monday):
    for hours in (73, 72, 71, 25, 24, 23, 4, 3, 2):
        monday.move_to(first.expected_at - timedelta(hours=hours), tick=False)
        run_clocks()
    mine = [fact for fact in facts("DeadlineNear") if fact["subject_id"] == str(first.pk)]
    assert len(mine) == 3
    submit(first)
    monday.move_to(first.expected_at, tick=False)
    run_clocks()
    late = [fact for fact in facts("DeadlineNear") if fact["subject_id"] == str(first.pk)]
    assert {fact["state"] for fact in late[3:]} <= {"submitted"}


def test_a_warning_is_sent_once(first, monday):
    monday.move_to(first.warn_at, tick=False)
    run_clocks()
    assert run_clocks().warned == 0
    warned = [fact for fact in facts("DeadlineNear") if fact["subject_id"] == str(first.pk)]
    assert [fact["due_at"] for fact in warned] == [first.expected_at.isoformat()]


def test_a_day_late_gives_the_brand_a_way_out_and_a_week_late_drops_it(first, monday):
    monday.move_to(first.overdue_at, tick=False)
    run_clocks()
    assert [fact["drop_at"] for fact in facts("DeliverableOverdue")] == [first.due_at.isoformat()]
    monday.move_to(first.due_at, tick=False)
    run_clocks()
    first.refresh_from_db()
    assert (first.state, first.due_at) == ("dropped", None)


def test_a_dispute_stops_every_clock(first, monday, atlas):
    submit(first)
    open_dispute(collaboration_id=first.collaboration_id, reason="Hors sujet", by=atlas)
    monday.move_to(MONDAY + timedelta(days=29), tick=False)
    run_clocks()
    first.refresh_from_db()
    assert (first.state, first.collaboration.state) == ("submitted", "disputed")


# Exits -----------------------------------------------------------------------
def test_staff_who_do_not_answer_give_the_brief_back(draft, atlas, monday):
    submit_for_approval(campaign_id=draft.pk, by=atlas)
    monday.move_to(at(2026, 11, 30, 18, 22), tick=False)
    run_clocks()
    draft.refresh_from_db()
    assert draft.state == "draft"
    assert facts("CampaignRejected")[0]["automatic"] is True


def test_a_draft_nobody_touches_ends_after_90_days(draft, monday):
    monday.move_to(MONDAY + timedelta(days=90), tick=False)
    run_clocks()
    draft.refresh_from_db()
    assert draft.state == "cancelled"


def test_a_campaign_nobody_applied_to_ends_with_its_last_day(campaign, monday):
    monday.move_to(end_of_day(campaign.application_deadline), tick=False)
    run_clocks()
    campaign.refresh_from_db()
    assert campaign.state == "cancelled"


def test_an_unanswered_application_lapses(application, monday):
    monday.move_to(application.due_at, tick=False)
    run_clocks()
    application.refresh_from_db()
    assert (application.state, application.due_at) == ("lapsed", None)


def test_unsigned_and_unfunded_contracts_lapse_and_free_the_place(collaboration, monday):
    monday.move_to(collaboration.due_at, tick=False)
    run_clocks()
    collaboration.refresh_from_db()
    assert (collaboration.state, collaboration.end_reason) == ("lapsed", "not_signed")
    assert collaboration.escrow.state == "cancelled"
    assert facts("CollaborationLapsed")[0]["state"] == "agreed"


def test_a_place_that_lapses_opens_a_full_campaign_again(atlas_brand, amina, atlas, monday):
    small = make_campaign(atlas_brand, places=1)
    row = apply_to_campaign(campaign_id=small.pk, pitch="Moi", price_centimes=9_000, by=amina)
    deal = accept_application(application_id=row.pk, by=atlas)
    small.refresh_from_db()
    assert small.state == "in_progress"
    monday.move_to(deal.due_at, tick=False)
    run_clocks()
    small.refresh_from_db()
    assert small.state == "open"


def test_the_money_in_time_beats_a_late_fact(signed, monday):
    pay(signed)
    monday.move_to(signed.due_at, tick=False)
    run_clocks()
    signed.refresh_from_db()
    assert signed.state == "funded"


def test_silence_on_the_last_publication_pays(funded, monday, balanced):
    rows = list(funded.deliverables.all())
    for row in rows[:2]:
        accept(publish(approve(submit(row))))
    publish(approve(submit(rows[2])))
    for days in (6, 7, 8, 9, 10):
        monday.move_to(MONDAY + timedelta(days=days), tick=False)
        run_clocks()
    funded.refresh_from_db()
    assert (funded.state, funded.escrow.state) == ("completed", "released")


# The beat itself -------------------------------------------------------------
def test_one_row_that_fails_does_not_stop_the_others(application, draft, monday, monkeypatch, caplog):
    def boom(_row):
        raise RuntimeError("broken")

    monkeypatch.setitem(EXITS[Campaign], "draft", boom)
    monday.move_to(MONDAY + timedelta(days=91), tick=False)
    beat = run_clocks()
    application.refresh_from_db()
    assert (application.state, beat.failed) == ("lapsed", 1)
    assert "broken" in caplog.text


def test_a_limit_is_a_limit(atlas_brand, monday):
    for _n in range(3):
        make_campaign(atlas_brand, state="draft")
    monday.move_to(MONDAY + timedelta(days=100), tick=False)
    assert run_clocks(limit=2).fired == 2
    assert run_clocks(limit=2).fired == 1


def test_running_twice_changes_nothing(collaboration, monday):
    sign_both(collaboration)
    monday.move_to(MONDAY + timedelta(days=30), tick=False)
    run_clocks()
    before = Event.objects.count()
    assert (run_clocks().fired, Event.objects.count()) == (0, before)
