"""A small push service on this machine, and browsers that open what it brings them: written from RFC 8291."""

import json
from collections import deque
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import jwt
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kit import webpush
from kit.webpush import b64, unb64


def derived(salt: bytes, secret: bytes, about: bytes, n_bytes: int) -> bytes:
    return HKDF(hashes.SHA256(), n_bytes, salt, about).derive(secret)


class Browser:
    """Its keys, and what it showed."""

    def __init__(self, name: str) -> None:
        self.name, self.auth = name, b64(b"s" * 16)
        self.private = webpush.new_private_key()
        self.p256dh = webpush.public_key(self.private)
        self.shown: list[dict] = []

    def open(self, sent: bytes) -> dict:
        salt, theirs, sealed = sent[:16], sent[21:86], sent[86:]
        point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), theirs)
        shared = webpush.private_key(self.private).exchange(ec.ECDH(), point)
        about = b"WebPush: info\x00" + unb64(self.p256dh) + theirs
        secret = derived(unb64(self.auth), shared, about, 32)
        key = derived(salt, secret, b"Content-Encoding: aes128gcm\x00", 16)
        nonce = derived(salt, secret, b"Content-Encoding: nonce\x00", 12)
        return json.loads(AESGCM(key).decrypt(nonce, sealed, None).rstrip(b"\x02"))


class PushService:
    """`browsers` by name; `answers` come first (status, headers), then 201."""

    def __init__(self) -> None:
        self.browsers: dict[str, Browser] = {}
        self.answers: deque[tuple[int, dict[str, str]]] = deque()
        self.headers: list[dict[str, str]] = []
        self.origin = ""

    def browser(self, name: str) -> Browser:
        return self.browsers.setdefault(name, Browser(name))

    def endpoint(self, name: str) -> str:
        return f"{self.origin}/send/{self.browser(name).name}"

    def take(self, name: str, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, str]]:
        self.headers.append(headers)
        if self.answers:
            return self.answers.popleft()
        if name not in self.browsers:
            return 410, {}
        token, key = headers["authorization"].removeprefix("vapid t=").split(", k=")
        sender = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), unb64(key))
        jwt.decode(token, sender, ["ES256"], audience=self.origin)
        self.browsers[name].shown.append(self.browsers[name].open(body))
        return 201, {}


@contextmanager
def served(service: PushService):
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            status, more = service.take(self.path.rpartition("/")[2], headers, body)
            self.send_response(status)
            for name, value in {"Content-Length": "0", **more}.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *args) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    service.origin = f"http://127.0.0.1:{server.server_port}"
    yield service
    server.shutdown()
    server.server_close()
