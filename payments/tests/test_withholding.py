"""Tax and the ledger: what is held back stands on its account, and two releases at once count each other."""

import threading

import pytest
from django.db import connection

from kit.ids import uuid7
from payments import services
from payments.selectors import audit, balance, books, paid_quote
from payments.tests.conftest import NET, settle
from taxes.models import Withholding
from taxes.services import set_identity, set_profile

PRICE = 450_000


@pytest.fixture
def individual(purse, atlas_brand, amina):
    set_identity(party_id=atlas_brand.wallet_id, legal_name="Atlas", ice="", city="")
    return set_profile(party_id=purse.pk, fields={"status": "individual"}, by=amina)


@pytest.mark.django_db
def test_ten_percent_are_held_back_and_the_books_say_so(held, purse, individual):
    services.release(escrow_id=held.pk, reason="done")
    assert balance("tax_withheld") == 45_000
    assert balance("influencer_available", purse.pk) == NET - 45_000
    found = books(held.deal_id)
    assert (found.withheld_centimes, found.released_centimes, found.balances) == (45_000, NET - 45_000, True)
    assert audit() == []


@pytest.mark.django_db
def test_what_was_paid_is_told_after_the_tax_of_then(held, purse, individual, amina):
    services.split(escrow_id=held.pk, influencer_price_centimes=200_000, reason="half")
    set_profile(party_id=purse.pk, fields={"status": "auto_entrepreneur"}, by=amina)
    paid = paid_quote(held)
    assert [(one.line.rate_bps, one.line.amount_centimes) for one in paid.withheld_lines] == [(1_000, 20_000)]
    assert paid.net_centimes == balance("influencer_available", purse.pk) == paid.before_tax_centimes - 20_000


@pytest.mark.django_db
def test_a_refund_is_not_taxed(held, individual):
    services.refund(escrow_id=held.pk, reason="not delivered")
    assert (balance("tax_withheld"), Withholding.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_a_split_is_taxed_on_its_part(held, individual):
    services.split(escrow_id=held.pk, influencer_price_centimes=200_000, reason="half")
    assert balance("tax_withheld") == 20_000
    assert audit() == []


@pytest.mark.django_db(transaction=True)
def test_two_releases_at_once_share_one_ceiling(atlas_brand, atlas, purse, amina):
    set_identity(party_id=atlas_brand.wallet_id, legal_name="Atlas", ice="", city="")
    set_profile(party_id=purse.pk, fields={"status": "auto_entrepreneur"}, by=amina)
    deals = []
    for _ in range(2):
        deal = services.open_escrow(
            deal_id=uuid7(), title="X", payer=atlas_brand.wallet, payee=purse, price_centimes=5_000_000
        )
        settle(services.create_payment(escrow_id=deal.pk, gateway="sandbox", by=atlas))
        deals.append(deal.pk)
    start = threading.Barrier(2)

    def go(pk):
        start.wait()
        services.release(escrow_id=pk, reason="done")
        connection.close()

    threads = [threading.Thread(target=go, args=[pk]) for pk in deals]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert balance("tax_withheld") == 600_000
    assert audit() == []
