import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from kit.ids import uuid7
from kit.numbers import MINUS
from payments import services
from payments.models import Payment, Payout, PayoutMethod
from payments.tests.conftest import NET, RIB, settle

pytestmark = pytest.mark.django_db
GAINS, RIB_PAGE, VIREMENT = "/fr/createur/gains", "/fr/createur/gains/rib", "/fr/createur/gains/virement"


@pytest.fixture
def creator(client_of, amina) -> Any:
    return client_of(amina)


@pytest.fixture
def payer(client_of, atlas) -> Any:
    return client_of(atlas)


def text(answer: Any) -> str:
    return re.sub(r"<[^>]+>", "", answer.content.decode()).replace("\u00a0", " ")


@pytest.mark.parametrize("url", [GAINS, RIB_PAGE, VIREMENT])
def test_earnings_are_for_creators(client, payer, url):
    assert client.get(url).status_code == 302
    assert payer.get(url).status_code == 403


def test_finances_are_for_brands(client_of, creator, viewer):
    assert creator.get("/fr/marque/finances").status_code == 403
    assert client_of(viewer).get("/fr/marque/finances").status_code == 200


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_a_creator_with_nothing_yet(creator, language):
    page = creator.get(f"/{language}/createur/gains")
    assert page.status_code == 200
    assert "im-empty" in page.content.decode()
    assert f"/{language}/createur/gains/rib" in page.content.decode()


def test_the_balance_is_split(creator, held):
    page = text(creator.get(GAINS))
    assert "3 960,00 MAD" in page
    assert "Huile d'argan" in page.replace("&#x27;", "'")


def test_what_is_available_is_proposed(creator, released, method):
    page = creator.get(GAINS).content.decode()
    assert 'value="3 960"' in page.replace("\u00a0", " ")
    assert "5649" in page


def test_below_the_minimum_there_is_no_form(creator, method):
    page = creator.get(GAINS).content.decode()
    assert 'name="amount"' not in page
    assert "100,00" in page


def test_a_changed_rib_says_until_when(creator, released, method):
    PayoutMethod.objects.update(usable_at=timezone.now() + timedelta(hours=70))
    assert 'name="amount"' not in creator.get(GAINS).content.decode()


@pytest.mark.parametrize("wrong", [RIB[:-1], RIB[:-1] + "8", "RIB 007"])
def test_a_wrong_rib_comes_back_as_it_was_typed(creator, purse, wrong):
    answer = creator.post(RIB_PAGE, {"holder_name": "Amina", "rib": wrong})
    assert answer.status_code == 422
    assert f'value="{wrong}"' in answer.content.decode()
    assert 'role="alert"' in answer.content.decode()
    assert not PayoutMethod.objects.exists()


def test_a_right_rib_is_saved(creator, purse):
    answer = creator.post(RIB_PAGE, {"holder_name": "Amina", "rib": "230 780 1234567890123456 49"})
    assert answer.status_code == 302
    assert PayoutMethod.objects.get().hint == "5649"


@pytest.mark.parametrize("amount", ["", "abc", "99", "3960,01", "-5"])
def test_an_amount_that_does_not_fit_is_explained(creator, released, method, amount):
    answer = creator.get(VIREMENT, {"amount": amount})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()


def test_the_confirmation_repeats_amount_account_and_day(creator, released, method):
    page = creator.get(VIREMENT, {"amount": "3 960"})
    assert page.status_code == 200
    shown = text(page)
    assert shown.count("3 960,00 MAD") >= 3
    assert "5649" in shown
    assert not Payout.objects.exists()


def test_a_double_click_makes_one_transfer(creator, released, method, clean):
    form = {"amount": "3960", "key": "k"}
    assert [creator.post(VIREMENT, form).status_code for _ in range(2)] == [302, 302]
    assert Payout.objects.get().amount_centimes == NET
    assert "3 960,00" in text(creator.get(GAINS))
    clean()


def test_a_failed_transfer_shows_the_bank_s_reason(creator, released, method, purse, amina, staff):
    made = services.request_payout(wallet=purse, amount_centimes=NET, by=amina)
    services.fail_payout(payout_id=made.pk, reason="account_closed", by=staff)
    page = text(creator.get(GAINS))
    assert "Le compte est clos. Ajoutez-en un autre." in page


def test_a_brand_with_no_payment(payer, atlas_brand):
    assert "im-empty" in payer.get("/fr/marque/finances").content.decode()


def test_a_brand_sees_what_it_paid_and_what_came_back(payer, held):
    services.refund(escrow_id=held.pk, reason="cancelled")
    page = text(payer.get("/fr/marque/finances"))
    assert f"{MINUS}4 770,00 MAD" in page
    assert "+4 770,00 MAD" in page


def test_more_movements_are_one_click_away(payer, payment):
    for _ in range(25):
        row = {
            "escrow": payment.escrow,
            "gateway": "sandbox",
            "made_by": payment.made_by,
            "escrow_centimes": 1,
        }
        Payment.objects.create(**row, reference=uuid7().hex, state="failed", amount_centimes=1)
    first = payer.get("/fr/marque/finances").content.decode()
    more = payer.get("/fr/marque/finances?page=2", headers={"HX-Request": "true"}).content.decode()
    assert first.count("<tr>") == 21
    assert (more.count("<tr>"), "<html" in more) == (7, False)


def test_a_page_number_beyond_all_is_an_empty_page(payer, payment):
    assert payer.get("/fr/marque/finances", {"page": "9" * 4301}).status_code == 200


def test_the_pages_cost_few_queries(creator, payer, released, method, django_assert_max_num_queries):
    for client, url, most in [(creator, GAINS, 13), (payer, "/fr/marque/finances", 12)]:
        with django_assert_max_num_queries(most):
            client.get(url)


def test_the_way_to_the_bank(payer, payment):
    page = payer.get(f"/fr/paiement/{payment.pk}").content.decode()
    assert 'action="http://testserver/sandbox-bank/pay"' in page
    assert f'name="reference" value="{payment.reference}"' in page
    assert 'name="signature"' in page


def test_a_paid_payment_does_not_go_to_the_bank_again(payer, held, payment):
    answer = payer.get(f"/fr/paiement/{payment.pk}")
    assert answer.headers["Location"] == f"/fr/paiement/retour/{payment.pk}"


def test_who_may_go_to_the_bank(client, client_of, viewer, rival, amina, payment):
    url = f"/fr/paiement/{payment.pk}"
    assert client.get(url).status_code == 302
    assert client_of(viewer).get(url).status_code == 403
    assert {client_of(user).get(url).status_code for user in (rival, amina)} == {404}


def test_coming_back_too_early_asks_again_by_itself(payer, payment):
    page = payer.get(f"/fr/paiement/retour/{payment.pk}").content.decode()
    assert 'hx-trigger="every 2s"' in page


@pytest.mark.parametrize(("seen", "status"), [("pending", 204), ("unknown", 200)])
def test_what_is_shown_already_is_not_sent_again(payer, payment, seen, status):
    url = f"/fr/paiement/retour/{payment.pk}?seen={seen}"
    part = payer.get(url, headers={"HX-Request": "true"})
    assert (part.status_code, "<html" in part.content.decode()) == (status, False)


def test_coming_back_after_the_answer(payer, held, payment):
    page = payer.get(f"/fr/paiement/retour/{payment.pk}").content.decode()
    assert "hx-trigger" not in page
    assert f"/fr/contrats/{held.deal_id}" in page


@pytest.mark.parametrize("state", ["failed", "expired", "unknown"])
def test_every_answer_has_a_next_step(payer, payment, state):
    Payment.objects.update(state=state)
    page = payer.get(f"/fr/paiement/retour/{payment.pk}").content.decode()
    assert page.count("btn-primary") == 1


@pytest.mark.parametrize("change", [{"amount_centimes": 5}, {"currency": "EUR"}])
def test_a_wrong_amount_is_explained(payer, payment, change):
    settle(payment, **change)
    assert payer.get(f"/fr/paiement/retour/{payment.pk}").status_code == 200
