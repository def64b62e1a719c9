"""Files for staff: the answer itself says to keep no copy and guess no type, whatever stands around it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import RequestFactory
from rest_framework.test import APIRequestFactory, force_authenticate

from kit.downloads import headers_of
from payments import services
from payments.admin.reports import trial_page
from payments.api.batches import BatchFile
from payments.api.ledger import TrialCsv
from payments.models import LedgerAccount, PayoutBatch, PayoutFile, Wallet
from payments.tests.conftest import NET
from taxes.models import TaxProof
from taxes.services import add_proof, set_profile

pytestmark = pytest.mark.django_db
TRIAL = "trial-balance.csv"


@pytest.fixture
def by_api(staff) -> Callable[..., Any]:
    def get(view: Any, **where: Any) -> Any:
        request = APIRequestFactory().get("/")
        force_authenticate(request, staff)
        return view.as_view()(request, **where)

    return get


@pytest.fixture
def at_desk(staff) -> Callable[..., Any]:
    def get(**asked: str) -> Any:
        request = RequestFactory().get("/", asked)
        request.user = staff
        return request

    return get


@pytest.fixture
def released_batch(released, method, purse, amina, staff, colleague) -> PayoutBatch:
    payout = services.request_payout(wallet=purse, amount_centimes=NET, by=amina)
    services.approve_payout(payout_id=payout.pk, by=staff)
    return services.release_batch(batch_id=services.build_batch(by=staff).pk, by=colleague)


@pytest.fixture
def proof(purse: Wallet, amina: Any) -> TaxProof:
    said = {"status": "auto_entrepreneur", "country": "MA", "legal_name": "Amina B.", "if_number": "40123456"}
    set_profile(party_id=purse.pk, fields=said, by=amina)
    upload = SimpleUploadedFile("carte.pdf", b"%PDF-1.7 carte\n%%EOF", content_type="application/pdf")
    return add_proof(party_id=purse.pk, upload=upload, kind="status", by=amina)


def told(answer: HttpResponse, name: str) -> None:
    wanted = headers_of(name)
    assert (answer.status_code, {name: answer[name] for name in wanted}) == (200, wanted)


def test_the_trial_balance(by_api, at_desk, released):
    desk = admin.site.get_model_admin(LedgerAccount)
    for answer in (by_api(TrialCsv), trial_page(desk, at_desk(**{"as": "csv"}))):
        told(answer, TRIAL)
        assert answer.content.startswith("\ufeffcurrency,".encode())


def test_the_file_for_the_bank(by_api, at_desk, released_batch):
    name = PayoutFile.objects.get(layout="csv").name
    desk = admin.site.get_model_admin(PayoutBatch)
    first = by_api(BatchFile, pk=released_batch.pk, layout="csv")
    second = desk.file(at_desk(), released_batch.pk, "csv")
    for answer in (first, second):
        told(answer, name)
    assert first.content == second.content


def test_a_paper_about_taxes(at_desk, proof):
    answer = admin.site.get_model_admin(TaxProof).paper(at_desk(), proof.pk)
    told(answer, f"status-{proof.pk}.pdf")
