"""V3: the calculator of the pricing page, with and without scripts."""

import pytest

pytestmark = pytest.mark.django_db
PAGE = "/fr/tarifs"
HTMX = {"HX-Request": "true"}


def test_without_an_amount_an_example_is_calculated(client):
    assert client.get(PAGE).context["quote"].net_centimes == 396_000


def test_a_plain_form_calculates(client):
    page = client.get(PAGE, {"amount": "120 000", "status": "auto_entrepreneur", "side": "influencer"})
    assert (page.context["quote"].withheld_centimes, page.context["quote"].net_centimes) == (
        1_200_000,
        9_360_000,
    )


def test_scripts_get_the_result_alone(client):
    answer = client.get(PAGE, {"amount": "4500"}, headers=HTMX)
    assert b"<html" not in answer.content
    assert "3\u202f960,00" in answer.text or "3\xa0960,00" in answer.text


@pytest.mark.parametrize(
    "typed", [{"amount": "beaucoup"}, {"amount": "0"}, {"amount": ""}, {"amount": "10", "status": "pirate"}]
)
def test_what_cannot_be_calculated_is_said(client, typed):
    answer = client.get(PAGE, typed, headers=HTMX)
    assert (answer.status_code, answer.context["quote"]) == (200, None)


def test_an_auto_entrepreneur_with_vat_is_corrected_not_refused(client):
    page = client.get(PAGE, {"amount": "4500", "status": "auto_entrepreneur", "vat": "on"})
    assert page.context["quote"].tax.vat_centimes == 0


def test_vat_is_shown_inside_the_price(client):
    typed = {"amount": "12000", "status": "individual", "vat": "on", "regular": "on"}
    found = client.get(PAGE, typed).context["quote"]
    assert found.tax.vat_centimes == 200_000
    assert found.withheld_centimes == 100_000 + 150_000


def test_a_brand_sees_its_total(client):
    assert "4\xa0770,00" in client.get(PAGE, {"amount": "4500", "side": "brand"}).text.replace(
        "\u202f", "\xa0"
    )


def test_uncertain_rules_are_listed_as_off(client):
    off = [line.rule.code for line in client.get(PAGE).context["rules"] if not line.rule.is_on]
    assert off == ["foreign_provider"]
