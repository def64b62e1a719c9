"""Logs go to the terminal: plain lines for people, one JSON object a line for machines that collect them.

Both are cleaned as the last thing before they are written, so that no logger, library or traceback brings a
password, a token or a RIB with it.
"""

import json
import logging
from collections.abc import ItemsView
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest
from django.views.debug import SafeExceptionReporterFilter

from kit.redaction import HIDDEN, cleaned


class PlainLines(logging.Formatter):
    """As the format says, without secrets."""

    def format(self, record: logging.LogRecord) -> str:
        return cleaned(super().format(record))


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
        words = {name: cleaned(value) if isinstance(value, str) else value for name, value in line.items()}
        return json.dumps(words, ensure_ascii=False, default=lambda value: cleaned(str(value)))


class Reports(SafeExceptionReporterFilter):
    """Django's report of a fault, wherever it is sent: where it broke, never with what."""

    def is_active(self, request: HttpRequest | None) -> bool:
        return True

    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, Any]:
        return dict.fromkeys(request.POST, HIDDEN) if request else {}

    def get_safe_request_meta(self, request: HttpRequest) -> dict[str, Any]:
        meta = super().get_safe_request_meta(request)
        return {name: cleaned(f"{name}: {value}")[len(name) + 2 :] for name, value in meta.items()}

    def get_safe_cookies(self, request: HttpRequest) -> dict[str, Any]:
        return dict.fromkeys(request.COOKIES, HIDDEN)

    def get_traceback_frame_variables(self, request: Any, tb_frame: Any) -> ItemsView[str, Any]:
        return dict.fromkeys(tb_frame.f_locals, HIDDEN).items()


def settings(*, form: str, level: str) -> dict[str, Any]:
    """Django's LOGGING; `form` is plain or json."""
    formatters = {
        "plain": {
            "()": "influmaroc.logs.PlainLines",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
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
