"""The contract's room, signing, ending early, review and acceptance, from both sides."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override

from campaigns.models import Collaboration, Deliverable, Dispute
from campaigns.services import open_dispute, review_deliverable
from campaigns.tests.conftest import at
from conftest import accept, approve, deliver_all, fund, publish, sign_both, submit
from payments.selectors import balance
from taxes.services import set_identity, set_profile


def reload(row):
    row.refresh_from_db()
    return row


# ---- the room -------------------------------------------------------------------------------------


def test_both_sides_and_nobody_else_open_a_contract(page, active, viewer, amina, rival, omar):
    for user in (viewer, amina):
        assert page(user, "deal", active.pk).status_code == 200
    for user in (rival, omar):
        assert page(user, "deal", active.pk).status_code == 404


def test_a_visitor_logs_in_first(client, active):
    assert client.get(at("deal", active.pk)).status_code == 302


def test_each_side_reads_whose_turn_it_is(page, deliverable, atlas, amina):
    pk = deliverable.collaboration_id
    mine, theirs = (page(user, "deal", pk).context["turn"] for user in (atlas, amina))
    assert (mine.who, mine.code, mine.url) == ("you", "review", at("review", pk, 1))
    assert (theirs.who, theirs.code) == ("you", "submit")


def test_a_late_creator_leaves_the_brand_a_choice(page, funded, atlas, amina):
    hour_ago = timezone.now() - timedelta(hours=1)
    funded.deliverables.filter(position=1).update(expected_at=hour_ago, overdue_at=hour_ago)
    room = page(atlas, "deal", funded.pk)
    assert room.context["turn"].who == "overdue"
    assert at("cancel_deal", funded.pk) in room.content.decode()
    assert page(amina, "deal", funded.pk).context["turn"].url == at("deliver", funded.pk, 1)


def test_money_s_way_follows_the_work(page, collaboration, atlas):
    def states():
        return [step["state"] for step in page(atlas, "deal", collaboration.pk).context["steps"]]

    assert states() == ["done", "now", "todo", "todo", "todo", "todo"]
    fund(sign_both(collaboration))
    assert states() == ["done", "done", "done", "now", "todo", "todo"]
    deliver_all(collaboration)
    assert states() == ["done"] * 6


def test_the_history_tells_states_and_money_newest_first(page, completed, amina):
    lines = page(amina, "deal", completed.pk).context["lines"]
    paid = [line for line in lines if line.amount_centimes == 396_000]
    assert len(paid) == 1
    assert lines[0].at >= lines[-1].at


@pytest.mark.parametrize("made", ["collaboration", "signed", "active", "completed"])
def test_every_stage_is_drawn_for_both_sides(page, request, made, atlas, amina):
    deal = request.getfixturevalue(made)
    for user in (atlas, amina):
        answer = page(user, "deal", deal.pk)
        assert answer.status_code == 200
        assert deal.number in answer.content.decode()


def test_a_contract_costs_a_fixed_number_of_queries(cost, funded, atlas):
    """The parts of the price, payments and refunds are one query each."""
    assert cost(atlas, "deal", funded.pk) == 13
    submit(funded.deliverables.get(position=1))
    assert cost(atlas, "deal", funded.pk) == 13


def test_contracts_stand_under_two_tabs(page, completed, amina):
    answer = page(amina, "deals")
    assert answer.context["tab"] == "over"
    assert [row["deal"].pk for row in answer.context["rows"]] == [completed.pk]


def test_a_list_of_contracts_costs_nine_queries(cost, active, atlas, amina):
    assert cost(atlas, "deals") == 9
    assert cost(amina, "deals") == 9


def test_somebody_without_contracts_is_told_where_they_come_from(page, rival, omar):
    for user in (rival, omar):
        assert page(user, "deals").context["n_all"] == 0


# ---- signing --------------------------------------------------------------------------------------


def signature(deal, **changes):
    return {"name": "Amina B.", "agree": "on", "terms_hash": deal.terms_hash, **changes}


def test_both_signatures_make_the_contract_ready(send, collaboration, salma, amina):
    for user in (salma, amina):
        send(user, "sign", collaboration.pk, data=signature(collaboration, name=user.name))
    assert reload(collaboration).state == "signed"
    assert {row.user for row in collaboration.signatures.all()} == {salma, amina}


@pytest.mark.parametrize("changes", [{"name": ""}, {"name": "A"}, {"agree": ""}])
def test_an_unsigned_form_keeps_what_was_typed(send, collaboration, amina, changes):
    answer = send(amina, "sign", collaboration.pk, data=signature(collaboration, **changes))
    assert answer.status_code == 422
    assert not collaboration.signatures.exists()


def test_another_text_is_not_signed(send, collaboration, amina):
    send(amina, "sign", collaboration.pk, data=signature(collaboration, terms_hash="0" * 64))
    assert not collaboration.signatures.exists()


def test_a_second_click_on_sign_changes_nothing(send, collaboration, amina):
    for _click in range(2):
        answer = send(amina, "sign", collaboration.pk, data=signature(collaboration))
    assert answer.url == at("deal", collaboration.pk)
    assert collaboration.signatures.count() == 1


def test_finance_and_viewers_do_not_sign(page, send, collaboration, finance_fz, viewer):
    for user in (finance_fz, viewer):
        assert page(user, "deal", collaboration.pk).context["form"] is None
        send(user, "sign", collaboration.pk, data=signature(collaboration))
    assert not collaboration.signatures.exists()


# ---- ending early ---------------------------------------------------------------------------------


def test_cancelling_shows_the_sums_then_pays_them(page, send, deliverable, atlas):
    pk = deliverable.collaboration_id
    outcome = page(atlas, "cancel_deal", pk).context["outcome"]
    assert outcome.influencer_centimes == 105_000
    send(atlas, "cancel_deal", pk, data={"reason": "Reporté", "shown": "105000"})
    assert Collaboration.objects.get().settled_centimes == 105_000


def test_a_reason_is_asked_for(send, funded, atlas):
    assert send(atlas, "cancel_deal", funded.pk, data={"reason": "", "shown": "45000"}).status_code == 422
    assert reload(funded).state == "funded"


def test_a_cost_that_has_grown_is_shown_again(send, deliverable, atlas):
    answer = send(atlas, "cancel_deal", deliverable.collaboration_id, data={"reason": "x", "shown": "45000"})
    assert (answer.status_code, answer.context["is_stale"]) == (409, True)
    assert Collaboration.objects.get().state == "active"


def test_a_dispute_freezes_the_contract(page, send, deliverable, atlas, amina):
    pk = deliverable.collaboration_id
    assert send(amina, "dispute", pk, data={"reason": ""}).status_code == 422
    send(amina, "dispute", pk, data={"reason": "Pas de nouvelles."})
    assert Dispute.objects.get().side == "influencer"
    room = page(atlas, "deal", pk).context
    assert (room["may_cancel"], room["may_dispute"], room["turn"].code) == (False, False, "decide")


def test_a_viewer_ends_nothing(page, funded, viewer):
    for name in ("cancel_deal", "dispute"):
        assert page(viewer, name, funded.pk).status_code == 403


# ---- review and acceptance ------------------------------------------------------------------------


def test_a_draft_is_approved(page, send, deliverable, salma):
    pk = deliverable.collaboration_id
    assert page(salma, "review", pk, 1).context["n_left"] == 2
    send(salma, "review", pk, 1, data={"decision": "approve", "approve-comment": "Très beau."})
    assert reload(deliverable).state == "approved"
    assert deliverable.submissions.get().comment == "Très beau."


def test_changes_need_words(send, deliverable, atlas):
    pk = deliverable.collaboration_id
    answer = send(atlas, "review", pk, 1, data={"decision": "request_changes", "comment": " "})
    assert answer.status_code == 422
    assert reload(deliverable).state == "submitted"
    send(atlas, "review", pk, 1, data={"decision": "request_changes", "comment": "Plus de lumière."})
    assert reload(deliverable).state == "changes_requested"


def test_no_more_changes_than_agreed(page, send, deliverable, atlas):
    Collaboration.objects.update(revisions=0)
    pk = deliverable.collaboration_id
    assert page(atlas, "review", pk, 1).context["n_left"] == 0
    answer = send(atlas, "review", pk, 1, data={"decision": "request_changes", "comment": "Encore"})
    assert (answer.status_code, "Encore" in answer.content.decode()) == (422, True)
    assert reload(deliverable).state == "submitted"


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_words_that_came_too_late_stay_on_the_page(send, deliverable, atlas, language):
    Collaboration.objects.update(revisions=0)
    data = {"decision": "request_changes", "comment": "Zéphyr turquoise"}
    with override(language):
        answer = send(atlas, "review", deliverable.collaboration_id, 1, data=data)
    assert "Zéphyr turquoise" in answer.content.decode()


def test_the_creator_is_led_to_the_own_page(page, deliverable, amina):
    answer = page(amina, "review", deliverable.collaboration_id, 1)
    assert answer.url == at("deliver", deliverable.collaboration_id, 1)


def test_a_viewer_reads_a_draft_and_answers_nothing(page, send, deliverable, viewer):
    pk = deliverable.collaboration_id
    assert page(viewer, "review", pk, 1).context["may_review"] is False
    send(viewer, "review", pk, 1, data={"decision": "approve"})
    assert reload(deliverable).state == "submitted"


def test_the_last_acceptance_announces_what_it_pays(page, send, funded, atlas):
    *first, last = funded.deliverables.all()
    for row in first:
        for step in (submit, approve, publish, accept):
            step(row)
    for step in (submit, approve, publish):
        step(last)
    assert page(atlas, "accept_deliverable", funded.pk, 3).context["payout"].net_centimes == 396_000
    send(atlas, "accept_deliverable", funded.pk, 3)
    assert reload(funded).state == "completed"


def test_an_earlier_acceptance_pays_nothing(page, send, deliverable, atlas):
    publish(approve(deliverable))
    pk = deliverable.collaboration_id
    assert page(atlas, "accept_deliverable", pk, 1).context["payout"] is None
    for _click in range(2):
        answer = send(atlas, "accept_deliverable", pk, 1)
    assert answer.url == at("deal", pk)
    assert reload(deliverable).state == "accepted"


def test_nothing_is_accepted_in_a_dispute_nor_by_others(send, deliverable, atlas, viewer, rival):
    publish(approve(deliverable))
    pk = deliverable.collaboration_id
    send(viewer, "accept_deliverable", pk, 1)
    assert send(rival, "accept_deliverable", pk, 1).status_code == 404
    open_dispute(collaboration_id=pk, reason="x", by=atlas)
    send(atlas, "accept_deliverable", pk, 1)
    assert reload(deliverable).state == "published"


def test_versions_stay_readable(page, deliverable, atlas):
    review_deliverable(
        deliverable_id=deliverable.pk, decision="request_changes", comment="Plus net", by=atlas
    )
    submit(Deliverable.objects.get(pk=deliverable.pk))
    shown = page(atlas, "review", deliverable.collaboration_id, 1)
    assert [version.version for version in shown.context["versions"]] == [2, 1]
    assert "Plus net" in shown.content.decode()


@pytest.fixture
def taxed(amina, atlas_brand):
    """Somebody who declares nothing, paid by a company: a tenth is withheld."""
    set_identity(party_id=atlas_brand.wallet_id, legal_name="Atlas", ice="", city="")
    set_profile(party_id=amina.influencer.wallet_id, fields={"status": "individual"}, by=amina)


def test_an_ended_contract_tells_its_creator_the_net_after_tax(taxed, completed, page, amina, atlas):
    told = page(amina, "deal", completed.pk).context
    assert told["ending"].withheld_centimes == told["quote"].price_centimes // 10
    assert told["ending"].net_centimes == told["quote"].net_centimes
    assert balance("influencer_available", amina.influencer.wallet_id) == told["quote"].net_centimes
    assert page(atlas, "deal", completed.pk).context["ending"].net_centimes > told["ending"].net_centimes
