"""Amazon's part in its signed messages, played with a key of ours."""

import base64
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.x509.oid import NameOID
from django.core.cache import cache

from mail.gateways import signed

TOPIC = "arn:aws:sns:eu-west-3:123456789012:letters"
CERTIFICATE = "https://sns.eu-west-3.amazonaws.com/SimpleNotificationService-1.pem"


def certificate(key, days=30):
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sns.amazonaws.com")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(now - timedelta(days=60))
    return made.not_valid_after(now + timedelta(days=days)).sign(key, hashes.SHA256())


class Amazon:
    """Signs as Amazon does, with a key of ours whose certificate lies in the cache of certificates."""

    def __init__(self, key):
        self.key = key
        self.publish(key)

    def publish(self, key, days=30):
        pem = certificate(key, days).public_bytes(serialization.Encoding.PEM)
        cache.set(signed.cache_key(CERTIFICATE), pem)

    def message(self, **changed):
        fields = {
            "Type": "Notification",
            "MessageId": "m-1",
            "TopicArn": TOPIC,
            "Message": "{}",
            "Timestamp": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S.000Z}",
            "SignatureVersion": "2",
            "SigningCertURL": CERTIFICATE,
            **changed,
        }
        text = "".join(
            f"{name}\n{fields[name]}\n" for name in signed.FIELDS[fields["Type"]] if name in fields
        )
        signature = self.key.sign(text.encode(), padding.PKCS1v15(), hashes.SHA256())
        return {**fields, "Signature": base64.b64encode(signature).decode()}
