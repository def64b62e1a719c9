"""The inbox: what comes too early, what staff have to look at, what is handled again."""

import json

import pytest
from django.urls import reverse
from django.utils import timezone

from kit.ids import uuid7
from kit.signatures import sign
from payments import services
from payments.models import Chargeback, LedgerTransaction, Payment, ProviderEvent, Refund
from payments.selectors import balance
from payments.services import Report
from payments.tasks import handle_provider_events
from payments.tests.conftest import settle

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def event_of(payment: Payment, name: str, **said) -> ProviderEvent:
    body = Report(**{"reference": payment.reference, "status": "paid", **said}).as_dict()
    return services.store_provider_event(gateway="sandbox", external_id=name, body=body, raw="{}")


def paid_event(payment: Payment) -> ProviderEvent:
    return event_of(payment, "paid", amount_centimes=payment.amount_centimes, provider_ref="BK-1")


def refund_event(payment: Payment, refund_id) -> ProviderEvent:
    return event_of(payment, "refund", subject="refund", subject_ref=str(refund_id), status="done")


def test_a_refund_told_before_its_payment_is_parked_and_then_looked_at(payment, clean):
    early = refund_event(payment, uuid7())
    assert services.handle_provider_event(event_id=early.pk) == "early_refund"
    early.refresh_from_db()
    assert (early.state, early.payment) == ("parked", payment)
    assert services.handle_provider_event(event_id=paid_event(payment).pk) == "credited"
    early.refresh_from_db()
    assert (early.outcome, early.state) == ("unknown_refund", "strange")
    clean()


def test_a_parked_refund_of_ours_is_applied_with_the_payment(payment, clean):
    """Paid too late, so that our refund is there in the same moment as the payment."""
    services.cancel_escrow(escrow_id=payment.escrow_id)
    early = refund_event(payment, uuid7())
    assert services.handle_provider_event(event_id=early.pk) == "early_refund"
    assert settle(payment, provider_ref="BK-1") == "late_refund"
    refund = Refund.objects.get()
    services.begin_refund(refund_id=refund.pk)
    ProviderEvent.objects.update(body={**early.body, "subject_ref": str(refund.pk)})
    ProviderEvent.objects.update(received_at=payment.made_at.replace(year=2025))
    assert handle_provider_events() == 1  # learnt by an answer: the sweep finds it
    refund.refresh_from_db()
    assert (refund.state, balance("refunds_in_transit")) == ("done", 0)
    assert ProviderEvent.objects.get().outcome == "refund_done"
    clean()


def dispute_event(payment: Payment, **said) -> ProviderEvent:
    about = {"reference": "", "provider_ref": "BK-1", "subject_ref": "dp_1", "status": "opened"}
    amount = {"amount_centimes": payment.amount_centimes, "currency": payment.currency}
    return event_of(payment, "dispute", subject="dispute", **about, **amount, **said)


def test_a_dispute_told_before_its_payment_is_parked_and_applied_with_it(payment, caplog, clean):
    """It names the payment only by the provider's number, which nobody here knows yet: staff hear of it."""
    early = dispute_event(payment)
    assert services.handle_provider_event(event_id=early.pk) == "early_dispute"
    assert [(line.levelname, "BK-1" in line.getMessage()) for line in caplog.records] == [("ERROR", True)]
    early.refresh_from_db()
    assert early.state == "parked"
    ProviderEvent.objects.update(received_at=payment.made_at.replace(year=2025))
    assert services.handle_provider_event(event_id=paid_event(payment).pk) == "credited"
    early.refresh_from_db()
    assert (early.outcome, early.payment, Chargeback.objects.count()) == ("dispute_opened", payment, 1)
    clean()


def test_a_parked_dispute_of_a_payment_learnt_by_an_answer_is_found_by_the_sweep(payment, clean):
    early = dispute_event(payment)
    services.handle_provider_event(event_id=early.pk)
    ProviderEvent.objects.update(received_at=payment.made_at.replace(year=2025))
    assert handle_provider_events() == 0
    settle(payment, provider_ref="BK-1")
    assert handle_provider_events() == 1
    assert (ProviderEvent.objects.get().outcome, Chargeback.objects.get().payment) == (
        "dispute_opened",
        payment,
    )
    clean()


def test_a_dispute_of_another_gateways_payment_stays_parked(payment):
    early = dispute_event(payment)
    services.handle_provider_event(event_id=early.pk)
    ProviderEvent.objects.update(gateway="stripe", received_at=payment.made_at.replace(year=2025))
    settle(payment, provider_ref="BK-1")
    assert handle_provider_events() == 0
    assert ProviderEvent.objects.get().state == "parked"


def test_a_parked_event_stays_while_its_payment_is_not_paid(payment):
    early = refund_event(payment, uuid7())
    services.handle_provider_event(event_id=early.pk)
    ProviderEvent.objects.update(received_at=payment.made_at.replace(year=2025))
    assert handle_provider_events() == 0
    assert ProviderEvent.objects.get().state == "parked"


def test_the_sweep_of_parked_callbacks_is_one_statement(payment, django_assert_num_queries):
    for name, outcome in (("a", "early_refund"), ("b", "dispute_unpaid"), ("c", "refund_done")):
        event = event_of(payment, name)
        ProviderEvent.objects.filter(pk=event.pk).update(payment=payment, outcome=outcome, handled_at=NOW)
    services.handle_provider_event(event_id=dispute_event(payment).pk)
    with django_assert_num_queries(3) as asked:  # one between the two of its transaction
        assert services.unpark_provider_events() == 0
    assert [one["sql"].split()[0] for one in asked.captured_queries] == ["SAVEPOINT", "UPDATE", "RELEASE"]
    Payment.objects.update(state="paid", provider_ref="BK-1")
    assert services.unpark_provider_events() == 3
    assert list(ProviderEvent.objects.exclude(handled_at=None).values_list("external_id", flat=True)) == ["c"]


def test_what_was_signed_is_kept_whole(api_of, payment, settings):
    said = {"id": "evt", "reference": payment.reference, "status": "dancing", "note": "é" * 30_000}
    body = json.dumps(said, ensure_ascii=False).encode()
    signature = sign(settings.SANDBOX_GATEWAY["secret"], body)
    headers = {"Sandbox-Signature": signature, "Cookie": "a=b", "X-Other": "1"}
    url = "/api/payments/callbacks/sandbox"
    assert api_of().generic("POST", url, body, "application/json", headers=headers).status_code == 200
    event = ProviderEvent.objects.get()
    assert (event.raw.encode(), event.headers) == (body, {"Sandbox-Signature": signature})


def test_the_admin_shows_what_waits_first_and_what_is_strange(client_of, staff, payment):
    services.handle_provider_event(event_id=paid_event(payment).pk)
    strange = event_of(payment, "lost", reference="IM-NOBODY")
    services.handle_provider_event(event_id=strange.pk)
    event_of(payment, "waiting")
    client, page = client_of(staff), reverse("admin:payments_providerevent_changelist")

    def listed(query: str = "") -> list[str]:
        rows = client.get(f"{page}?{query}").context["cl"].result_list
        return [row.external_id for row in rows]

    assert listed()[0] == "waiting"
    assert [listed(f"state={state}") for state in ("waiting", "parked", "strange", "done")] == [
        ["waiting"],
        [],
        ["lost"],
        ["paid"],
    ]


def test_a_replay_in_the_admin_says_what_came_of_it_and_moves_nothing_twice(client_of, staff, payment, clean):
    event = paid_event(payment)
    services.handle_provider_event(event_id=event.pk)
    asked = {"action": "replay", "_selected_action": [event.pk], "confirmed": "yes"}
    page = reverse("admin:payments_providerevent_changelist")
    answer = client_of(staff).post(page, asked, follow=True)
    assert "credited → duplicate" in answer.content.decode()
    assert LedgerTransaction.objects.count() == 1
    clean()
