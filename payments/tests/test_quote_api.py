"""POST /api/payments/quote: what a price means, before anybody says yes. Nothing is written."""

from typing import Any

import pytest
from django.core.cache import cache

from taxes.models import TaxProfile

pytestmark = pytest.mark.django_db
QUOTE = "/api/payments/quote"


def mad(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "MAD"}


def ask(api: Any, status: int = 200, **body: Any) -> dict[str, Any]:
    answer = api.post(QUOTE, {"amount": mad("4500.00"), **body}, format="json")
    assert answer.status_code == status, answer.json()
    return answer.json()


def test_a_visitor_sees_both_sides(api_of):
    body = ask(api_of(None))
    assert body["brand"]["total"] == mad("4770.00")
    assert body["influencer"]["net"] == mad("3960.00")
    assert body["influencer"]["lines"] == []


def test_statuses_can_be_chosen(api_of):
    body = ask(api_of(None), provider={"status": "individual"}, client={"status": "company"})
    assert body["influencer"]["withheld"] == mad("450.00")
    assert body["influencer"]["net"] == mad("3510.00")
    [line] = body["influencer"]["lines"]
    assert (line["code"], line["rate_bps"], line["is_withheld"]) == ("third_party_fees", 1000, True)
    assert line["source"]
    assert line["why"]


def test_the_ceiling_for_one_client_counts_what_was_earned(api_of):
    provider = {"status": "auto_entrepreneur", "earned": mad("80000.00")}
    body = ask(api_of(None), provider=provider)
    assert body["influencer"]["above"] == mad("4500.00")
    assert body["influencer"]["withheld"] == mad("1350.00")


def test_uncertain_rules_are_named_and_withhold_nothing(api_of):
    body = ask(api_of(None), provider={"status": "foreign"})
    assert body["influencer"]["withheld"] == mad("0.00")
    assert "foreign_provider" in [rule["code"] for rule in body["not_applied"]]


def test_a_side_that_is_not_said_is_the_callers_own(api_of, amina, purse):
    TaxProfile.objects.create(party_id=purse.pk, status="individual")
    assert ask(api_of(amina))["influencer"]["withheld"] == mad("450.00")
    assert ask(api_of(None))["influencer"]["withheld"] == mad("0.00")


def test_a_collaboration_names_both(api_of, amina, omar, escrow, purse):
    TaxProfile.objects.create(party_id=purse.pk, status="individual")
    TaxProfile.objects.create(party_id=escrow.payer_id, status="company")
    named = {"collaboration": str(escrow.deal_id)}
    assert ask(api_of(amina), **named)["influencer"]["withheld"] == mad("450.00")
    ask(api_of(omar), 404, **named)
    ask(api_of(None), 401, **named)


@pytest.mark.parametrize(
    "body",
    [
        {"amount": mad("0.00")},
        {"amount": mad("-1.00")},
        {"amount": {"amount": "10.00", "currency": "EUR"}},
        {"provider": {"status": "pirate"}},
        {"client": {"turnover": "999"}},
    ],
)
def test_what_cannot_be_calculated_is_refused(api_of, body):
    ask(api_of(None), 400, **body)


def test_too_many_are_slowed_down(api_of, settings):
    cache.clear()
    settings.THROTTLES = {**settings.THROTTLES, "quote": (1, 60)}
    ask(api_of(None))
    ask(api_of(None), 429)
