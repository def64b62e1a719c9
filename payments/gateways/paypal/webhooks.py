"""Whether a message is PayPal's own: by its certificate, or by asking PayPal (settings.PAYPAL_VERIFY)."""

import json
import zlib
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from django.conf import settings
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from payments.errors import BadCallback, GatewayUnreachable
from payments.gateways.paypal import certificates
from payments.gateways.paypal.client import Client, Declined

ALGORITHM = "SHA256withRSA"
FIELDS = ("auth_algo", "cert_url", "transmission_id", "transmission_sig", "transmission_time")
MAX_FIELD = 500
EARLY_S = 300


def verified(client: Client, webhook_id: str, headers: Mapping[str, str], body: bytes) -> dict[str, Any]:
    """The message, once it is proved. What costs nothing is looked at first.

    Raises BadCallback; GatewayUnreachable and TooMany when nobody can say now: PayPal sends it again.
    """
    sent = {name: headers.get(f"PAYPAL-{name.replace('_', '-').upper()}", "") for name in FIELDS}
    if not all(0 < len(value) <= MAX_FIELD for value in sent.values()) or sent["auth_algo"] != ALGORITHM:
        raise BadCallback
    if not certificates.is_trusted_place(sent["cert_url"]) or not _is_of_now(sent["transmission_time"]):
        raise BadCallback
    said = _json(body)
    if settings.PAYPAL_VERIFY == "online":
        ask(client, webhook_id, sent, body)
    else:
        leaf = certificates.certificate_at(sent["cert_url"])
        check(leaf, message(sent, webhook_id, body), sent["transmission_sig"])
    return said


def message(sent: Mapping[str, str], webhook_id: str, body: bytes) -> bytes:
    """What PayPal signs: the transmission, whom it is for, and a checksum of the exact bytes."""
    return f"{sent['transmission_id']}|{sent['transmission_time']}|{webhook_id}|{zlib.crc32(body)}".encode()


def check(leaf: x509.Certificate, signed: bytes, signature: str) -> None:
    """Raises BadCallback when the signature is not this certificate's."""
    key = leaf.public_key()
    try:
        if not isinstance(key, RSAPublicKey):
            raise BadCallback
        key.verify(b64decode(signature, validate=True), signed, PKCS1v15(), SHA256())
    except (InvalidSignature, NotBase64, ValueError) as error:
        raise BadCallback from error


def _is_of_now(moment: str) -> bool:
    """Up to as old as PayPal's last repetition may be; what comes twice is one event anyway."""
    try:
        sent_at = parse_datetime(moment)
    except ValueError:
        return False
    if sent_at is None or sent_at.tzinfo is None:
        return False
    age = timezone.now() - sent_at
    return timedelta(seconds=-EARLY_S) <= age <= timedelta(seconds=settings.PAYPAL_WEBHOOK_MAX_AGE_S)


def _json(body: bytes) -> dict[str, Any]:
    try:
        said = json.loads(body)
    except ValueError as error:
        raise BadCallback from error
    if not isinstance(said, dict):
        raise BadCallback
    return said


def ask(client: Client, webhook_id: str, sent: dict[str, str], body: bytes) -> None:
    """PayPal compares bytes, so the message goes back exactly as it came. Raises BadCallback."""
    asked = json.dumps({**sent, "webhook_id": webhook_id}).encode()
    raw = asked[:-1] + b', "webhook_event": ' + body + b"}"
    try:
        said = client.post("/v1/notifications/verify-webhook-signature", raw, sent["transmission_id"])
    except Declined as error:
        raise GatewayUnreachable(gateway="paypal") from error
    if said.get("verification_status") != "SUCCESS":
        raise BadCallback
