"""Ways of paying as they are: set up or not, live or not, closed by staff, silent."""

import socket

import pytest
from django.urls import reverse

from kit.errors import Invalid, NotAllowed
from payments import gateways, services
from payments.errors import GatewayDraining, GatewayNotConfigured, GatewayResting, GatewayUnreachable
from payments.models import GatewaySwitch, Payment
from payments.selectors import gateway_statuses, ready_gateways, ways_to_pay
from payments.selectors.ways import breaker
from payments.tests.conftest import TOTAL, settle

pytestmark = pytest.mark.django_db
DOWN = {"url": "http://127.0.0.1:9", "secret": "x" * 32}


@pytest.fixture
def drained(staff) -> GatewaySwitch:
    return services.switch_gateway(gateway="sandbox", to="draining", reason="Fin de contrat", by=staff)


@pytest.fixture(autouse=True)
def two_gateways(settings) -> None:
    bank = {"holder": "InfluMaroc", "bank": "AWB", "rib": "011519000001205000534921"}
    settings.PAYMENT_GATEWAYS = {"sandbox": settings.SANDBOX_GATEWAY, "bank": bank}


def test_a_drained_gateway_takes_no_new_payment_and_names_the_others(drained, escrow, atlas):
    assert ready_gateways() == ["bank"]
    with pytest.raises(GatewayDraining) as refused:
        services.create_payment(escrow_id=escrow.pk, gateway="sandbox", by=atlas)
    assert refused.value.facts["offered"] == ["bank"]
    assert not Payment.objects.exists()
    assert [way.value for way in ways_to_pay(escrow)] == ["bank"]


def test_what_was_begun_at_a_drained_gateway_is_finished(payment, staff, atlas, clean):
    services.switch_gateway(gateway="sandbox", to="draining", reason="Fin de contrat", by=staff)
    again = services.create_payment(escrow_id=payment.escrow_id, gateway="sandbox", by=atlas)
    assert again == payment
    assert gateways.get("sandbox").name == "sandbox"
    assert settle(payment) == "credited"
    services.refund(escrow_id=payment.escrow_id, reason="cancelled")
    clean()


def test_it_is_opened_again(drained, staff, escrow, atlas):
    services.switch_gateway(gateway="sandbox", to="open", reason="Nouveau contrat", by=staff)
    assert services.create_payment(escrow_id=escrow.pk, gateway="sandbox", by=atlas).gateway == "sandbox"
    assert [row.is_draining for row in GatewaySwitch.objects.all()] == [False, True]


def test_the_same_wish_twice_is_one_row(drained, staff):
    services.switch_gateway(gateway="sandbox", to="draining", reason="encore", by=staff)
    assert GatewaySwitch.objects.count() == 1


@pytest.mark.parametrize(
    ("wish", "refused"),
    [
        ({"gateway": "nobody"}, GatewayNotConfigured),
        ({"to": "closed"}, Invalid),
        ({"reason": " "}, Invalid),
    ],
)
def test_a_wish_that_makes_no_sense(staff, wish, refused):
    with pytest.raises(refused):
        services.switch_gateway(
            **{"gateway": "sandbox", "to": "draining", "reason": "x", "by": staff, **wish}
        )
    assert not GatewaySwitch.objects.exists()


def test_others_do_not_switch(atlas):
    with pytest.raises(NotAllowed):
        services.switch_gateway(gateway="sandbox", to="draining", reason="x", by=atlas)


def test_a_silent_gateway_rests_and_is_not_asked(payment, escrow, atlas, settings):
    settings.PAYMENT_GATEWAYS = {"sandbox": DOWN}
    for _ in range(5):
        with pytest.raises(GatewayUnreachable):
            gateways.ask(payment)
    assert (breaker.is_open("sandbox"), ready_gateways()) == (True, [])
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        settings.PAYMENT_GATEWAYS = {"sandbox": {"url": url, "secret": "x" * 32}}
        with pytest.raises(GatewayUnreachable):
            gateways.ask(payment)
        with pytest.raises(BlockingIOError):  # nobody knocked
            listener.accept()
    Payment.objects.update(state="expired")
    with pytest.raises(GatewayResting):
        services.create_payment(escrow_id=escrow.pk, gateway="sandbox", by=atlas)


def test_a_callback_is_believed_while_it_rests(payment, clean):
    for _ in range(5):
        breaker.failed("sandbox")
    assert settle(payment) == "credited"
    clean()


def test_every_gateway_is_told_of_honestly(payment, drained, django_assert_num_queries):
    with django_assert_num_queries(4):
        rows = {row.name: row for row in gateway_statuses()}
    assert (rows["sandbox"].state, rows["sandbox"].mode, rows["sandbox"].n_open) == ("draining", "sandbox", 1)
    assert (rows["bank"].state, rows["bank"].mode) == ("open", "live")
    assert (rows["cmi"].state, rows["stripe"].state, rows["paypal"].mode) == ("absent", "absent", "")


def test_settings_that_are_missing_are_named(settings):
    settings.PAYMENT_GATEWAYS = {"cmi": {**settings.CMI_SHOPS["cmi"], "store_key": "", "api_user": ""}}
    row = gateway_statuses()[0]
    assert (row.state, row.missing) == ("absent", ["store_key", "api_user"])


def test_staff_switch_over_the_api(api_of, staff, atlas):
    api = api_of(staff)
    told = api.put("/api/admin/gateways/sandbox", {"to": "draining", "reason": "Panne"}, format="json").json()
    assert (told["state"], told["reason"]) == ("draining", "Panne")
    assert api.get("/api/admin/gateways").json()["results"][0]["name"] == "sandbox"
    assert api_of(atlas).get("/api/admin/gateways").status_code == 403


def test_staff_switch_in_the_admin(client_of, staff):
    client = client_of(staff)
    page = reverse("admin:payments_gatewayswitch_changelist")
    assert "Close to new payments" in client.get(page, headers={"accept-language": "en"}).content.decode()
    path = reverse("admin:payments_gateway_switch", args=["sandbox"])
    assert client.post(path, {"to": "draining", "reason": ""}).status_code == 302
    assert not GatewaySwitch.objects.exists()
    client.post(path, {"to": "draining", "reason": "Panne"})
    assert GatewaySwitch.objects.get().changed_by == staff
    assert client.get(path).status_code == 405


def test_each_way_says_what_it_means(escrow):
    ways = {way.gateway: way for way in ways_to_pay(escrow)}
    assert (ways["sandbox"].is_test, ways["bank"].is_test) == (True, False)
    assert {way.amount_centimes for way in ways.values()} == {TOTAL}
    assert all(way.kind.what and way.kind.takes and way.kind.costs for way in ways.values())
