"""Reading exchange rates, from a server of our own that answers as the two sources do."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from payments.gateways import rates
from payments.models import ExchangeRate
from payments.tasks import fetch_rates

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 25)
BAM = [
    {"date": "2026-03-25T12:30:00", "libDevise": "EUR", "moyen": 10.8057, "uniteDevise": 1},
    {"date": "2026-03-25T12:30:00", "libDevise": "USD", "moyen": 931.89, "uniteDevise": 100},
    {"date": "2026-03-25T12:30:00", "libDevise": "JPY", "moyen": 5.862, "uniteDevise": 100},
]


class Source(BaseHTTPRequestHandler):
    """Answers what the test put there, and notes what was asked."""

    def do_GET(self) -> None:
        where = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(where.query).items()}
        self.server.asked.append((where.path, asked, self.headers.get("Ocp-Apim-Subscription-Key")))
        status, body = self.server.answer(asked)
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, *args: Any) -> None:
        """Tests are quiet."""


@contextmanager
def answering(answer: Any) -> Iterator[Any]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Source)
    server.answer, server.asked = answer, []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def at(settings):
    def feed(server: Any) -> None:
        url = f"http://127.0.0.1:{server.server_port}/v"
        settings.FX_FEEDS = {
            "bam": {"url": url, "key": "k1"},
            "frankfurter": {"url": url, "provider": "BAM"},
        }

    return feed


def test_the_central_banks_rates_are_divided_by_their_unit(at):
    with answering(lambda asked: (200, BAM)) as server:
        at(server)
        found = rates.fetch("bam", DAY)
    assert server.asked == [("/v/CoursVirement", {"date": "2026-03-25T12:30:00"}, "k1")]
    assert [tuple(row) for row in found] == [
        ("EUR", DAY, Decimal("10.8057")),
        ("USD", DAY, Decimal("9.3189")),
    ]


def test_a_holiday_has_no_rates(at):
    with answering(lambda asked: (200, [])) as server:
        at(server)
        assert rates.fetch("bam", DAY) == []


def test_the_second_source_is_asked_for_one_provider_and_one_pair_at_a_time(at):
    def answer(asked: dict[str, str]) -> tuple[int, Any]:
        return 200, [{"date": "2026-03-25", "base": asked["base"], "quote": "MAD", "rate": 10.8}]

    with answering(answer) as server:
        at(server)
        found = rates.fetch("frankfurter", DAY)
    assert [row.currency for row in found] == ["EUR", "USD"]
    assert server.asked[0][1] == {"base": "EUR", "quotes": "MAD", "providers": "BAM", "date": "2026-03-25"}


@pytest.mark.parametrize("answer", [(500, []), (200, {"error": "x"}), (200, [{"libDevise": "EUR"}])])
def test_an_answer_that_cannot_be_read_is_no_rate(at, answer):
    with answering(lambda asked: answer) as server:
        at(server)
        with pytest.raises(rates.RatesUnreachable):
            rates.fetch("bam", DAY)


def test_one_source_failing_does_not_hold_up_the_other(at):
    def answer(asked: dict[str, str]) -> tuple[int, Any]:
        return (200, BAM) if "base" not in asked else (503, [])

    with answering(answer) as server:
        at(server)
        assert fetch_rates() == 2
        assert fetch_rates() == 0
    assert set(ExchangeRate.objects.values_list("source", "currency")) == {("bam", "EUR"), ("bam", "USD")}


def test_a_source_without_a_key_is_not_asked(settings):
    settings.FX_FEEDS = {"bam": {"url": "http://127.0.0.1:9", "key": ""}}
    assert (rates.configured(), fetch_rates()) == ([], 0)
