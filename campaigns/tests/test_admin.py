import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from campaigns.models import Campaign, ClockSetting, Collaboration, Dispute, Holiday
from campaigns.services import open_dispute, submit_for_approval
from conftest import make_campaign

pytestmark = pytest.mark.usefixtures("november")

LISTS = ["campaign", "application", "collaboration", "deliverable", "dispute", "clocksetting", "holiday"]


def url(name, *args):
    return reverse(f"admin:campaigns_{name}", args=args)


@pytest.fixture
def desk(staff, client_of):
    return client_of(staff)


@pytest.fixture
def pending(draft, atlas):
    return submit_for_approval(campaign_id=draft.pk, by=atlas)


@pytest.fixture
def disputed(active, atlas):
    return open_dispute(collaboration_id=active.pk, reason="Hors sujet", by=atlas)


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_every_list_opens_in_three_languages(name, language, desk, disputed, pending):
    answer = desk.get(url(f"{name}_changelist"), {"state": "all"}, headers={"accept-language": language})
    assert answer.status_code in {200, 302}
    if name != "campaign":
        answer = desk.get(url(f"{name}_changelist"), headers={"accept-language": language})
        assert answer.status_code == 200


def test_every_row_opens(desk, disputed, pending, application):
    deal = disputed.collaboration
    rows = [pending, application, deal, deal.deliverables.first(), disputed, Holiday.objects.first()]
    for row in rows:
        if row is not None:
            assert desk.get(url(f"{type(row).__name__.lower()}_change", row.pk)).status_code == 200


def test_the_queue_shows_what_waits(desk, pending, campaign):
    body = desk.get(url("campaign_changelist")).content.decode()
    assert str(pending.pk) in body
    assert str(campaign.pk) not in body


def test_approval_asks_first_and_then_publishes(desk, pending):
    ask = url("campaign_approve", pending.pk)
    assert desk.get(ask).status_code == 200
    pending.refresh_from_db()
    assert pending.state == "pending_approval"
    assert desk.post(ask).status_code == 302
    pending.refresh_from_db()
    assert pending.state == "open"


def test_sending_back_needs_a_reason(desk, pending):
    ask = url("campaign_reject", pending.pk)
    assert desk.post(ask, {"reason": ""}).status_code == 200
    desk.post(ask, {"reason": "Précisez"})
    pending.refresh_from_db()
    assert (pending.state, pending.rejection_reason) == ("rejected", "Précisez")


def test_a_second_click_is_told_and_changes_nothing(desk, pending):
    desk.post(url("campaign_approve", pending.pk))
    answer = desk.post(url("campaign_approve", pending.pk), follow=True)
    assert [message.level_tag for message in answer.context["messages"]] == ["success", "error"]
    assert pending.moves.filter(to_state="open").count() == 1


def test_buttons_show_only_when_they_work(desk, pending, campaign):
    assert (
        url("campaign_approve", pending.pk) in desk.get(url("campaign_change", pending.pk)).content.decode()
    )
    page = desk.get(url("campaign_change", campaign.pk)).content.decode()
    assert url("campaign_approve", campaign.pk) not in page


def test_staff_without_the_right_cannot_decide(client_of, pending, staff):
    staff.is_superuser = False
    staff.save()
    staff.user_permissions.add(Permission.objects.get(codename="view_campaign"))
    assert client_of(staff).post(url("campaign_approve", pending.pk)).status_code == 403
    pending.refresh_from_db()
    assert pending.state == "pending_approval"


@pytest.mark.parametrize("who", ["atlas", "amina"])
def test_others_do_not_enter(who, client_of, pending, request):
    client = client_of(request.getfixturevalue(who))
    assert client.post(url("campaign_approve", pending.pk)).status_code == 302
    assert Campaign.objects.get(pk=pending.pk).state == "pending_approval"


def test_a_decision_shows_its_amounts_before_it_is_taken(desk, disputed, balanced):
    ask, values = url("dispute_decide", disputed.pk), {"share": "40", "decision": "40 % pour le travail fait"}
    first = desk.post(ask, values)
    assert "1&nbsp;800,00" in first.content.decode().replace("\xa0", "&nbsp;")
    assert Collaboration.objects.get().state == "disputed"
    desk.post(ask, {**values, "seen": "4000"})
    assert Collaboration.objects.get().state == "decided"
    assert Dispute.objects.get().influencer_centimes == 180_000


def test_another_share_is_shown_again(desk, disputed):
    values = {"share": "50", "decision": "Moitié", "seen": "4000"}
    assert desk.post(url("dispute_decide", disputed.pk), values).status_code == 200
    assert Collaboration.objects.get().state == "disputed"


def test_a_share_is_between_nothing_and_all(desk, disputed):
    for share in ("-1", "101", "x"):
        assert (
            desk.post(url("dispute_decide", disputed.pk), {"share": share, "decision": "x"}).status_code
            == 200
        )
    assert Collaboration.objects.get().state == "disputed"


def test_a_contract_shows_its_story_and_cannot_be_typed_into(desk, completed):
    page = desk.get(url("collaboration_change", completed.pk)).content.decode()
    assert "CONTRAT DE COLLABORATION" in page
    assert desk.post(url("collaboration_change", completed.pk), {"state": "cancelled"}).status_code == 403
    assert desk.post(url("collaboration_delete", completed.pk), {"post": "yes"}).status_code == 403


def test_a_clock_is_set_by_a_dated_row(desk, staff):
    values = {"clock": "offer_answer", "amount": "48", "unit": "hours", "starts_on": "2026-12-01"}
    desk.post(url("clocksetting_add"), values)
    row = ClockSetting.objects.get()
    assert (row.amount, row.made_by) == (48, staff)
    assert desk.post(url("clocksetting_delete", row.pk), {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("n", [1, 5])
def test_a_list_costs_the_same_for_one_row_and_many(n, desk, atlas_brand, django_assert_max_num_queries):
    for _n in range(n):
        make_campaign(atlas_brand, state="pending_approval")
    with django_assert_max_num_queries(10):
        desk.get(url("campaign_changelist"))
