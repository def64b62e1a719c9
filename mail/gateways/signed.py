"""Signatures of the providers' event hooks: SendGrid's ECDSA, and the certificates of Amazon SNS."""

import base64
import binascii
import hashlib
import json
import re
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import requests
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import load_der_public_key
from django.conf import settings

from kit.remember import remembered
from mail.errors import NotSigned

TOLERANCE = timedelta(days=1)  # providers try again for as long
CERTIFICATE_KEPT_S = 24 * 3600
TIMEOUT_S = (3, 5)
AMAZON = re.compile(r"sns\.[a-z0-9-]{3,}\.amazonaws\.com(\.cn)?")
NOTIFICATION = ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type")
CONFIRMATION = ("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type")
FIELDS = {
    "Notification": NOTIFICATION,
    "SubscriptionConfirmation": CONFIRMATION,
    "UnsubscribeConfirmation": CONFIRMATION,
}


def sendgrid_events(body: bytes, signature: str, stamp: str) -> list[dict[str, Any]]:
    """The events of one call, once the signature over time and bytes fits. Raises NotSigned."""
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) < len("10000000000")):
        raise NotSigned
    _ensure_recent(datetime.fromtimestamp(int(stamp), UTC))
    if not is_sendgrids(settings.SENDGRID["event_key"], body, signature, stamp):
        raise NotSigned
    events = _read(body)
    if not isinstance(events, list) or not all(isinstance(event, dict) for event in events):
        raise NotSigned
    return events


def is_sendgrids(key: str, body: bytes, signature: str, stamp: str) -> bool:
    """ECDSA on P-256 with SHA-256 over the time and the exact bytes."""
    try:
        public = load_der_public_key(base64.b64decode(key))
        if not isinstance(public, ec.EllipticCurvePublicKey):
            return False
        public.verify(base64.b64decode(signature), stamp.encode() + body, ec.ECDSA(hashes.SHA256()))
    except (InvalidSignature, ValueError, binascii.Error):
        return False
    return True


def amazon_message(body: bytes) -> dict[str, Any]:
    """One message of our topic, once Amazon's signature fits. Raises NotSigned.

    Only signature version 2 (SHA-256) is believed. The certificate comes from Amazon's own host, over TLS.
    """
    message = _read(body)
    if not isinstance(message, dict) or not isinstance(message.get("Type"), str):
        raise NotSigned
    if message.get("TopicArn") != settings.SES["topic_arn"] or message.get("SignatureVersion") != "2":
        raise NotSigned
    if message.get("Type") not in FIELDS or not is_amazons(str(message.get("SigningCertURL"))):
        raise NotSigned
    _verify(message)
    return message


def is_amazons(url: str) -> bool:
    """Only https, only the host of SNS, nothing before or after it."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(AMAZON.fullmatch(parts.netloc))


def confirm(url: str) -> None:
    """Follow the link of a checked subscription. Raises NotSigned, and requests' errors."""
    if not is_amazons(url):
        raise NotSigned
    requests.get(url, timeout=TIMEOUT_S, allow_redirects=False).raise_for_status()


def _verify(message: dict[str, Any]) -> None:
    names = [name for name in FIELDS[message["Type"]] if message.get(name) is not None]
    text = "".join(f"{name}\n{message[name]}\n" for name in names)
    try:
        _ensure_recent(datetime.fromisoformat(message["Timestamp"]))
        certificate = x509.load_pem_x509_certificate(_certificate(message["SigningCertURL"]))
        public = certificate.public_key()
        if not isinstance(public, rsa.RSAPublicKey) or not _is_current(certificate):
            raise NotSigned
        signature = base64.b64decode(message["Signature"])
        public.verify(signature, text.encode(), padding.PKCS1v15(), hashes.SHA256())
    except (InvalidSignature, KeyError, ValueError, TypeError, requests.RequestException) as error:
        raise NotSigned from error


def _is_current(certificate: x509.Certificate) -> bool:
    return certificate.not_valid_before_utc <= datetime.now(UTC) <= certificate.not_valid_after_utc


def _certificate(url: str) -> bytes:
    """Fetched once a day."""
    return remembered(cache_key(url), partial(_fetch, url), for_s=CERTIFICATE_KEPT_S)


def _fetch(url: str) -> bytes:
    answer = requests.get(url, timeout=TIMEOUT_S, allow_redirects=False)
    answer.raise_for_status()
    return answer.content


def cache_key(url: str) -> str:
    """Where its certificate lies."""
    return f"mail-certificate:{hashlib.sha256(url.encode()).hexdigest()}"


def _ensure_recent(at: datetime) -> None:
    if abs(datetime.now(UTC) - at) > TOLERANCE:
        raise NotSigned


def _read(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError as error:
        raise NotSigned from error
