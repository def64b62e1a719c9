"""The same request sent many times at once, under one key: one effect, one answer."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from rest_framework.test import APIClient

from accounts.models import User
from campaigns.models import Application, Collaboration, Move, Submission
from payments.models import PayoutMethod
from payments.selectors import audit

pytestmark = pytest.mark.django_db(transaction=True)
COPIES = 12
RIB = "011519000001205000534921"


def at_once(method, path, body, who):
    """COPIES of one request under one key; each in a thread and on a connection of its own."""

    def send(_number):
        api = APIClient(raise_request_exception=False)
        api.force_authenticate(User.objects.get(pk=who.pk))
        try:
            answer = getattr(api, method)(path, body, format="json", headers={"Idempotency-Key": "once"})
            return answer.status_code, answer.content, answer.get("Idempotent-Replayed")
        finally:
            connection.close()

    with ThreadPoolExecutor(COPIES) as pool:
        return list(pool.map(send, range(COPIES)))


def assert_one(answers, status):
    assert {code for code, _body, _replayed in answers} == {status}
    assert len({body for _code, body, _replayed in answers}) == 1
    assert [replayed for *_rest, replayed in answers].count(None) == 1


def test_one_application(campaign, amina):
    body = {"pitch": "Moi", "price": {"amount": "4500.00", "currency": "MAD"}}
    assert_one(at_once("post", f"/api/campaigns/{campaign.pk}/apply", body, amina), 201)
    assert Application.objects.count() == 1


def test_one_contract(application, atlas):
    path = f"/api/campaigns/{application.campaign_id}/applications/{application.pk}/status"
    assert_one(at_once("put", path, {"status": "accepted"}, atlas), 200)
    assert Collaboration.objects.count() == 1


def test_one_draft(funded, amina):
    path = f"/api/deliverables/{funded.deliverables.first().pk}/submissions"
    assert_one(at_once("post", path, {"url": "https://drive.example.ma/1"}, amina), 201)
    assert Submission.objects.count() == 1


def test_one_end_with_one_refund(funded, atlas):
    path = f"/api/collaborations/{funded.pk}/cancel"
    assert_one(at_once("post", path, {"reason": "Plus de stock"}, atlas), 200)
    assert Move.objects.filter(collaboration=funded, to_state="cancelled").count() == 1
    assert audit() == []


def test_one_bank_account(amina):
    body = {"holder_name": "Amina", "rib": RIB}
    assert_one(at_once("post", "/api/finances/payout-methods", body, amina), 201)
    assert PayoutMethod.objects.count() == 1
