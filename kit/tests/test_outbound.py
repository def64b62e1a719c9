import socket
import ssl
import threading
import time

import pytest

from kit import outbound
from kit.addresses import BadAddress, Rules, parse
from kit.outbound import Unanswered, numbers_of, post
from kit.tests.outside import Names, Seen, certificate, plain, served, with_tls

OPEN = Rules(ports=frozenset({443, 8443}))
LOOP = Rules(may_loop=True)
PUBLIC = "196.200.130.1"


@pytest.fixture
def names(monkeypatch):
    """Stands where the system's resolver stands."""

    def put(**answers):
        stub = Names(**answers)
        monkeypatch.setattr(outbound, "lookup", stub)
        return stub

    return put


@pytest.fixture
def dialled(monkeypatch):
    """Which numbers are called; nobody is."""
    called = []

    def create_connection(place, timeout):
        called.append(place)
        raise ConnectionRefusedError

    monkeypatch.setattr(outbound.socket, "create_connection", create_connection)
    return called


def refused(url, rules=LOOP, within_s=2.0):
    with pytest.raises(Unanswered) as no:
        post(url, b"{}", {}, rules=rules, within_s=within_s)
    return no.value


@pytest.mark.parametrize(
    "inside",
    [
        "127.0.0.1",
        "10.0.0.5",
        "169.254.169.254",
        "100.64.1.1",
        "::1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "fd00::1",
    ],
)
def test_a_name_that_leads_inside_is_not_called(names, dialled, inside):
    names(hooks__example__ma=[[PUBLIC, inside]])
    error = refused("https://hooks.example.ma/", OPEN)
    assert (error.kind, str(error), dialled) == ("address", "inside", [])


def test_the_number_that_was_looked_at_is_the_one_that_is_called(names, dialled):
    """The next answer would lead inside: it is never asked for."""
    stub = names(hooks__example__ma=[[PUBLIC], ["127.0.0.1"]])
    assert refused("https://hooks.example.ma/", OPEN).kind == "connect"
    assert (dialled, stub.asked) == ([(PUBLIC, 443)], ["hooks.example.ma"])


def test_a_name_that_was_fine_when_it_was_saved_is_looked_at_again(names, dialled):
    names(hooks__example__ma=[[PUBLIC], ["127.0.0.1"]])
    assert numbers_of(parse("https://hooks.example.ma/", OPEN)) == [PUBLIC]
    assert refused("https://hooks.example.ma/", OPEN).kind == "address"
    assert dialled == []


def test_a_name_that_nobody_knows(names, dialled):
    names()
    with pytest.raises(BadAddress) as no:
        numbers_of(parse("https://nobody.example.ma/", OPEN))
    assert (no.value.reason, refused("https://nobody.example.ma/", OPEN).kind) == ("unresolved", "dns")


def test_a_resolver_that_says_nothing_does_not_hold_us(monkeypatch):
    heard = threading.Event()
    monkeypatch.setattr(outbound, "lookup", lambda _host, _port: heard.wait())
    began = time.monotonic()
    assert refused("https://hooks.example.ma/", OPEN, within_s=0.2).kind == "dns"
    assert time.monotonic() - began < 2
    heard.set()


def test_a_redirect_is_an_answer_and_is_not_followed():
    with served(Seen(plain())) as canary:
        inside = f"http://127.0.0.1:{canary.port}/inside"
        with served(Seen(plain(302, Location=inside))) as server:
            answer = post(f"http://127.0.0.1:{server.port}/", b"{}", {}, rules=LOOP, within_s=5)
    assert (answer.status, len(server.hits), canary.hits) == (302, 1, [])


def test_no_proxy_of_the_environment_is_asked(monkeypatch):
    with served(Seen(plain())) as proxy, served(Seen(plain())) as server:
        for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        post(f"http://127.0.0.1:{server.port}/x?y=1", b'{"a":1}', {"A": "b"}, rules=LOOP, within_s=5)
    path, headers, body = server.hits[0]
    assert (proxy.hits, path, headers["A"], body) == ([], "/x?y=1", "b", b'{"a":1}')
    assert headers["Host"] == f"127.0.0.1:{server.port}"


def test_a_long_answer_is_cut():
    with served(Seen(plain(body=b"a" * 200_000))) as server:
        answer = post(f"http://127.0.0.1:{server.port}/", b"", {}, rules=LOOP, within_s=5)
    assert len(answer.body) == outbound.READ_AT_MOST


def test_headers_without_end_are_not_read_to_the_end():
    def endless(handler):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n" + b"X: " + b"a" * 60_000 + b"\r\n")
        for _ in range(50):
            handler.wfile.write(b"Y: " + b"b" * 60_000 + b"\r\n")

    with served(Seen(endless)) as server:
        assert refused(f"http://127.0.0.1:{server.port}/").kind == "protocol"


@pytest.mark.parametrize("start", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n"])
def test_an_answer_that_comes_drop_by_drop_ends_with_the_time(start):
    over = threading.Event()

    def drip(handler):
        handler.wfile.write(start)
        while not over.wait(0.05):
            handler.wfile.write(b"a")

    with served(Seen(drip)) as server:
        began = time.monotonic()
        assert refused(f"http://127.0.0.1:{server.port}/", within_s=0.3).kind == "timeout"
        assert time.monotonic() - began < 1
        over.set()


@pytest.mark.parametrize("said", [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 abc\r\n\r\n"])
def test_what_is_no_answer(said):
    def talk(handler):
        handler.wfile.write(said)
        handler.close_connection = True

    with served(Seen(talk)) as server:
        assert refused(f"http://127.0.0.1:{server.port}/").kind == "protocol"


def test_nobody_there():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    assert refused(f"http://127.0.0.1:{port}/").kind == "connect"


@pytest.fixture
def pinned(monkeypatch, names):
    """hooks.example.ma is a public number, behind which stands a server of the test's."""

    def put(server):
        real, here = socket.create_connection, ("127.0.0.1", server.port)
        names(hooks__example__ma=[[PUBLIC]])
        monkeypatch.setattr(outbound.socket, "create_connection", lambda _place, timeout: real(here, timeout))

    return put


def trusting(monkeypatch, file):
    monkeypatch.setattr(outbound, "trust", lambda: ssl.create_default_context(cafile=str(file)))


def test_tls_keeps_the_name_though_a_number_is_called(monkeypatch, pinned, tmp_path):
    file = certificate(tmp_path, "hooks.example.ma")
    trusting(monkeypatch, file)
    with served(with_tls(Seen(plain()), file)) as server:
        pinned(server)
        answer = post("https://hooks.example.ma/in", b"{}", {}, rules=OPEN, within_s=5)
    assert (answer.status, answer.body) == (200, b"ok")
    assert server.hits[0][1]["Host"] == "hooks.example.ma"


@pytest.mark.parametrize("whose", ["other.example.ma", PUBLIC])
def test_the_certificate_of_another_is_refused(monkeypatch, pinned, tmp_path, whose):
    file = certificate(tmp_path, whose)
    trusting(monkeypatch, file)
    with served(with_tls(Seen(plain()), file)) as server:
        pinned(server)
        assert refused("https://hooks.example.ma/", OPEN).kind == "tls"
    assert server.hits == []


def test_a_certificate_that_nobody_vouches_for_is_refused(pinned, tmp_path):
    with served(with_tls(Seen(plain()), certificate(tmp_path, "hooks.example.ma"))) as server:
        pinned(server)
        assert refused("https://hooks.example.ma/", OPEN).kind == "tls"
    assert server.hits == []
