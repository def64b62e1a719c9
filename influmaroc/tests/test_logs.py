import json
import logging

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
