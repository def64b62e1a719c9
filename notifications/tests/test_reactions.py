"""Who hears of what, through the real services of the marketplace and the bank."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import resolve
from django.utils import timezone
from django.utils.translation import override

from brands.services import (
    accept_ownership,
    add_member,
    leave_brand,
    offer_ownership,
    set_spending_limit,
)
from campaigns import services
from campaigns.facts import DeadlineNear
from campaigns.models import Deliverable
from campaigns.services import apply_to_campaign
from conftest import deliver_all, fund, person, publish, submit
from events.models import Delivery
from events.services import emit, replay, sweep
from files.services import claim_file, file_scanned
from files.tests.conftest import make_file
from kit import dates
from messaging.services import open_conversation, post_message
from notifications.models import Notice
from notifications.selectors import KINDS, localised
from notifications.selectors.sentences import text
from payments.services import approve_spending, ask_approval, refuse_spending
from taxes.services import set_profile
from taxes.tasks import warn_of_certificates


@pytest.fixture
def told():
    """Run every reaction, none may fail; give {person: [kinds]} of what is new since the last look."""
    seen = set()

    def look():
        sweep()
        errors = list(Delivery.objects.owed().values_list("reaction", "last_error"))
        assert errors == []
        news = [row for row in Notice.objects.select_related("reader").order_by("id") if row.pk not in seen]
        seen.update(row.pk for row in news)
        found = {}
        for row in news:
            found.setdefault(row.reader.email.split("@")[0], []).append(row.kind)
        return found

    return look


@pytest.fixture
def team(salma, finance_fz, viewer):
    """Atlas has a manager, a finance person and somebody who only looks."""


def test_a_brief_goes_to_the_staff_and_back(draft, team, atlas, staff, told):
    services.submit_for_approval(campaign_id=draft.pk, by=atlas)
    assert told() == {"staff": ["campaign_submitted"]}
    services.reject_campaign(campaign_id=draft.pk, reason="Précisez.", by=staff)
    assert told() == {name: ["campaign_rejected"] for name in ("atlas", "salma")}
    assert Notice.objects.filter(kind="campaign_rejected", data__quote="Précisez.").count() == 2
    services.submit_for_approval(campaign_id=draft.pk, by=atlas)
    told()
    services.approve_campaign(campaign_id=draft.pk, by=staff)
    assert told() == {name: ["campaign_approved"] for name in ("atlas", "salma")}


def test_a_negotiation_is_told_to_the_other_side(team, atlas, application, told):
    assert told() == {name: ["application_sent"] for name in ("atlas", "salma")}
    amina, pk = application.influencer.user, application.pk
    services.shortlist_application(application_id=pk, by=atlas)
    assert told() == {"amina": ["application_shortlisted"]}
    services.make_offer(application_id=pk, price_centimes=400_000, message="", by=atlas)
    assert told() == {"amina": ["offer_made"]}
    services.counter_offer(application_id=pk, price_centimes=420_000, message="", by=amina)
    assert told() == {name: ["offer_countered"] for name in ("atlas", "salma")}
    services.accept_application(application_id=pk, by=atlas)
    assert told() == {"amina": ["application_accepted"]}


def test_endings_of_an_application(application, atlas, campaign, omar, told):
    services.reject_application(application_id=application.pk, note="Autre style", by=atlas)
    other = apply_to_campaign(campaign_id=campaign.pk, pitch="Moi", price_centimes=1000, by=omar)
    told()
    services.withdraw_application(application_id=other.pk, by=omar)
    assert told() == {"atlas": ["application_withdrawn"]}
    assert Notice.objects.get(kind="application_rejected").data["quote"] == "Autre style"


def test_the_last_yes_of_the_creator_is_told_to_the_brand(application, atlas, amina, told):
    services.make_offer(application_id=application.pk, price_centimes=400_000, message="", by=atlas)
    told()
    services.accept_application(application_id=application.pk, by=amina)
    assert told() == {"atlas": ["offer_accepted"]}


def test_signatures_then_funds(team, collaboration, amina, atlas, told):
    told()
    text = {"collaboration_id": collaboration.pk, "name": "Nom", "terms_hash": collaboration.terms_hash}
    services.sign_collaboration(**text, by=amina)
    assert told() == {name: ["contract_signed"] for name in ("atlas", "salma", "fz")}
    services.sign_collaboration(**text, by=atlas)
    ready = {"atlas": ["contract_ready_brand"], "fz": ["contract_ready_brand"]}
    assert told() == {**ready, "amina": ["contract_ready_creator"]}
    fund(collaboration)
    funded = {name: ["contract_funded_brand"] for name in ("atlas", "salma", "fz")}
    assert told() == {**funded, "amina": ["contract_funded_creator"]}


def test_work_goes_back_and_forth(team, funded, atlas, told):
    told()
    row = submit(funded.deliverables.first())
    assert told() == {name: ["draft_submitted"] for name in ("atlas", "salma")}
    review = {"deliverable_id": row.pk, "by": atlas}
    services.review_deliverable(**review, decision="request_changes", comment="Plus clair")
    assert told() == {"amina": ["changes_requested"]}
    submit(row)
    services.review_deliverable(**review, decision="approve", comment="")
    told()
    publish(Deliverable.objects.get(pk=row.pk))
    assert told() == {name: ["content_published"] for name in ("atlas", "salma")}
    services.accept_deliverable(**review)
    assert told() == {"amina": ["content_accepted"]}


@pytest.mark.parametrize("purpose", ["deliverable", "evidence", "message"])
def test_whoever_sent_a_file_that_is_refused_later_hears_of_it(funded, amina, tmp_path, told, purpose):
    piece = funded.deliverables.first()
    file = make_file(amina, tmp_path, purpose=purpose, state="scanning", scan="pending", ready_at=None)
    put = {"file_ids": [file.pk], "by": amina}
    if purpose == "deliverable":
        services.submit_deliverable(deliverable_id=piece.pk, url="", caption="", **put)
    elif purpose == "evidence":
        services.open_dispute(collaboration_id=funded.pk, reason="Rien", **put)
    else:
        talk = open_conversation(kind="application", about=str(funded.application_id))
        post_message(conversation_id=talk.pk, body="", client_id=uuid4(), **put)
    told()
    file_scanned(claimed=claim_file(), scan="infected")
    assert told() == ({} if purpose == "message" else {"amina": ["file_refused"]})
    links = {"deliverable": f"/contrats/{funded.pk}/livrer/1", "evidence": f"/contrats/{funded.pk}"}
    found = list(Notice.objects.filter(kind="file_refused").values_list("link", flat=True))
    assert found == [links[purpose]] if purpose in links else not found


def test_the_end_pays_and_says_so(funded, told):
    told()
    deliver_all(funded)
    news = told()
    assert set(news["amina"][-3:]) == {"content_accepted", "contract_completed", "money_available"}
    assert Notice.objects.get(kind="money_available").data["amount_centimes"] == 396_000
    assert news["atlas"][-1] == "contract_completed"


def test_leaving_is_told_with_its_price(active, amina, told):
    told()
    services.cancel_collaboration(collaboration_id=active.pk, reason="Malade", by=amina)
    news = told()
    assert "contract_cancelled" in news["atlas"]
    notice = Notice.objects.get(kind="contract_cancelled")
    assert (notice.data["party"], notice.data["quote"]) == ("Amina", "Malade")


def test_a_dispute_reaches_the_other_side_and_the_staff(active, amina, staff, told, tmp_path):
    told()
    services.open_dispute(collaboration_id=active.pk, reason="Silence", by=amina)
    assert told() == {"atlas": ["dispute_opened"], "staff": ["dispute_opened_staff"]}
    paper = make_file(amina, tmp_path, purpose="evidence")
    services.add_evidence(collaboration_id=active.pk, file_ids=[paper.pk], by=amina)
    assert told() == {"atlas": ["evidence_added"]}
    services.decide_dispute(collaboration_id=active.pk, influencer_bps=5000, decision="Moitié", by=staff)
    news = told()
    assert "dispute_decided" in news["amina"]
    assert "dispute_decided" in news["atlas"]


def near(deal, subject, row, side, **ids):
    return DeadlineNear(
        subject=subject,
        subject_id=str(row.pk),
        state=row.state,
        due_at=(timezone.now() + timedelta(hours=24)).isoformat(),
        side=side,
        campaign_id=str(deal.campaign_id),
        brand_id=str(deal.brand_id),
        influencer_id=str(deal.influencer_id),
        collaboration_id=str(deal.pk),
    )


def test_only_who_has_not_signed_is_warned(collaboration, amina, told):
    name = {"collaboration_id": collaboration.pk, "name": "Amina", "terms_hash": collaboration.terms_hash}
    services.sign_collaboration(**name, by=amina)
    told()
    emit(near(collaboration, "collaboration", collaboration, "both"))
    assert told() == {"atlas": ["deadline_collaboration_agreed"]}


def test_a_warning_goes_to_whoever_owes_the_step(team, funded, told):
    told()
    emit(near(funded, "deliverable", funded.deliverables.first(), "influencer"))
    assert told() == {"amina": ["deadline_deliverable_due"]}
    emit(near(funded, "deliverable", funded.deliverables.first(), "brand"))
    assert set(told()) == {"atlas", "salma"}


def test_those_who_pay_are_warned_before_the_money_is_late(team, signed, told):
    told()
    emit(near(signed, "collaboration", signed, "brand"))
    assert told() == {name: ["deadline_collaboration_signed"] for name in ("atlas", "fz")}


def test_an_unforeseen_deadline_still_has_words(application, staff, told):
    told()
    application.brand_id = application.campaign.brand_id
    fact = near(application, "application", application, "brand")
    emit(DeadlineNear(**{**fact.payload(), "state": "pondering"}))
    assert told() == {"atlas": ["deadline"]}


def test_people_who_left_are_not_told(collaboration, amina, atlas, told):
    told()
    amina.is_active = False
    amina.save(update_fields=["is_active"])
    services.cancel_collaboration(collaboration_id=collaboration.pk, reason="Non", by=atlas)
    assert "amina" not in told()


def test_a_new_member_is_told(atlas, atlas_brand, told):
    newcomer = person("lina", "brand")
    add_member(brand_id=atlas_brand.pk, user=newcomer, role="manager", by=atlas)
    assert told() == {"lina": ["member_added"], "atlas": ["member_joined"]}
    leave_brand(brand_id=atlas_brand.pk, by=newcomer)
    assert told() == {"atlas": ["member_left"]}


def test_a_team_hears_of_its_owner_and_its_limit(atlas, atlas_brand, finance_fz, salma, told):
    set_spending_limit(brand_id=atlas_brand.pk, above_centimes=100_000, by=atlas)
    assert told() == {name: ["spending_limit_set"] for name in ("atlas", "fz")}
    set_spending_limit(brand_id=atlas_brand.pk, above_centimes=None, by=atlas)
    assert told() == {name: ["spending_limit_off"] for name in ("atlas", "fz")}
    offer_ownership(brand_id=atlas_brand.pk, user=salma, by=atlas)
    accept_ownership(brand_id=atlas_brand.pk, by=salma)
    assert told() == {"atlas": ["ownership_moved"]}


def test_a_second_person_is_asked_and_whoever_asked_hears(
    signed, atlas, atlas_brand, finance_fz, salma, told
):
    set_spending_limit(brand_id=atlas_brand.pk, above_centimes=1, by=atlas)
    told()
    for answer, kind in ((refuse_spending, "approval_refused"), (approve_spending, "approval_given")):
        row = ask_approval(escrow_id=signed.escrow_id, by=finance_fz)
        assert told() == {"atlas": ["approval_asked"]}
        answer(approval_id=row.pk, by=atlas)
        assert told() == {"fz": [kind]}


def test_a_certificate_that_ends_is_told_to_whom_it_costs(amina, amina_profile, told):
    ends_on = timezone.localdate() + timedelta(days=6)
    fields = {"status": "individual", "is_vat_liable": True, "regular_until": ends_on}
    set_profile(party_id=amina_profile.wallet_id, fields=fields, by=amina)
    told()
    warn_of_certificates()
    assert told() == {"amina": ["certificate_ending"]}
    notice = Notice.objects.get(kind="certificate_ending")
    with override("fr"):
        assert dates.weekday(ends_on) in text(notice)
    assert resolve(localised(notice.link, "fr")).view_name == "payments:creator-tax"


def test_every_notice_of_a_whole_story_leads_somewhere(completed, told):
    told()
    for notice in Notice.objects.all():
        assert resolve(localised(notice.link, "fr")), notice.kind
        assert re.fullmatch(r"(collaboration|campaign|wallet):[0-9a-f-]{36}", notice.thread)
        assert notice.asks_action is KINDS[notice.kind].asks


def test_reacting_twice_to_one_event_tells_once(application, told):
    told()
    ours = Delivery.objects.filter(reaction__startswith="notifications.")
    assert replay(delivery_ids=list(ours.values_list("pk", flat=True))) == 1
    assert told() == {}
