"""Batches of bank transfers: two people, one file that never changes, each payout in one batch at most."""

import csv
import io
from hashlib import sha256
from xml.etree import ElementTree

import pytest
from django.db import IntegrityError, InternalError, connection, transaction

from kit import crypt
from kit.errors import NotAllowed, WrongState
from payments import services
from payments.errors import (
    BatchNeedsChecker,
    BatchNotReleased,
    NotForBatch,
    NothingToBatch,
    PayoutFileChanged,
    PayoutInBatch,
    SecondPersonNeeded,
)
from payments.models import Payout, PayoutBatch, PayoutFile, PayoutLine, WalletHolder
from payments.selectors import balance
from payments.services.bank_files import plain_text
from payments.tests.conftest import NET, RIB

pytestmark = pytest.mark.django_db
PAIN = "{urn:iso:std:iso:20022:tech:xsd:pain.001.001.03}"
HOUSE = "011780000012345678901278"


@pytest.fixture(autouse=True)
def house(settings):
    settings.PAYOUT_RAILS = {"rib": {"account": HOUSE, "holder": "InfluMaroc SARL"}}


@pytest.fixture
def two(released, method, purse, amina, staff) -> list[Payout]:
    """100 and 3 860 MAD, approved."""
    made = []
    for amount in (10_000, NET - 10_000):
        row = services.request_payout(wallet=purse, amount_centimes=amount, by=amina)
        made.append(services.approve_payout(payout_id=row.pk, by=staff))
    return made


@pytest.fixture
def batch(two, staff) -> PayoutBatch:
    return services.build_batch(by=staff)


@pytest.fixture
def out(batch, colleague) -> PayoutBatch:
    """Released by somebody else."""
    return services.release_batch(batch_id=batch.pk, by=colleague)


def refused_by_the_database(act) -> None:
    with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
        act()


def states() -> list[str]:
    return list(Payout.objects.order_by("amount_centimes").values_list("state", flat=True))


def test_one_builds_another_releases_the_bank_pays(out, staff, clean):
    assert (out.state, out.n_lines, out.total_centimes, states()) == ("released", 2, NET, ["sending"] * 2)
    services.mark_batch_sent(batch_id=out.pk, by=staff)
    assert services.settle_batch(batch_id=out.pk, bank_ref="VIR-1", by=staff) == 2
    assert (states(), balance("bank"), balance("payouts_in_transit")) == (["paid"] * 2, NET, 0)
    assert services.settle_batch(batch_id=out.pk, bank_ref="VIR-1", by=staff) == 0
    clean()


def test_a_request_to_build_that_is_sent_again_builds_one_batch(two, api_of, staff):
    def ask(key):
        body = {"payouts": [str(two[0].pk)]}
        return api_of(staff).post(
            "/api/admin/payout-batches", body, format="json", headers={"Idempotency-Key": key}
        )

    first, again = ask("once"), ask("once")
    assert (first.status_code, again.status_code, again.content) == (201, 201, first.content)
    assert (again["Idempotent-Replayed"], PayoutBatch.objects.count()) == ("true", 1)
    assert (ask("another").status_code, PayoutBatch.objects.count()) == (409, 1)


def test_whoever_built_it_does_not_release_it(batch, staff):
    with pytest.raises(BatchNeedsChecker):
        services.release_batch(batch_id=batch.pk, by=staff)
    assert (PayoutBatch.objects.get().state, states()) == ("built", ["approved"] * 2)


def test_nor_does_the_database_let_them(batch, staff):
    refused_by_the_database(
        lambda: PayoutBatch.objects.update(state="released", released_by=staff, n_lines=2)
    )


def test_a_large_one_is_not_released_by_its_approver(two, staff, colleague, settings):
    settings.PAYOUT_SECOND_PERSON_CENTIMES = 10_000
    batch = services.build_batch(by=colleague)
    with pytest.raises(SecondPersonNeeded):
        services.release_batch(batch_id=batch.pk, by=staff)
    assert states() == ["approved"] * 2


def test_a_payout_lies_in_one_live_batch(batch, two, staff):
    with pytest.raises(NotForBatch):
        services.build_batch(by=staff, payout_ids=[two[0].pk])
    with pytest.raises(NothingToBatch):
        services.build_batch(by=staff)
    other = PayoutBatch.objects.create(made_by=staff)
    refused_by_the_database(lambda: PayoutLine.objects.create(batch=other, payout=two[0], position=1))


def test_what_lies_in_a_batch_is_not_sent_alone(batch, two, staff):
    with pytest.raises(PayoutInBatch):
        services.send_payout(payout_id=two[0].pk, by=staff)
    assert states() == ["approved"] * 2


def test_a_batch_taken_apart_frees_its_payouts(batch, two, staff, colleague):
    services.cancel_batch(batch_id=batch.pk, by=staff)
    with pytest.raises(WrongState):
        services.release_batch(batch_id=batch.pk, by=colleague)
    assert services.build_batch(by=staff, payout_ids=[two[0].pk]).lines.count() == 1


def test_a_released_batch_is_not_taken_apart(out, staff):
    with pytest.raises(WrongState):
        services.cancel_batch(batch_id=out.pk, by=staff)


def test_one_that_failed_meanwhile_has_left_the_batch(batch, two, staff, colleague, clean):
    services.fail_payout(payout_id=two[0].pk, reason="security", by=staff)
    out = services.release_batch(batch_id=batch.pk, by=colleague)
    assert (out.n_lines, out.total_centimes, states()) == (1, NET - 10_000, ["failed", "sending"])
    clean()


def test_a_removed_account_takes_its_payouts_out(batch, method, amina, colleague):
    services.remove_payout_method(method_id=method.pk, by=amina)
    with pytest.raises(NothingToBatch):
        services.release_batch(batch_id=batch.pk, by=colleague)


def test_lines_end_one_by_one_too(out, two, staff, clean):
    services.fail_payout(payout_id=two[0].pk, reason="account_closed", by=staff)
    assert services.settle_batch(batch_id=out.pk, bank_ref="V", by=staff) == 1
    assert (states(), balance("bank")) == (["failed", "paid"], NET - 10_000)
    clean()


@pytest.mark.parametrize("name", ["amina", "atlas"])
def test_only_staff_build_batches(two, name, request):
    with pytest.raises(NotAllowed):
        services.build_batch(by=request.getfixturevalue(name))
    assert not PayoutBatch.objects.exists()


def test_nobody_batches_their_own_money(two, purse, staff):
    WalletHolder.objects.create(wallet=purse, user=staff)
    with pytest.raises(NothingToBatch):
        services.build_batch(by=staff)


def fetched(batch: PayoutBatch, layout: str, by) -> bytes:
    return services.fetch_payout_file(batch_id=batch.pk, layout=layout, by=by)[1]


@pytest.mark.parametrize("layout", ["csv", "pain"])
def test_two_exports_are_byte_equal_whatever_happened_since(out, two, method, amina, staff, layout):
    first = fetched(out, layout, staff)
    services.fail_payout(payout_id=two[0].pk, reason="returned", by=staff)
    services.remove_payout_method(method_id=method.pk, by=amina)
    assert fetched(out, layout, staff) == first
    assert PayoutFile.objects.get(layout=layout).sha256 == sha256(first).hexdigest()


def test_the_csv_holds_every_line_and_the_sums(out, two, staff):
    rows = list(csv.reader(io.StringIO(fetched(out, "csv", staff).decode("utf-8-sig")), delimiter=";"))
    lines = {row[1]: row for row in rows[1:-1]}
    assert {pk: (lines[pk][2], lines[pk][4]) for pk in lines} == {
        two[0].reference: (RIB, "100.00"),
        two[1].reference: (RIB, "3860.00"),
    }
    assert rows[-1][3:] == ["2", "3960.00", "MAD"]


def test_the_iso_file_names_accounts_sums_and_references(out, two, staff):
    tree = ElementTree.fromstring(fetched(out, "pain", staff))
    assert [one.text for one in tree.iter(f"{PAIN}NbOfTxs")] == ["2", "2"]
    assert [one.text for one in tree.iter(f"{PAIN}CtrlSum")] == ["3960.00"] * 2
    ends = {one.text for one in tree.iter(f"{PAIN}EndToEndId")}
    assert ends == {row.reference for row in two}
    assert all(len(one) <= 35 for one in ends)
    assert tree.find(f".//{PAIN}DbtrAcct/{PAIN}Id/{PAIN}Othr/{PAIN}Id").text == HOUSE
    assert {one.text for one in tree.iterfind(f".//{PAIN}CdtrAcct/{PAIN}Id/{PAIN}Othr/{PAIN}Id")} == {RIB}


def test_without_an_account_of_the_house_there_is_only_our_own_file(batch, colleague, settings):
    settings.PAYOUT_RAILS = {"rib": {"account": "", "holder": ""}}
    services.release_batch(batch_id=batch.pk, by=colleague)
    assert [row.layout for row in PayoutFile.objects.all()] == ["csv"]


def test_ribs_lie_sealed(out):
    assert all(RIB.encode() not in bytes(row.sealed) for row in PayoutFile.objects.all())


def test_there_is_no_file_before_the_release(batch, staff):
    with pytest.raises(BatchNotReleased):
        fetched(batch, "csv", staff)


def test_a_file_that_is_not_what_was_released_is_given_to_nobody(out, staff):
    PayoutFile.objects.filter(layout="csv").update(sealed=crypt.seal(b"other lines"))
    with pytest.raises(PayoutFileChanged):
        fetched(out, "csv", staff)


@pytest.mark.parametrize(
    "act",
    [
        lambda: PayoutFile.objects.update(sha256="0" * 64),
        lambda: PayoutFile.objects.all().delete(),
        lambda: PayoutBatch.objects.update(total_centimes=1),
        lambda: PayoutBatch.objects.update(n_lines=1),
        lambda: PayoutBatch.objects.update(released_at=None),
    ],
)
def test_the_database_keeps_files_and_sums_as_they_were(out, act):
    refused_by_the_database(act)
    assert connection.is_usable()


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Éléonore  Ben-Saïd", "Eleonore Ben-Said"),
        ("=cmd|'/C calc'!A0", "cmd C calc A0"),
        ("+212", "212"),
        ("<b>&Co;</b>", "b Co b"),
        ("أمينة", "Amina"),
        ("ⵎⵓⵃⴰ", "Mouha"),
    ],
)
def test_names_are_written_in_signs_that_banks_take(name, plain):
    assert plain_text(name) == plain
