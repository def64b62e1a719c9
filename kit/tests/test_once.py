import pytest
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import JSONParser
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from kit.once import asked, respond
from kit.versions import asked_version, etag

FACTORY = APIRequestFactory()


def request(body, path="/api/x", **headers):
    raw = FACTORY.post(path, body, format="json", headers=headers)
    return Request(raw, parsers=[JSONParser()])


def test_the_order_of_keys_does_not_make_another_request():
    one, two = request({"a": 1, "b": [1, 2]}), request({"b": [1, 2], "a": 1})
    assert asked(one)["fingerprint"] == asked(two)["fingerprint"]


@pytest.mark.parametrize("other", [request({"a": 2}), request({"a": 1}, path="/api/y")])
def test_another_body_or_path_does(other):
    assert asked(request({"a": 1}))["fingerprint"] != asked(other)["fingerprint"]


def test_the_key_is_the_header():
    assert asked(request({}, **{"Idempotency-Key": "k-1"}))["key"] == "k-1"
    assert asked(request({}))["key"] == ""


def test_only_a_repeated_answer_says_so():
    assert "Idempotent-Replayed" not in respond((201, {}, False))
    assert respond((201, {}, True))["Idempotent-Replayed"] == "true"


@pytest.mark.parametrize(("header", "version"), [('"3"', 3), ('W/"3"', 3), ("3", 3), ("*", 7), ("", 7)])
def test_if_match_wins_over_the_body(header, version):
    fields = {"title": "X", "version": 7}
    assert asked_version(request({}, **{"If-Match": header}), fields) == version
    assert fields == {"title": "X"}


def test_if_match_is_what_the_etag_was():
    assert asked_version(request({}, **{"If-Match": etag(12)["ETag"]}), {}) == 12
    with pytest.raises(ValidationError):
        asked_version(request({}, **{"If-Match": '"tomorrow"'}), {})
