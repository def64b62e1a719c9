"""Writing a brief: four steps, kept while one writes, with and without scripts."""

from datetime import timedelta

from django.utils import timezone

from campaigns.models import Campaign
from campaigns.tests.conftest import at


def test_a_beginning_fills_the_brief_once(send, atlas):
    for _click in range(2):
        answer = send(atlas, "new", data={"start": "launch", "key": "k1"})
    made = Campaign.objects.get()
    assert answer.url == at("wizard", made.pk, 1)
    assert made.requirements.count() == 2


def test_a_viewer_begins_nothing(send, viewer):
    send(viewer, "new", data={"start": "launch"})
    assert not Campaign.objects.exists()


STEP_1 = {"title": "Miel de thym", "objective": "", "description": "Un miel."}
STEP_2 = {
    "rows": "2",
    "r0-kind": "instagram:reel",
    "r0-quantity": "1",
    "r0-notes": "",
    "r1-kind": "tiktok:video",
    "r1-quantity": "٢",
    "r1-notes": "Court",
    "do": "Montrer le pot\n\nSourire",
    "dont": "",
    "usage_channels": ["organic"],
    "usage_months": "6",
    "revisions": "2",
}


def days(*numbers):
    names = ["application_deadline", "starts_on", "ends_on"]
    today = timezone.localdate()
    return {name: (today + timedelta(days=n)).isoformat() for name, n in zip(names, numbers, strict=True)}


def test_four_steps_make_a_brief_that_can_be_sent(send, atlas):
    pk = send(atlas, "new").url.split("/")[-3]
    send(atlas, "wizard", pk, 1, data=STEP_1)
    send(atlas, "wizard", pk, 2, data=STEP_2)
    send(atlas, "wizard", pk, 3, data={"niches": ["food"], "min_followers": "10 000", **days(5, 6, 30)})
    answer = send(atlas, "wizard", pk, 4, data={"budget_centimes": "9 000", "places": "2", "submit": "1"})
    made = Campaign.objects.get()
    assert answer.url == at("overview", pk)
    assert (made.state, made.budget_centimes, made.platforms) == (
        "pending_approval",
        900_000,
        ["instagram", "tiktok"],
    )
    assert (made.min_followers, made.do) == (10_000, ["Montrer le pot", "Sourire"])


def test_a_refused_step_keeps_every_word_and_saves_what_is_right(send, atlas, draft):
    answer = send(atlas, "wizard", draft.pk, 1, data={**STEP_1, "title": ""})
    assert answer.status_code == 422
    assert "Un miel." in answer.content.decode()
    draft.refresh_from_db()
    assert (draft.title, draft.description) == ("Huile d'argan", "Un miel.")


def test_dates_come_in_order(send, atlas, draft):
    answer = send(atlas, "wizard", draft.pk, 3, data=days(10, 9, 8))
    assert set(answer.context["form"].errors) == {"starts_on", "ends_on"}


def test_lines_come_and_go_without_scripts(send, atlas, draft):
    longer = send(atlas, "wizard", draft.pk, 2, data={**STEP_2, "add": "1"})
    assert len(longer.context["rows"].forms) == 3
    shorter = send(atlas, "wizard", draft.pk, 2, data={**STEP_2, "remove": "0"})
    assert [form["kind"].value() for form in shorter.context["rows"].forms] == ["tiktok:video"]
    assert draft.requirements.count() == 2


def test_autosave_answers_with_the_new_fingerprint(send, atlas, draft):
    answer = send(atlas, "wizard", draft.pk, 1, data=STEP_1, headers={"X-Autosave": "1"})
    draft.refresh_from_db()
    assert (answer.status_code, draft.title) == (204, "Miel de thym")
    again = send(atlas, "wizard", draft.pk, 1, data={**STEP_1, "version": answer["X-Version"]})
    assert again.status_code == 302


def test_two_people_on_one_step_notice_each_other(page, send, atlas, salma, draft):
    seen = page(atlas, "wizard", draft.pk, 1).context["stamp"]
    send(salma, "wizard", draft.pk, 1, data=STEP_1)
    answer = send(atlas, "wizard", draft.pk, 1, data={**STEP_1, "title": "Autre", "version": seen})
    assert (answer.status_code, answer.context["is_stale"]) == (409, True)
    draft.refresh_from_db()
    assert draft.title == "Miel de thym"


def test_an_incomplete_brief_is_not_sent(send, atlas, draft):
    Campaign.objects.update(ends_on=None)
    answer = send(atlas, "wizard", draft.pk, 4, data={"budget_centimes": "100", "places": "1", "submit": "1"})
    assert answer.status_code == 422
    assert ("ends_on", 3) in answer.context["missing"]


def test_terms_freeze_with_the_first_application(send, atlas, application):
    pk = application.campaign_id
    send(atlas, "wizard", pk, 4, data={"budget_centimes": "1", "places": "1"})
    send(atlas, "wizard", pk, 1, data=STEP_1)
    campaign = Campaign.objects.get()
    assert (campaign.budget_centimes, campaign.title) == (2_000_000, "Miel de thym")


def test_the_wizard_is_for_those_who_manage(page, draft, viewer, rival):
    assert page(viewer, "wizard", draft.pk, 1).status_code == 403
    assert page(rival, "wizard", draft.pk, 1).status_code == 404
    assert page(rival, "estimate", draft.pk).status_code == 404


def test_figures_follow_what_is_typed(page, atlas, draft, amina, omar):
    typed = {"step": "3", "niches": "tech", "min_followers": "100000"}
    answer = page(atlas, "estimate", draft.pk, query="?" + "&".join(f"{k}={v}" for k, v in typed.items()))
    assert answer.context["found"][-1] == ("min_followers", 1)
    budget = page(atlas, "estimate", draft.pk, query="?step=4&budget_centimes=4500&places=1").context
    assert budget["quote"].total_centimes == 477_000


def test_what_cannot_be_read_is_left_out_of_the_figures(page, atlas, draft):
    answer = page(atlas, "estimate", draft.pk, query="?step=x&budget_centimes=abc")
    assert answer.context["quote"].price_centimes == 2_000_000


def test_a_brief_that_the_staff_read_is_not_edited(page, atlas, draft):
    Campaign.objects.update(state="pending_approval")
    assert page(atlas, "wizard", draft.pk, 1).url == at("overview", draft.pk)


def test_a_public_brief_is_never_saved_by_itself(send, atlas, campaign):
    answer = send(atlas, "wizard", campaign.pk, 1, data=STEP_1, headers={"X-Autosave": "1"})
    assert answer.status_code == 409
    campaign.refresh_from_db()
    assert campaign.title == "Huile d'argan"
