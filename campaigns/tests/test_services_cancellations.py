from datetime import timedelta

import pytest

from campaigns.errors import InDispute, NotFunded, ReasonMissing, ShareTooLow
from campaigns.models import Collaboration, Dispute
from campaigns.selectors import cancel_consequences, decision_consequences
from campaigns.services import cancel_collaboration, decide_dispute, open_dispute, run_clocks
from conftest import accept, approve, publish, submit
from events.models import Event
from kit.errors import NotAllowed, WrongState
from payments.selectors import books

pytestmark = pytest.mark.usefixtures("november", "balanced")


def fresh(row):
    return Collaboration.objects.get(pk=row.pk)


def cancel(collaboration, by, reason="Changement de plan"):
    return cancel_collaboration(collaboration_id=collaboration.pk, reason=reason, by=by)


def dispute(collaboration, by, reason="Hors sujet"):
    return open_dispute(collaboration_id=collaboration.pk, reason=reason, by=by)


def decide(collaboration, by, bps=5_000, decision="Moitié"):
    return decide_dispute(collaboration_id=collaboration.pk, influencer_bps=bps, decision=decision, by=by)


def piece(collaboration, position, *steps):
    row = collaboration.deliverables.get(position=position)
    for step in steps:
        row = step(row)
    return row


STAGES = {
    "nothing sent": ([], 45_000),
    "draft sent": ([submit], 105_000),
    "approved": ([submit, approve], 180_000),
    "published": ([submit, approve, publish], 180_000),
    "accepted": ([submit, approve, publish, accept], 180_000),
}


@pytest.mark.parametrize("stage", STAGES)
def test_the_brand_pays_by_stage_exactly_what_was_shown(stage, funded, atlas):
    steps, kept = STAGES[stage]
    piece(funded, 1, *steps)
    shown = cancel_consequences(fresh(funded), atlas)
    row, sums = cancel(funded, atlas), books(funded.pk)
    assert shown.influencer_centimes == row.settled_centimes == kept
    assert (sums.released_centimes, sums.refunded_centimes) == (shown.net_centimes, shown.refund_centimes)
    assert (row.state, row.escrow_id is not None, sums.held_centimes) == ("cancelled", True, 0)


def test_the_creator_keeps_only_what_was_accepted(funded, amina):
    piece(funded, 1, submit, approve, publish, accept)
    piece(funded, 2, submit, approve, publish)
    shown = cancel_consequences(fresh(funded), amina)
    assert cancel(funded, amina).settled_centimes == shown.influencer_centimes == 150_000


def test_a_creator_who_leaves_early_keeps_nothing(active, amina):
    assert cancel(active, amina).settled_centimes == 0
    assert fresh(active).escrow.state == "refunded"


@pytest.mark.parametrize("stage", ["collaboration", "signed"])
def test_before_the_money_it_costs_nothing(stage, atlas, request):
    row = request.getfixturevalue(stage)
    assert cancel_consequences(row, atlas).refund_centimes == 0
    assert cancel(row, atlas).settled_centimes == 0
    assert fresh(row).escrow.state == "cancelled"


def test_a_late_creator_costs_the_brand_nothing(funded, atlas, time_machine):
    piece(funded, 2, submit, approve, publish)
    time_machine.move_to(funded.deliverables.get(position=1).overdue_at + timedelta(seconds=1))
    shown = cancel_consequences(fresh(funded), atlas)
    assert shown.is_late
    assert [part.kept_centimes for part in shown.parts] == [0, 150_000, 0]
    assert cancel(funded, atlas).settled_centimes == 150_000


def test_what_is_open_is_dropped_and_the_other_side_is_told(active, atlas):
    cancel(active, atlas)
    assert set(active.deliverables.values_list("state", "due_at")) == {("dropped", None)}
    payload = Event.objects.get(label="campaigns.CollaborationCancelled").payload
    assert (payload["side"], payload["influencer_centimes"]) == ("brand", 105_000)


def test_a_reason_is_given(active, atlas, refused):
    with refused(ReasonMissing):
        cancel(active, atlas, " ")


@pytest.mark.parametrize("who", ["omar", "finance_fz", "viewer", "rival", "staff"])
def test_others_neither_cancel_nor_dispute(who, active, refused, request):
    user = request.getfixturevalue(who)
    with refused(NotAllowed):
        cancel(active, user)
    with refused(NotAllowed):
        dispute(active, user)


def test_what_is_over_is_not_cancelled(completed, atlas, amina, refused):
    for act in (lambda: cancel(completed, atlas), lambda: dispute(completed, amina)):
        with refused(WrongState):
            act()


# Disputes --------------------------------------------------------------------
def test_a_dispute_freezes_the_contract(active, amina):
    row = dispute(active, amina, "Pas de réponse")
    assert (fresh(active).state, row.side, row.default_centimes) == ("disputed", "influencer", 105_000)
    assert set(active.deliverables.values_list("due_at", "warn_at", "expected_at")) == {(None, None, None)}


@pytest.mark.parametrize("stage", ["collaboration", "signed"])
def test_there_is_nothing_to_dispute_before_the_money(stage, atlas, refused, request):
    row = request.getfixturevalue(stage)
    with refused(NotFunded):
        dispute(row, atlas)


def test_a_dispute_has_a_reason_and_is_opened_once(active, atlas, amina, refused):
    with refused(ReasonMissing):
        dispute(active, atlas, "")
    dispute(active, atlas)
    with refused(WrongState):
        dispute(active, amina)
    with refused(InDispute):
        cancel(active, atlas)


@pytest.mark.parametrize(("bps", "state"), [(0, "refunded"), (10_000, "released"), (3_333, "split")])
def test_the_staff_decide_a_share(bps, state, active, atlas, staff):
    dispute(active, atlas)
    shown = decision_consequences(fresh(active), bps)
    row = decide(active, staff, bps)
    assert (fresh(active).state, fresh(active).escrow.state) == ("decided", state)
    assert row.influencer_centimes == shown.influencer_centimes == 450_000 * bps // 10_000
    assert books(active.pk).released_centimes == shown.net_centimes


def test_what_was_accepted_is_not_taken_back(funded, atlas, staff, refused):
    piece(funded, 1, submit, approve, publish, accept)
    dispute(funded, atlas)
    with refused(ShareTooLow) as no:
        decide(funded, staff, 3_333)
    assert no.value.facts["min_bps"] == 3_334
    assert decide(funded, staff, 3_334).influencer_centimes == 150_030


@pytest.mark.parametrize("bps", [-1, 10_001])
def test_a_share_is_a_share(bps, active, atlas, staff, refused):
    dispute(active, atlas)
    with refused(ShareTooLow):
        decide(active, staff, bps)


def test_a_decision_is_explained_and_made_by_staff(active, atlas, staff, refused):
    with refused(WrongState):
        decide(active, staff)
    dispute(active, atlas)
    with refused(NotAllowed):
        decide(active, atlas)
    with refused(ReasonMissing):
        decide(active, staff, decision=" ")


def test_thirty_days_of_silence_decide_by_the_table(active, atlas, time_machine):
    dispute(active, atlas)
    time_machine.move_to(fresh(active).due_at)
    run_clocks()
    row = Dispute.objects.get()
    assert (fresh(active).state, fresh(active).settled_centimes) == ("decided", 105_000)
    assert (row.influencer_centimes, row.influencer_bps, row.decided_by) == (105_000, 2_333, None)
    assert Event.objects.get(label="campaigns.DisputeDecided").payload["automatic"] is True
