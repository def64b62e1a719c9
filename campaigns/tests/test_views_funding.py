"""Securing the funds of a signed contract: who may, what stands in the way, what a second click finds."""

from decimal import Decimal

import pytest
from django.utils import timezone

from brands.services import update_brand
from campaigns.tests.conftest import at
from payments.models import Payment, SpendApproval
from payments.services import (
    Rate,
    Report,
    approve_spending,
    create_payment,
    mark_unknown,
    record_report,
    set_limit,
    store_rates,
    switch_gateway,
)

ICE = "001525713000000"
SANDBOX = {"sandbox": {"url": "http://bank.test", "secret": "s" * 32}}


@pytest.fixture
def bank(settings):
    settings.PAYMENT_GATEWAYS = SANDBOX


@pytest.fixture
def with_ice(atlas):
    update_brand(brand_id=atlas.brands.get().pk, fields={"ice": ICE}, by=atlas)


def rates_on(answer) -> str:
    """Which rates the page showed, as its form sends them along."""
    return answer.context["form"].initial["shown"]


def order(**changes):
    return {"gateway": "sandbox", "agree": "on", **changes}


@pytest.mark.usefixtures("bank", "with_ice")
@pytest.mark.parametrize("who", ["atlas", "finance_fz"])
def test_those_who_pay_are_sent_to_the_bank(send, request, signed, who):
    answer = send(request.getfixturevalue(who), "fund", signed.pk, data=order())
    payment = Payment.objects.get()
    assert answer.url.endswith(f"/paiement/{payment.pk}")
    assert payment.amount_centimes == 477_000


@pytest.mark.usefixtures("bank", "with_ice")
def test_managers_look_and_do_not_pay(page, send, signed, salma):
    assert page(salma, "fund", signed.pk).context["may_fund"] is False
    send(salma, "fund", signed.pk, data=order())
    assert not Payment.objects.exists()


@pytest.mark.usefixtures("bank", "with_ice")
def test_an_order_without_the_tick_is_not_sent(send, signed, atlas):
    assert send(atlas, "fund", signed.pk, data=order(agree="")).status_code == 422
    assert not Payment.objects.exists()


@pytest.mark.usefixtures("bank")
def test_no_payment_before_the_ice(page, send, signed, atlas):
    assert page(atlas, "fund", signed.pk).context["has_ice"] is False
    assert send(atlas, "fund", signed.pk, data=order()).status_code == 422
    assert not Payment.objects.exists()


@pytest.mark.usefixtures("bank", "with_ice")
def test_an_open_payment_is_gone_on_with(page, send, signed, atlas):
    for _click in range(2):
        send(atlas, "fund", signed.pk, data=order())
    assert Payment.objects.count() == 1
    assert page(atlas, "fund", signed.pk).context["stage"] == "pending"


def test_without_a_gateway_the_page_says_so(page, signed, atlas, settings):
    settings.PAYMENT_GATEWAYS = {"sandbox": {"url": "", "secret": ""}}
    assert page(atlas, "fund", signed.pk).context["ways"] == []


def attempt(deal, atlas):
    return create_payment(escrow_id=deal.escrow_id, gateway="sandbox", by=atlas)


def test_an_unknown_answer_warns_of_paying_twice(page, signed, atlas):
    mark_unknown(payment_id=attempt(signed, atlas).pk)
    assert page(atlas, "fund", signed.pk).context["stage"] == "unknown"


def test_a_declined_payment_can_be_tried_again(page, signed, atlas):
    payment = attempt(signed, atlas)
    record_report(payment_id=payment.pk, report=Report(reference=payment.reference, status="failed"))
    context = page(atlas, "fund", signed.pk).context
    assert (context["stage"], context["payment"].state) == ("ready", "failed")


def test_what_is_paid_shows_its_receipt(page, send, funded, atlas):
    assert page(atlas, "fund", funded.pk).context["stage"] == "secured"
    assert send(atlas, "fund", funded.pk, data=order()).url == at("fund", funded.pk)
    assert Payment.objects.count() == 1


def test_funding_is_the_brand_s_page(page, signed, amina, rival):
    for user in (amina, rival):
        assert page(user, "fund", signed.pk).status_code == 404


def test_an_unsigned_contract_is_not_paid(page, collaboration, atlas):
    assert page(atlas, "fund", collaboration.pk).context["stage"] == "unsigned"


@pytest.mark.usefixtures("bank", "with_ice")
def test_above_the_limit_a_second_person_approves_and_then_one_pays(page, send, signed, atlas, finance_fz):
    set_limit(wallet_id=signed.brand.wallet_id, above_centimes=1, by=atlas)
    assert page(atlas, "fund", signed.pk).context["second"].state == "none"
    send(atlas, "fund", signed.pk, data=order())
    assert not Payment.objects.exists()
    send(finance_fz, "ask_approval", signed.pk)
    assert page(atlas, "fund", signed.pk).context["second"].state == "asked"
    approve_spending(approval_id=SpendApproval.objects.get().pk, by=atlas)
    assert page(atlas, "fund", signed.pk).context["second"].state == "yours"
    send(finance_fz, "fund", signed.pk, data=order())
    assert Payment.objects.get().made_by == finance_fz


@pytest.mark.usefixtures("bank", "with_ice")
def test_an_approval_is_asked_for_a_signed_contract_only(send, collaboration, atlas, finance_fz):
    set_limit(wallet_id=collaboration.brand.wallet_id, above_centimes=1, by=atlas)
    send(atlas, "ask_approval", collaboration.pk)
    assert not SpendApproval.objects.exists()


@pytest.mark.usefixtures("with_ice")
def test_each_way_of_paying_says_what_it_is(page, signed, atlas, settings):
    bank = {"holder": "InfluMaroc", "bank": "AWB", "rib": "011519000001205000534921"}
    cmi = {**settings.CMI_SHOPS["cmi"], "url": "https://payment.acquirer.ma/fim", "label": "Naps"}
    settings.PAYMENT_GATEWAYS = {"cmi": cmi, "bank": bank, **SANDBOX}
    shown = page(atlas, "fund", signed.pk).content.decode()
    assert "Carte bancaire, sur la page de Naps" in shown
    assert shown.count("aucun argent réel</span>") == 1  # the sandbox alone
    assert [value in shown for value in ('value="cmi"', 'value="bank"', 'value="sandbox"')] == [True] * 3


@pytest.mark.usefixtures("bank", "with_ice")
def test_a_way_that_was_closed_meanwhile_is_not_taken(send, signed, atlas, staff):
    switch_gateway(gateway="sandbox", to="draining", reason="Panne", by=staff)
    assert send(atlas, "fund", signed.pk, data=order()).status_code == 422
    assert not Payment.objects.exists()


@pytest.mark.usefixtures("with_ice")
def test_a_pending_payment_can_be_given_up_for_another_way(page, send, signed, atlas, settings):
    bank = {"holder": "InfluMaroc", "bank": "AWB", "rib": "011519000001205000534921"}
    settings.PAYMENT_GATEWAYS = {**SANDBOX, "bank": bank}
    send(atlas, "fund", signed.pk, data=order(gateway="bank"))
    shown = page(atlas, "fund", signed.pk)
    assert (shown.context["stage"], "Nous attendons votre virement" in shown.content.decode()) == (
        "pending",
        True,
    )
    send(atlas, "fund", signed.pk, data=order())
    assert [one.state for one in Payment.objects.order_by("made_at")] == ["expired", "pending"]


@pytest.mark.usefixtures("with_ice")
def test_paying_in_euro_is_a_choice_with_its_amount(page, send, signed, atlas, settings):
    store_rates(source="bam", rows=[Rate("EUR", timezone.localdate(), Decimal("10.6"))])
    settings.PAYMENT_GATEWAYS = {"paypal": {"url": "https://api-m.sandbox.paypal.com"}}
    shown = page(atlas, "fund", signed.pk)
    assert "450,00" in shown.content.decode()
    send(atlas, "fund", signed.pk, data=order(gateway="paypal", shown=rates_on(shown)))
    payment = Payment.objects.get()
    assert (payment.currency, payment.amount_centimes) == ("EUR", 45_000)


@pytest.fixture
def rates(settings):
    """Two currencies beside the dirham, at a gateway that takes all three."""
    settings.PAYMENT_GATEWAYS = {"stripe": settings.STRIPE}
    for currency, dirhams in (("EUR", "10.6"), ("USD", "9.0")):
        store_rates(source="bam", rows=[Rate(currency, timezone.localdate(), Decimal(dirhams))])


@pytest.mark.usefixtures("with_ice", "rates")
def test_where_a_gateway_takes_several_currencies_each_is_a_choice_with_its_rate(page, signed, atlas):
    shown = page(atlas, "fund", signed.pk)
    ways = shown.context["form"].groups()[0][1]
    assert [(way.value, way.amount_centimes) for _radio, way in ways] == [
        ("stripe", 477_000),
        ("stripe:EUR", 45_000),
        ("stripe:USD", 53_000),
    ]
    words = shown.content.decode()
    assert all(said in words for said in ("10,6", "Bank Al-Maghrib", "530,00"))


@pytest.mark.usefixtures("with_ice", "rates")
@pytest.mark.parametrize(
    ("choice", "charged"),
    [("stripe", ("MAD", 477_000)), ("stripe:EUR", ("EUR", 45_000)), ("stripe:USD", ("USD", 53_000))],
)
def test_what_was_shown_is_what_is_charged(page, send, signed, atlas, choice, charged):
    shown = rates_on(page(atlas, "fund", signed.pk))
    send(atlas, "fund", signed.pk, data=order(gateway=choice, shown=shown))
    payment = Payment.objects.get()
    assert (payment.currency, payment.amount_centimes) == charged


@pytest.mark.usefixtures("with_ice", "rates")
@pytest.mark.parametrize("forge", ["", "x", "1,2"])
def test_at_another_rate_than_was_shown_nothing_is_paid(page, send, signed, atlas, forge):
    shown = forge or rates_on(page(atlas, "fund", signed.pk))
    if not forge:
        store_rates(source="manual", rows=[Rate("EUR", timezone.localdate(), Decimal("10.0"))])
    answer = send(atlas, "fund", signed.pk, data=order(gateway="stripe:EUR", shown=shown))
    assert (answer.status_code, Payment.objects.count()) == (422, 0)


@pytest.mark.usefixtures("with_ice")
def test_a_currency_without_a_rate_is_no_choice(page, send, signed, atlas, settings):
    settings.PAYMENT_GATEWAYS = {"stripe": settings.STRIPE}
    store_rates(source="bam", rows=[Rate("EUR", timezone.localdate(), Decimal("10.6"))])
    shown = page(atlas, "fund", signed.pk)
    assert [way.currency for way in shown.context["ways"]] == ["MAD", "EUR"]
    data = order(gateway="stripe:USD", shown=rates_on(shown))
    assert send(atlas, "fund", signed.pk, data=data).status_code == 422
    assert not Payment.objects.exists()


@pytest.mark.usefixtures("with_ice", "rates")
def test_dirhams_are_paid_whatever_the_rates_do(send, signed, atlas):
    send(atlas, "fund", signed.pk, data=order(gateway="stripe", shown="old"))
    assert Payment.objects.get().currency == "MAD"
