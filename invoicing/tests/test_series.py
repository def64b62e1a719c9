"""Numbers without gaps: under many hands at once, rollbacks and a killed worker. Catalogue, line 12."""

import os
import signal
import subprocess
import sys
import threading
import time
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from invoicing.models import Document, Kind, Series
from invoicing.selectors import Draft, audit_documents, house, party
from invoicing.services import issue
from payments.models import Wallet

THREADS = 40


def draft(wallet: Wallet, key: str, **more: Any) -> Draft:
    line = {"code": "service", "quantity": 1, "unit_centimes": 100, "vat_bps": None, "net_centimes": 100}
    return Draft(
        **{
            "key": key,
            "kind": Kind.AMOUNT_DUE,
            "recipient": wallet,
            "recipient_data": party(wallet),
            "issuer_data": house(),
            "content": {"lines": [{**line, "vat_centimes": 0, "total_centimes": 100}], "notes": []},
            "net_centimes": 100,
            **more,
        }
    )


def places() -> list[int]:
    return list(Document.objects.order_by("place").values_list("place", flat=True))


@pytest.mark.django_db(transaction=True)
def test_catalogue_12_an_invoice_number_is_neither_lost_nor_given_twice(purse):
    barrier = threading.Barrier(THREADS)

    def take(place: int) -> None:
        barrier.wait()
        try:
            with transaction.atomic():
                issue(draft=draft(purse, f"k{place}"))
                if place % 4 == 0:
                    transaction.set_rollback(True)
        finally:
            connection.close()

    threads = [threading.Thread(target=take, args=(n,)) for n in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert places() == list(range(1, THREADS * 3 // 4 + 1))
    assert Series.objects.get().last_number == THREADS * 3 // 4
    assert audit_documents() == []


@pytest.mark.django_db(transaction=True)
def test_the_same_paper_asked_for_by_many_has_one_number(purse):
    barrier, numbers = threading.Barrier(8), []

    def take() -> None:
        barrier.wait()
        try:
            numbers.append(issue(draft=draft(purse, "same")).number)
        finally:
            connection.close()

    threads = [threading.Thread(target=take) for _n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(numbers) == 8
    assert len(set(numbers)) == 1
    assert places() == [1]


@pytest.mark.django_db
def test_a_rollback_gives_the_number_back(purse):
    with transaction.atomic():
        issue(draft=draft(purse, "lost"))
        transaction.set_rollback(True)
    assert issue(draft=draft(purse, "kept")).place == 1


KILLED = """
import os, django
django.setup()
from django.conf import settings
settings.DATABASES["default"]["NAME"] = {name!r}
from django.db import transaction
from invoicing.services import issue
from invoicing.tests.test_series import draft
from payments.models import Wallet
with transaction.atomic():
    issue(draft=draft(Wallet.objects.get(pk={pk!r}), "killed"))
    print("taken", flush=True)
    import time; time.sleep(60)
"""


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_killed_leaves_no_gap(purse):
    code = KILLED.format(name=connection.settings_dict["NAME"], pk=str(purse.pk))
    surroundings = {**os.environ, "DJANGO_SETTINGS_MODULE": "influmaroc.settings.test"}
    worker = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, env=surroundings, text=True
    )
    assert worker.stdout is not None
    assert worker.stdout.readline().strip() == "taken"
    assert places() == []
    worker.send_signal(signal.SIGKILL)
    worker.wait(10)
    time.sleep(0.2)
    assert issue(draft=draft(purse, "next")).place == 1
    assert places() == [1]


@pytest.mark.django_db
def test_each_issuer_and_each_kind_counts_by_itself(purse, atlas_wallet):
    ours = issue(draft=draft(atlas_wallet, "a"))
    theirs = issue(draft=draft(atlas_wallet, "b", kind=Kind.SELF_BILL, issuer=purse, other=purse))
    assert (ours.place, theirs.place) == (1, 1)
    assert ours.series != theirs.series


@pytest.mark.django_db
def test_a_number_names_its_kind_and_year(purse):
    first = issue(draft=draft(purse, "a"))
    year = timezone.localdate().year
    assert first.number == f"ED-{year}-000001"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE invoicing_document SET total_centimes = 1, net_centimes = 1",
        "UPDATE invoicing_document SET content = '{}'",
        "DELETE FROM invoicing_document",
        "UPDATE invoicing_documentfile SET content = ''",
        "DELETE FROM invoicing_documentfile",
        "UPDATE invoicing_series SET last_number = 0",
        "UPDATE invoicing_series SET last_number = last_number + 2",
        "UPDATE invoicing_series SET year = 2020",
        "DELETE FROM invoicing_series",
    ],
)
def test_the_database_refuses_any_change(purse, sql):
    document = issue(draft=draft(purse, "a"))
    document.files.create(language="fr", sha256="0" * 64, content=b"x", size=1)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    document.refresh_from_db()
    assert document.total_centimes == 100


@pytest.mark.django_db(transaction=True)
def test_a_number_without_its_document_cannot_be_committed(purse):
    issue(draft=draft(purse, "a"))
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE invoicing_series SET last_number = last_number + 1")
    assert Series.objects.get().last_number == 1


@pytest.mark.django_db
def test_a_document_cannot_take_a_number_of_its_own(purse):
    first = issue(draft=draft(purse, "a"))
    first.pk, first.place, first.key = None, 3, "b"
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.bulk_create([first])
