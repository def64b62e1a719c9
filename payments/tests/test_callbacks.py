import json
import time
from typing import Any

import pytest
from django.conf import settings

from kit.signatures import sign
from payments.models import Escrow, LedgerTransaction, Payment, ProviderEvent, Refund
from payments.selectors import balance
from payments.services import handle_provider_event, replay_provider_event
from payments.tasks import handle_provider_events
from payments.tests.conftest import TOTAL, settle

pytestmark = pytest.mark.django_db
URL = "/api/payments/callbacks/sandbox"


def body_for(payment: Payment, **change: Any) -> bytes:
    said = {
        "id": "evt_1",
        "type": "payment.paid",
        "reference": payment.reference,
        "status": "paid",
        "amount": "4770.00",
        "currency": "MAD",
        "provider_ref": "BK-1",
        "reason": "",
    }
    return json.dumps({**said, **change}).encode()


@pytest.fixture
def call(api_of):
    """Post bytes as the bank does; the signature can be another one."""

    def post(body: bytes, signature: str | None = None, url: str = URL) -> int:
        signed = sign(settings.SANDBOX_GATEWAY["secret"], body) if signature is None else signature
        answer = api_of().post(
            url, body, content_type="application/json", headers={"Sandbox-Signature": signed}
        )
        return answer.status_code

    return post


def outcomes() -> list[str]:
    return [handle_provider_event(event_id=pk) for pk in ProviderEvent.objects.values_list("pk", flat=True)]


def test_a_callback_is_kept_raw_and_acted_on_later(call, payment, clean):
    body = body_for(payment)
    assert call(body) == 200
    event = ProviderEvent.objects.get()
    assert (event.raw, event.handled_at) == (body.decode(), None)
    assert outcomes() == ["credited"]
    assert Escrow.objects.get().state == "held"
    clean()


def test_the_same_callback_five_times_is_one_event(call, payment, clean):
    assert {call(body_for(payment)) for _ in range(5)} == {200}
    assert outcomes() + outcomes() == ["credited", "credited"]
    assert LedgerTransaction.objects.count() == 1
    clean()


def test_the_same_news_under_another_id_is_a_duplicate(call, payment, clean):
    call(body_for(payment))
    call(body_for(payment, id="evt_2"))
    assert sorted(outcomes()) == ["credited", "duplicate"]
    clean()


@pytest.mark.parametrize("seconds", [-301, 301])
def test_a_stale_or_early_time_is_refused(call, payment, seconds):
    body = body_for(payment)
    old = sign(settings.SANDBOX_GATEWAY["secret"], body, at=int(time.time()) + seconds)
    assert call(body, old) == 400
    assert not ProviderEvent.objects.exists()


@pytest.mark.parametrize("signature", ["", "nonsense", "t=1,v1=é", "t=,v1=", "v1=00", "t=1,t=2,v1=00"])
def test_a_bad_signature_is_refused(call, payment, signature):
    assert call(body_for(payment), signature) == 400
    assert not ProviderEvent.objects.exists()


def test_one_changed_byte_is_refused(call, payment):
    body = body_for(payment)
    signed = sign(settings.SANDBOX_GATEWAY["secret"], body)
    assert call(body.replace(b"4770.00", b"9770.00"), signed) == 400
    assert not ProviderEvent.objects.exists()


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'"text"', b'{"id": "evt_1"}', b"\xff\xfe"])
def test_a_signed_message_that_says_nothing_is_refused(call, body):
    assert call(body) == 400
    assert not ProviderEvent.objects.exists()


def test_a_gateway_that_is_not_configured_says_so(call, payment):
    assert call(body_for(payment), url="/api/payments/callbacks/cmi") == 409


@pytest.mark.parametrize("amount", ["4769.99", "4770.01", "0.01"])
def test_another_amount_is_parked_never_credited(call, payment, amount, clean):
    call(body_for(payment, amount=amount))
    assert outcomes() == ["wrong_amount"]
    payment.refresh_from_db()
    assert (payment.state, payment.failure, Escrow.objects.get().state) == (
        "failed",
        "wrong_amount",
        "pending",
    )
    assert balance("suspense", payment.pk) == int(amount.replace(".", ""))
    clean()


def test_another_currency_is_never_booked(call, payment, clean):
    call(body_for(payment, currency="EUR"))
    assert outcomes() == ["wrong_currency"]
    assert not LedgerTransaction.objects.exists()
    clean()


def test_an_unknown_reference_waits_for_staff(call, payment, clean):
    call(body_for(payment, reference="IM-NOBODY"))
    assert outcomes() == ["unknown_reference"]
    assert not LedgerTransaction.objects.exists()


def test_an_unknown_status_is_ignored(call, payment):
    assert call(body_for(payment, status="dancing")) == 200
    assert outcomes() == ["ignored"]


def test_paid_after_the_attempt_was_given_up_still_counts(call, payment, clean):
    Payment.objects.update(state="expired")
    call(body_for(payment))
    assert outcomes() == ["credited"]
    clean()


def test_paid_a_second_time_through_another_attempt_goes_back(call, payment, atlas, clean):
    Payment.objects.update(state="expired")
    second = Payment.objects.create(
        escrow=payment.escrow,
        gateway="sandbox",
        reference="IM2",
        amount_centimes=TOTAL,
        escrow_centimes=TOTAL,
        made_by=atlas,
    )
    settle(second)
    call(body_for(payment))
    assert outcomes() == ["late_refund"]
    assert (Refund.objects.get().payment, Refund.objects.get().amount_centimes) == (payment, TOTAL)
    clean()


def test_failed_after_paid_changes_nothing(call, held, payment, clean):
    call(body_for(payment, status="failed"))
    assert outcomes() == ["duplicate"]
    assert Escrow.objects.get().state == "held"
    clean()


def test_a_callback_the_worker_missed_is_swept_up(call, payment):
    call(body_for(payment))
    ProviderEvent.objects.update(received_at=payment.made_at.replace(year=2025))
    assert handle_provider_events() == 1
    assert Escrow.objects.get().state == "held"


def test_a_replayed_callback_moves_nothing_twice(call, payment, clean):
    call(body_for(payment))
    outcomes()
    assert replay_provider_event(event_id=ProviderEvent.objects.get().pk) == "duplicate"
    assert LedgerTransaction.objects.count() == 1
    clean()


def test_the_browser_coming_back_moves_nothing(client_of, atlas, payment):
    forged = f"/fr/paiement/retour/{payment.pk}?status=paid&amount=4770.00&signature=t=1,v1=00"
    assert client_of(atlas).get(forged).status_code == 200
    assert Escrow.objects.get().state == "pending"
