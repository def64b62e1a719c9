"""A copy holds everything about its owner and nothing about anybody else."""

import json
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.http import Http404
from django.utils import timezone

from accounts.models import SecurityEvent
from mail.models import Letter
from privacy import services, tasks
from privacy.datamap import TABLES
from privacy.errors import ExportGone, ExportOpen
from privacy.models import Export
from privacy.selectors import copy_of, rows_naming, rows_of
from privacy.services import ask_export, claim_export, fetch_export, finish_export
from privacy.services.retention import forget_old_copies
from privacy.tests.conftest import BRAND, CREATOR, RIB
from privacy.tests.dump import among


def packed(user):
    data, n_rows = services.pack(user=user, progress=lambda *_n: None)
    with ZipFile(BytesIO(data)) as archive:
        files = {name: archive.read(name).decode() for name in archive.namelist()}
    return files, n_rows


@pytest.mark.parametrize(("who", "theirs", "others"), [("user", CREATOR, BRAND), ("other", BRAND, CREATOR)])
def test_a_copy_holds_ones_own_canaries_and_none_of_the_other_side(market, who, theirs, others):
    files, _n_rows = packed(getattr(market, who))
    text = "\n".join(files.values())
    assert among(text, theirs) == list(theirs)
    assert among(text, [*others, "omar", "staff@example.ma"]) == []


def test_a_copy_has_every_table_that_holds_the_person(market):
    files, n_rows = packed(market.user)
    holding = [
        table.label
        for table in TABLES
        if table.people and (rows_of(table, market.user).exists() or rows_naming(table, market.user).exists())
    ]
    assert {f"data/{label}.json" for label in holding} == set(files) - {"index.html"}
    assert len(holding) > 20
    assert n_rows == sum(len(json.loads(files[f"data/{label}.json"])) for label in holding)


def test_a_copy_is_for_machines_and_for_people_in_their_language(market):
    market.user.language = "ar"
    files, _n_rows = packed(market.user)
    (profile,) = json.loads(files["data/influencers.Influencer.json"])
    (method,) = json.loads(files["data/payments.PayoutMethod.json"])
    assert (profile["bio"], profile["user"], method["address_encrypted"]) == ("canaryword", "me", RIB)
    assert 'dir="rtl"' in files["index.html"]
    assert "Zahracanary" in files["index.html"]


def test_no_secret_of_the_house_is_in_a_copy(market):
    files, _n_rows = packed(market.user)
    text = "\n".join(files.values())
    assert market.user.password not in text
    assert "token_hash" not in text


def test_asked_made_told_fetched_and_gone_after_a_week(market):
    asked = ask_export(by=market.user)
    with pytest.raises(ExportOpen):
        ask_export(by=market.user)
    assert tasks.make_exports() == 1
    export = Export.objects.get(pk=asked.pk)
    assert (export.state, export.percent) == ("ready", 100)
    assert b"PK" not in bytes(export.sealed)[:40]
    assert Letter.objects.get(kind="export_ready").to == market.user.email
    assert fetch_export(export_id=export.pk, by=market.user)[:2] == b"PK"
    assert SecurityEvent.objects.filter(user=market.user, kind="export_fetched").count() == 1
    Export.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(ExportGone):
        fetch_export(export_id=export.pk, by=market.user)
    assert forget_old_copies() == 1
    export.refresh_from_db()
    assert (export.state, bytes(export.sealed)) == ("gone", b"")


def test_nobody_else_fetches_it(market, staff):
    export = ask_export(by=market.user)
    tasks.make_exports()
    for who in (market.other, staff):
        with pytest.raises(Http404):
            fetch_export(export_id=export.pk, by=who)


def test_a_worker_that_died_gives_the_copy_back_and_two_make_one(market):
    ask_export(by=market.user)
    first = claim_export()
    assert claim_export() is None
    Export.objects.update(next_try_at=timezone.now())
    second = claim_export()
    assert (first.pk, second.attempts) == (second.pk, 2)
    assert finish_export(export_id=second.pk, data=b"PK", n_rows=1)
    assert not finish_export(export_id=first.pk, data=b"PK", n_rows=1)
    assert Letter.objects.filter(kind="export_ready").count() == 1


def test_a_copy_that_cannot_be_made_is_tried_five_times(market, monkeypatch):
    ask_export(by=market.user)
    monkeypatch.setattr(services, "pack", lambda **_what: 1 / 0)
    for _try in range(5):
        Export.objects.update(next_try_at=timezone.now())
        assert tasks.make_exports() == 0
    assert Export.objects.get().state == "failed"
    monkeypatch.undo()
    ask_export(by=market.user)
    assert tasks.make_exports() == 1


def test_rows_that_only_name_somebody_say_no_more_than_that(market, staff):
    payouts = next(table for table in TABLES if table.label == "payments.Payout")
    (row,) = copy_of(payouts, staff)
    assert row["approved_by"] == "me"
    assert row["requested_by"] == "somebody else"
    assert "amount_centimes" not in row
