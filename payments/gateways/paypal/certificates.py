"""The certificates PayPal signs its messages with: from PayPal only, with a chain to a root we trust."""

import logging
import re
import time
from functools import lru_cache
from pathlib import Path

import certifi
import requests
from cryptography import x509
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError
from django.conf import settings
from django.utils import timezone

from kit.throttle import take
from payments.errors import BadCallback, GatewayUnreachable
from payments.gateways.port import leave_transaction

log = logging.getLogger(__name__)
OWNER = "paypal.com"
KEPT_S = 24 * 3600
MAX_KEPT = 20
TIMEOUT_S = (3.05, 5)
DEADLINE_S = 10
MAX_BYTES = 32_768
OK = 200
PLAIN_PATH = re.compile(r"/[A-Za-z0-9._~/-]*")
THEIRS = re.compile(
    rf"https://(?:[a-z0-9-]+\.)*{re.escape(OWNER)}(?::443)?{PLAIN_PATH.pattern}", re.IGNORECASE | re.ASCII
)
BLOCK = re.compile(rb"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)

kept: dict[
    str, tuple[bytes, float]
] = {}  # chains that were trusted, in this process; looked at anew each time


def certificate_at(url: str) -> x509.Certificate:
    """The signing certificate behind a message's PAYPAL-CERT-URL.

    Raises BadCallback for a strange place or chain, GatewayUnreachable and TooMany when it cannot be had now.
    """
    if not is_trusted_place(url):
        raise BadCallback
    pem, until = kept.get(url, (b"", 0.0))
    if time.monotonic() < until:
        return trusted_leaf(pem)
    pem = fetch(url)
    leaf = trusted_leaf(pem)
    if len(kept) >= MAX_KEPT:
        kept.clear()
    kept[url] = (pem, time.monotonic() + KEPT_S)
    return leaf


def is_trusted_place(url: str) -> bool:
    """https, a host under paypal.com, its usual port, a plain path; or the sandbox's own origin.

    Spelt out rather than taken apart: what fetches it may take an odd address apart in another way.
    """
    own = settings.PAYPAL_TEST_CERTIFICATES["origin"]
    if own and url.startswith(own):
        return PLAIN_PATH.fullmatch(url.removeprefix(own)) is not None
    return THEIRS.fullmatch(url) is not None


def trusted_leaf(pem: bytes) -> x509.Certificate:
    """The first certificate of a chain that is in force, leads to a trusted root and bears a name of
    PayPal's. Raises BadCallback."""
    try:
        leaf, *between = x509.load_pem_x509_certificates(pem)
        names = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        own = [name for name in names.get_values_for_type(x509.DNSName) if name.endswith(f".{OWNER}")]
        policy = PolicyBuilder().store(_roots()).time(timezone.now())
        policy.build_server_verifier(x509.DNSName(own[0])).verify(leaf, between)
    except (ValueError, IndexError, x509.ExtensionNotFound, VerificationError) as error:
        log.warning("PayPal's certificate is not trusted: %s", error)
        raise BadCallback from error
    return leaf


def _roots() -> Store:
    place = Path(settings.PAYPAL_TEST_CERTIFICATES["roots"] or certifi.where())
    return _store(str(place), place.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _store(place: str, _changed_at: int) -> Store:
    """A root that cannot be read is left out: it must not take the others with it."""
    found = []
    for block in BLOCK.findall(Path(place).read_bytes()):
        try:
            found.append(x509.load_pem_x509_certificate(block))
        except ValueError:
            log.warning("a root certificate in %s cannot be read", place)
    return Store(found)


def fetch(url: str) -> bytes:
    """Anybody can make us look: only so often, no redirects, not long, not much."""
    leave_transaction()
    take("paypal-certificate", "paypal")
    ends = time.monotonic() + DEADLINE_S
    try:
        with requests.get(url, timeout=TIMEOUT_S, allow_redirects=False, stream=True) as answer:
            if answer.status_code != OK:
                raise GatewayUnreachable(gateway="paypal")
            return _read(answer, ends)
    except requests.RequestException as error:
        raise GatewayUnreachable(gateway="paypal") from error


def _read(answer: requests.Response, ends: float) -> bytes:
    found = b""
    for piece in answer.iter_content(4096):
        found += piece
        if len(found) > MAX_BYTES or time.monotonic() > ends:
            raise BadCallback
    return found
