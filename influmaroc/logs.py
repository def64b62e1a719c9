"""Logs go to the terminal: plain lines for people, one JSON object a line for machines that collect them."""

import json
import logging
import re
from datetime import UTC, datetime
from typing import Any

# Tokens that stand in an address (a letter's link): whoever reads the log must not be able to use them.
_SECRET = re.compile(r"(/mot-de-passe/nouveau/|/validate-reset-token/)[^/?\s\"']+")


def scrub(text: str) -> str:
    """The same text without the tokens of links."""
    return _SECRET.sub(r"\1***", text)


class PlainLines(logging.Formatter):
    """For people."""

    def format(self, record: logging.LogRecord) -> str:
        return scrub(super().format(record))


class JsonLines(logging.Formatter):
    """time, level, logger, message, and where they exist request id, path, status and traceback."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if request := getattr(record, "request", None):
            line["request_id"] = getattr(request, "id", "")
            line["path"] = getattr(request, "path", "")
        if status := getattr(record, "status_code", None):
            line["status"] = status
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return scrub(json.dumps(line, ensure_ascii=False, default=str))


def settings(*, form: str, level: str) -> dict[str, Any]:
    """Django's LOGGING; `form` is plain or json."""
    formatters = {
        "plain": {
            "()": "influmaroc.logs.PlainLines",
            "fmt": "%(asctime)s %(levelname)s %(name)s %(message)s",
        },
        "json": {"()": "influmaroc.logs.JsonLines"},
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": formatters,
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": form}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {"django": {"handlers": [], "level": level, "propagate": True}},
    }
