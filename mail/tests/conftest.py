import json
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from aiosmtpd.controller import Controller
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.cache import cache

from mail.models import Mailing
from mail.tests.amazon import TOPIC, Amazon


class Sink:
    """A mailbox on a real SMTP server: what it got, as bytes, and what it answers."""

    def __init__(self):
        self.messages = []
        self.refuses = {}

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd's name
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
        self.messages.append(envelope.content)
        return "250 OK"


@pytest.fixture
def sink(settings):
    sink = Sink()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(sink, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    yield sink
    controller.stop()


class Peer(ThreadingHTTPServer):
    """A provider behind HTTP: keeps what it is asked, answers what it is told to."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), PeerHandler)
        self.asked = []
        self.answer = (202, {"X-Message-Id": "sg-1"}, b"")

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}"


class PeerHandler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append((self.path, dict(self.headers), json.loads(body)))
        status, headers, content = self.server.answer
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(content))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args):
        """Silence."""


@pytest.fixture
def peer():
    server = Peer()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def sendgrid(peer, settings):
    settings.EMAIL_PROVIDER = "sendgrid"
    settings.SENDGRID = {"api_key": "SG.test", "event_key": "", "url": peer.url}
    return peer


@pytest.fixture(scope="session")
def amazons_key():
    return rsa.generate_private_key(65537, 2048)


@pytest.fixture
def amazon_sns(settings, amazons_key):
    settings.SES = {"topic_arn": TOPIC}
    yield Amazon(amazons_key)
    cache.clear()


WORDS = {
    "fr": {"subject": "Ramadan sur InfluMaroc", "body": "Les campagnes ouvrent.\n\nPostulez tôt."},
    "ar": {"subject": "رمضان على إنفلوماروك", "body": "الحملات تفتح.\n\nقدم طلبك باكرا."},
    "en": {"subject": "Ramadan on InfluMaroc", "body": "Campaigns open.\n\nApply early."},
}


@pytest.fixture
def mailing(db):
    return Mailing.objects.create(words=WORDS, path="/campagnes", per_minute=60)
