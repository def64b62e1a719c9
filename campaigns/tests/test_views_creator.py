"""The creator's own pages: home, applying, negotiating, delivering."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.models import Application, Deliverable, Submission
from campaigns.services import (
    counter_offer,
    make_offer,
    reject_application,
    review_deliverable,
)
from conftest import approve, make_campaign

PITCH = {"pitch": "Je filme à la coopérative.", "price": "4 500,50"}


@pytest.fixture
def mine(client_of, amina):
    return client_of(amina)


@pytest.fixture
def offered(application, atlas):
    make_offer(application_id=application.pk, price_centimes=400_000, message="Un peu moins ?", by=atlas)
    application.refresh_from_db()
    return application


def address(row, ending=""):
    return f"/fr/createur/candidatures/{row.pk}{ending}"


def at(row, how):
    return f"/fr/candidatures/{row.pk}/repondre{how}"


# ---- home ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_a_new_creator_sees_three_steps(mine, campaign, language):
    page = mine.get(f"/{language}/createur")
    assert page.context["counts"].total == 0
    assert [card["campaign"].pk for card in page.context["cards"]] == [campaign.pk]
    assert page.content.decode().count("btn-primary") == 1


def test_the_nearest_task_comes_first(mine, offered):
    page = mine.get("/fr/createur")
    assert page.context["next"].task.code == "answer_offer"
    assert address(offered) in page.content.decode()


def test_home_shows_secured_money_and_what_brands_owe(mine, active):
    page = mine.get("/fr/createur")
    assert page.context["money"].secured_centimes == 396_000
    assert [row.position for row in page.context["waiting"]] == [1]
    assert page.context["next"].task.code == "submit"


def test_home_is_for_creators(client, client_of, atlas, staff):
    assert client.get("/fr/createur").status_code == 302
    assert [client_of(user).get("/fr/createur").status_code for user in (atlas, staff)] == [403, 403]


def test_home_costs_the_same_with_one_campaign_and_with_five(mine, atlas_brand):
    counts = []
    for n_campaigns in (1, 4):
        for _n in range(n_campaigns):
            make_campaign(atlas_brand)
        with CaptureQueriesContext(connection) as queries:
            mine.get("/fr/createur")
        counts.append(len(queries))
    assert counts[0] == counts[1]


# ---- apply ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_the_form_starts_with_the_budget_of_a_place_and_its_net(mine, campaign, language):
    page = mine.get(f"/{language}/campagnes/{campaign.slug}/postuler")
    assert page.status_code == 200
    assert page.context["quote"].price_centimes == campaign.pay_centimes


def test_applying_sends_pitch_and_price(mine, campaign):
    answer = mine.post(f"/fr/campagnes/{campaign.slug}/postuler", PITCH)
    row = Application.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, address(row))
    assert (row.pitch, row.price_centimes) == (PITCH["pitch"], 450_050)


@pytest.mark.parametrize("wrong", [{"price": "cher"}, {"price": "0"}, {"pitch": ""}, {"pitch": "x" * 601}])
def test_a_wrong_form_keeps_its_words(mine, campaign, wrong):
    words = {**PITCH, **wrong}
    answer = mine.post(f"/fr/campagnes/{campaign.slug}/postuler", words)
    assert answer.status_code == 422
    assert all(typed in answer.content.decode() for typed in words.values())
    assert not Application.objects.exists()


def test_calculating_without_scripts_saves_nothing(mine, campaign):
    answer = mine.post(f"/fr/campagnes/{campaign.slug}/postuler", {**PITCH, "preview": "1"})
    assert answer.status_code == 200
    assert answer.context["quote"].price_centimes == 450_050
    assert not Application.objects.exists()


def test_applying_twice_leads_to_the_first_application(mine, application):
    path = f"/fr/campagnes/{application.campaign.slug}/postuler"
    assert [mine.get(path)["Location"], mine.post(path, PITCH)["Location"]] == [address(application)] * 2
    assert Application.objects.count() == 1


def test_closing_while_one_writes_keeps_the_text(mine, campaign):
    campaign.state = "in_progress"
    campaign.save(update_fields=["state"])
    answer = mine.post(f"/fr/campagnes/{campaign.slug}/postuler", PITCH)
    assert answer.status_code == 409
    assert PITCH["pitch"] in answer.content.decode()
    assert not Application.objects.exists()


def test_who_is_not_eligible_is_sent_back_to_the_reasons(mine, campaign):
    campaign.min_followers = 10**6
    campaign.save(update_fields=["min_followers"])
    path = f"/fr/campagnes/{campaign.slug}"
    assert mine.get(f"{path}/postuler")["Location"] == path
    assert mine.post(f"{path}/postuler", PITCH).status_code == 409


def test_brands_and_visitors_do_not_apply(client, client_of, rival, campaign):
    path = f"/fr/campagnes/{campaign.slug}/postuler"
    assert client.post(path, PITCH).status_code == 302
    client_of(rival).post(path, PITCH)
    assert not Application.objects.exists()


@pytest.mark.parametrize(("typed", "net"), [("4500", 396_000), ("4.500,00", 396_000), ("rien", None)])
def test_the_net_follows_what_is_typed(mine, typed, net):
    answer = mine.get("/fr/createur/calcul", {"price": typed}, headers={"HX-Request": "true"})
    assert "<h1" not in answer.content.decode()
    assert (answer.context["quote"] and answer.context["quote"].net_centimes) == net


# ---- applications --------------------------------------------------------------------------------


def test_no_application_yet_says_what_to_do(mine):
    assert "/fr/createur/campagnes" in mine.get("/fr/createur/candidatures").content.decode()


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_applications_stand_under_their_state(mine, offered, language):
    page = mine.get(f"/{language}/createur/candidatures")
    assert (page.context["tab"], list(page.context["rows"])) == ("answer", [offered])
    assert not list(mine.get(f"/{language}/createur/candidatures?tab=over").context["rows"])


def test_the_list_of_applications_costs_the_same_for_one_and_many(mine, amina, atlas_brand):
    counts = []
    for n_rows in (1, 8):
        for _n in range(n_rows):
            row = make_campaign(atlas_brand)
            Application.objects.create(
                campaign=row, influencer=amina.influencer, pitch="Oui", price_centimes=100_000
            )
        with CaptureQueriesContext(connection) as queries:
            assert mine.get("/fr/createur/candidatures").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_an_offer_shows_its_rounds_and_its_calculation(mine, offered, language):
    page = mine.get(f"/{language}/createur/candidatures/{offered.pk}")
    assert [row.price_centimes for row in page.context["offers"]] == [450_000, 400_000]
    assert page.context["quote"].net_centimes == 352_000
    assert 'id="accept"' in page.content.decode()


def test_somebody_elses_application_is_not_found(client_of, omar, offered):
    stranger = client_of(omar)
    assert stranger.get(address(offered)).status_code == 404
    for where in (at(offered, "/accepter"), at(offered, "/proposer"), address(offered, "/retirer")):
        assert stranger.post(where, {"price": "9"}).status_code == 404
    offered.refresh_from_db()
    assert offered.state == "offered"


def form_to(page, where):
    """What the page's form to an address would post."""
    form = re.search(rf'<form[^>]*action="{where}".*?</form>', page.content.decode(), re.DOTALL)[0]
    fields = re.findall(r"<input[^>]*>", form)
    return {re.search('name="([^"]+)', one)[1]: re.search('value="([^"]*)', one)[1] for one in fields}


def test_accepting_an_offer_opens_the_contract(mine, offered):
    where = at(offered, "/accepter")
    told = mine.post(where, form_to(mine.get(address(offered)), where))
    offered.refresh_from_db()
    assert told["Location"] == f"/fr/contrats/{offered.collaboration.pk}"
    assert offered.collaboration.price_centimes == 400_000


def test_a_stale_page_accepts_no_price_that_it_never_showed(mine, offered, atlas, amina):
    where = at(offered, "/accepter")
    page = mine.get(address(offered))
    rounds = {"application_id": offered.pk, "message": ""}
    counter_offer(**rounds, price_centimes=430_000, by=amina)
    make_offer(**rounds, price_centimes=200_000, by=atlas)
    mine.post(where, form_to(page, where))
    offered.refresh_from_db()
    assert (offered.state, offered.price_centimes) == ("offered", 200_000)


def test_accepting_ones_own_price_changes_nothing(mine, application):
    assert mine.post(at(application, "/accepter"), {"price": 450_000}).status_code == 302
    application.refresh_from_db()
    assert application.state == "pending"


def counter(person, row, **words):
    """From the creator's page of an application, which sends its mark along."""
    where = at(row, "/proposer")
    text = re.search(
        rf'<form[^>]*action="{where}".*?</form>', person.get(address(row)).content.decode(), re.DOTALL
    )[0]
    assert 'name="from" value="application"' in text
    return person.post(where, {"from": "application", **words})


def test_a_counter_offer_names_another_price(mine, offered):
    told = counter(mine, offered, price="4 300", message="Deux stories de plus.")
    assert told["Location"] == address(offered)
    offered.refresh_from_db()
    assert (offered.state, offered.price_centimes) == ("countered", 430_000)


@pytest.mark.parametrize("price", ["?", "99000000000"])
def test_a_wrong_counter_offer_keeps_its_words(mine, offered, price):
    told = counter(mine, offered, price=price, message="Gardez ceci")
    assert told.status_code == 422
    assert "Gardez ceci" in told.content.decode()
    assert 'name="from" value="application"' in told.content.decode()
    offered.refresh_from_db()
    assert offered.state == "offered"


def test_one_round_too_many_keeps_its_words(mine, offered, monkeypatch):
    monkeypatch.setattr("campaigns.services.offers.MAX_OFFERS", 2)
    told = counter(mine, offered, price="4 300", message="Gardez ceci")
    assert told.status_code == 422
    assert "Gardez ceci" in told.content.decode()


def test_withdrawing_ends_it(mine, application):
    mine.post(address(application, "/retirer"))
    application.refresh_from_db()
    assert application.state == "withdrawn"
    assert at(application, "/accepter") not in mine.get(address(application)).content.decode()


@pytest.mark.parametrize("state", Application.State.values)
def test_every_state_of_an_application_has_a_page(mine, application, state):
    Application.objects.filter(pk=application.pk).update(state=state)
    assert mine.get(address(application)).status_code == 200


def test_a_declined_application_shows_the_brands_words(mine, application, atlas):
    reject_application(application_id=application.pk, note="Budget épuisé", by=atlas)
    assert "Budget épuisé" in mine.get(address(application)).content.decode()


def test_after_a_counter_the_brand_is_awaited(mine, offered, amina):
    counter_offer(application_id=offered.pk, price_centimes=420_000, message="", by=amina)
    assert 'id="accept"' not in mine.get(address(offered)).content.decode()


# ---- deliver -------------------------------------------------------------------------------------


def desk(row, language="fr"):
    return f"/{language}/contrats/{row.collaboration_id}/livrer/{row.position}"


@pytest.fixture
def due(funded):
    return funded.deliverables.get(position=1)


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_a_piece_to_deliver_shows_form_and_checklist(mine, due, language):
    page = mine.get(desk(due, language))
    assert page.context["is_drafting"]
    assert 'name="url"' in page.content.decode()


def test_a_draft_is_sent_as_a_version(mine, due):
    answer = mine.post(desk(due), {"url": "https://drive.example.ma/a", "caption": "Mon texte"})
    assert answer["Location"] == desk(due)
    assert (Submission.objects.get().caption, Deliverable.objects.get(pk=due.pk).state) == (
        "Mon texte",
        "submitted",
    )


@pytest.mark.parametrize("url", ["", "pas une adresse", "javascript:alert(1)"])
def test_a_wrong_link_keeps_the_caption(mine, due, url):
    answer = mine.post(desk(due), {"url": url, "caption": "Gardez ceci"})
    assert answer.status_code == 422
    assert "Gardez ceci" in answer.content.decode()
    assert not Submission.objects.exists()


def test_no_work_before_the_money(mine, signed):
    row = signed.deliverables.first()
    assert not mine.get(desk(row)).context["is_drafting"]
    mine.post(desk(row), {"url": "https://drive.example.ma/a", "caption": ""})
    assert not Submission.objects.exists()


def test_changes_are_shown_and_the_caption_starts_from_the_last_version(mine, deliverable, atlas):
    review_deliverable(
        deliverable_id=deliverable.pk, decision="request_changes", comment="Plus de lumière", by=atlas
    )
    page = mine.get(desk(deliverable))
    assert "Plus de lumière" in page.content.decode()
    assert page.context["form"].initial["caption"] == "Version"


def test_an_approved_piece_asks_for_its_public_address(mine, deliverable):
    approve(deliverable)
    assert "@<" not in (page := mine.get(desk(deliverable)).content.decode())
    assert "amina-b" in page
    mine.post(desk(deliverable), {"proof": "1", "url": "https://www.instagram.com/amina-b/reel/1/"})
    deliverable.refresh_from_db()
    assert (deliverable.state, deliverable.proof.is_owner_matched) == ("published", True)


@pytest.mark.parametrize(
    "url", ["https://example.ma/x", "https://www.instagram.com/other/reel/1/", "instagram"]
)
def test_a_wrong_public_address_says_so(mine, deliverable, url):
    approve(deliverable)
    assert mine.post(desk(deliverable), {"proof": "1", "url": url}).status_code == 422
    deliverable.refresh_from_db()
    assert deliverable.state == "approved"


@pytest.mark.parametrize("state", Deliverable.State.values)
def test_every_state_of_a_piece_has_a_page(mine, deliverable, state):
    Deliverable.objects.filter(pk=deliverable.pk).update(state=state)
    assert mine.get(desk(deliverable)).status_code == 200


def test_only_the_creator_of_the_contract_delivers(client_of, atlas, omar, due):
    words = {"url": "https://drive.example.ma/a", "caption": ""}
    assert client_of(omar).post(desk(due), words).status_code == 404
    assert client_of(atlas).get(desk(due)).status_code == 403
    assert not Submission.objects.exists()
