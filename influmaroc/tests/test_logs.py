import json
import logging
from urllib.parse import quote

import pytest

from influmaroc.logs import JsonLines
from kit.redaction import HIDDEN, cleaned


def record(**extra):
    return logging.makeLogRecord(
        {"name": "x", "levelname": "ERROR", "msg": "no %s", "args": ("luck",), **extra}
    )


def test_a_line_is_one_json_object(rf):
    request = rf.get("/fr/")
    request.id = "abc"
    line = json.loads(JsonLines().format(record(request=request, status_code=500)))
    assert line["message"] == "no luck"
    assert (line["request_id"], line["path"], line["status"]) == ("abc", "/fr/", 500)


def test_a_fault_carries_its_traceback_on_the_same_line():
    fault = ValueError("é")
    text = JsonLines().format(record(exc_info=(ValueError, fault, None)))
    assert "\n" not in text
    assert "ValueError: é" in json.loads(text)["traceback"]


@pytest.mark.parametrize("path", ["/fr/mot-de-passe/nouveau/", "/auth/validate-reset-token/"])
def test_logs_keep_no_token(path):
    assert cleaned(f"Gone: {path}{'a-_b' * 16} x") == f"Gone: {path}{HIDDEN} x"


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\x85", "\u2028"])
def test_z16_no_word_of_a_visitor_begins_a_line_or_a_header(client, db, caplog, end):
    """In the form that production writes: JSON, one object a line."""
    forged = f"x{end}Set-Cookie: a=b{end}ERROR forged"
    answer = client.get(f"/fr/{quote(forged)}", headers={"User-Agent": forged, "X-Request-ID": forged})
    assert answer.status_code == 404
    assert "a" not in answer.cookies
    assert not [value for value in answer.headers.values() if "forged" in value]
    lines = [JsonLines().format(one) for one in caplog.records]
    assert any("forged" in line for line in lines)
    assert [line for line in lines if "\n" in line or "\r" in line] == []
