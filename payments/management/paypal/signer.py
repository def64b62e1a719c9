"""Its own certificates, made on the first start, and the signature of each letter."""

import json
import zlib
from base64 import b64decode, b64encode
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from payments.management.paypal.store import now

NAME = "messageverificationcerts.paypal.com"
PATH = "/v1/notifications/certs/CERT-TEST"
LIFE = timedelta(days=3650)
KEY_BITS = 2048
ROOT, CHAIN, KEY = "root.pem", "chain.pem", "key.pem"


class Signer:
    """The root is for settings.PAYPAL_TEST_CERTIFICATES; nobody else trusts it."""

    def __init__(self, place: Path) -> None:
        if not (place / KEY).exists():
            _make(place)
        self.chain = (place / CHAIN).read_bytes()
        key = load_pem_private_key((place / KEY).read_bytes(), None)
        assert isinstance(key, RSAPrivateKey)
        self._key = key

    def headers(self, webhook_id: str, body: bytes, base: str) -> dict[str, str]:
        """As PayPal sends them; every attempt is a transmission of its own."""
        sent_id, sent_at = str(uuid4()), now()
        signed = _message(sent_id, sent_at, webhook_id, body)
        return {
            "PAYPAL-AUTH-ALGO": "SHA256withRSA",
            "PAYPAL-CERT-URL": f"{base}{PATH}",
            "PAYPAL-TRANSMISSION-ID": sent_id,
            "PAYPAL-TRANSMISSION-TIME": sent_at,
            "PAYPAL-TRANSMISSION-SIG": b64encode(self._key.sign(signed, PKCS1v15(), SHA256())).decode(),
        }

    def knows(self, raw: bytes) -> bool:
        """The body of verify-webhook-signature: whether we signed the bytes in it."""
        asked: dict[str, Any] = json.loads(raw)
        event = _event_in(raw)
        signed = _message(asked["transmission_id"], asked["transmission_time"], asked["webhook_id"], event)
        try:
            signature = b64decode(asked["transmission_sig"])
            self._key.public_key().verify(signature, signed, PKCS1v15(), SHA256())
        except InvalidSignature:
            return False
        return True


def _message(sent_id: str, sent_at: str, webhook_id: str, body: bytes) -> bytes:
    return f"{sent_id}|{sent_at}|{webhook_id}|{zlib.crc32(body)}".encode()


def _event_in(raw: bytes) -> bytes:
    """The event exactly as it was sent, not as somebody would write it again."""
    text = raw.decode()
    mark = '"webhook_event":'
    start = text.index(mark) + len(mark)
    start += len(text[start:]) - len(text[start:].lstrip())
    _, end = json.JSONDecoder().raw_decode(text, start)
    return text[start:end].encode()


def _make(place: Path) -> None:
    root_key, key = (generate_private_key(65537, KEY_BITS) for _ in range(2))
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "InfluMaroc test PayPal, trusted nowhere")])
    root = _certificate(who, root_key.public_key(), who)
    root = root.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    root = root.add_extension(_usage(is_root=True), critical=True)
    signed_root = root.sign(root_key, SHA256())
    theirs = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    leaf = _certificate(theirs, key.public_key(), who)
    leaf = leaf.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    leaf = leaf.add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
    leaf = leaf.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
    leaf = leaf.add_extension(_usage(is_root=False), critical=True)
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key())
    signed_leaf = leaf.add_extension(issuer, critical=False).sign(root_key, SHA256())
    (place / ROOT).write_bytes(signed_root.public_bytes(Encoding.PEM))
    (place / CHAIN).write_bytes(signed_leaf.public_bytes(Encoding.PEM))
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (place / KEY).touch(mode=0o600)
    (place / KEY).write_bytes(pem)


def _certificate(subject: x509.Name, key: Any, issuer: x509.Name) -> x509.CertificateBuilder:
    today = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key)
    made = made.serial_number(x509.random_serial_number())
    made = made.not_valid_before(today - timedelta(days=1)).not_valid_after(today + LIFE)
    return made.add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)


def _usage(*, is_root: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not is_root,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_root,
        crl_sign=is_root,
        encipher_only=False,
        decipher_only=False,
    )
