"""Hash ver3 against what other people computed: two answers of real gateways among them."""

import json
from pathlib import Path

import pytest

from kit import nestpay

VECTORS = json.loads((Path(__file__).parent / "nestpay_vectors.json").read_text(encoding="utf-8"))
NAMES = [vector["name"] for vector in VECTORS]


@pytest.mark.parametrize("vector", VECTORS, ids=NAMES)
def test_the_hash_of_others(vector):
    rule = vector.get("document_rule", False)
    fields, key = vector["fields"], vector["store_key"]
    assert nestpay.plaintext(fields, key, document_rule=rule) == vector["plaintext"]
    assert nestpay.hash_of(fields, key, document_rule=rule) == vector["hash"]


@pytest.mark.parametrize("vector", VECTORS, ids=NAMES)
def test_what_was_hashed_is_believed_and_any_change_is_not(vector):
    rule, key = vector.get("document_rule", False), vector["store_key"]
    told = {**vector["fields"], "HASH": vector["hash"]}
    assert nestpay.believed(told, key, document_rule=rule) == told
    for name in vector["fields"]:
        if name.lower() != "encoding":
            changed = {**told, name: f"{told[name]}x"}
            assert nestpay.believed(changed, key, document_rule=rule) == {}


def test_names_are_sorted_as_people_count():
    names = ["oid", "BillToName", "Foo10", "foo2", "Foo1", "EXTRA.TRXDATE", "amount", "_x", "a-1"]
    wanted = ["a-1", "amount", "BillToName", "EXTRA.TRXDATE", "Foo1", "foo2", "Foo10", "oid", "_x"]
    assert sorted(names, key=nestpay.natural) == wanted


TOLD = {"oid": "IM1", "ErrMsg": "Refus de l'émetteur & co", "empty": ""}


@pytest.mark.parametrize("name", ["HASH", "hash", "Hash"])
@pytest.mark.parametrize(
    "change",
    [
        {},
        {"ErrMsg": "Refus de l&#x27;émetteur &amp; co", "oid": "IM1\n"},
        {"ErrMsg": "Refus de l&#039;émetteur &amp; co\r\n", "encoding": "ISO-8859-9"},
        {"oid": "  IM1 "},
    ],
)
def test_values_may_come_dressed_and_count_undressed(name, change):
    hash_ = nestpay.hash_of(TOLD, "key")
    said = nestpay.believed({**TOLD, **change, name: hash_}, "key")
    assert {key: said[key] for key in TOLD} == TOLD


@pytest.mark.parametrize("hash_", ["", " ", "x", None])
def test_no_hash_is_no_proof(hash_):
    told = TOLD if hash_ is None else {**TOLD, "HASH": hash_}
    assert nestpay.believed(told, "key") == {}
    assert nestpay.believed({}, "key") == {}


def test_an_empty_key_is_hashed_too_but_settings_without_one_are_not_offered():
    assert nestpay.plaintext({"a": "1"}, "") == "1|"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<html></html>",
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><CC5Response><A>&e;</A></CC5Response>',
    ],
)
def test_other_xml_is_not_read(text):
    with pytest.raises(ValueError, match="CC5Response"):
        nestpay.read_xml(text)


def test_xml_there_and_back():
    sent = nestpay.request_xml({"OrderId": "A&B <1>"}, {"ORDERHISTORY": "QUERY"}).decode()
    assert nestpay.read_xml(sent, "CC5Request") == {"OrderId": "A&B <1>", "ORDERHISTORY": "QUERY"}
