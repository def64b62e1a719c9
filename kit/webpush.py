"""Web Push in letters and numbers: sealing for one browser (RFC 8291), proving who sends (RFC 8292).

Nothing here speaks to the network. Keys are those of P-256, written in base64url without padding, as browsers
write them.
"""

import base64
import os
import struct
import time

import jwt
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

POINT_BYTES = 65
SECRET_BYTES = 16
RECORD_BYTES = 4096
TOKEN_LASTS_S = 12 * 3600  # services take 24 hours at most
_LAST_RECORD = b"\x02"


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64(text: str) -> bytes:
    """Raises ValueError for anything else than base64url."""
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


def new_private_key() -> str:
    """32 bytes: a sender's secret (VAPID)."""
    number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
    return b64(number.to_bytes(32, "big"))


def private_key(text: str) -> ec.EllipticCurvePrivateKey:
    """Raises ValueError when it is no key."""
    return ec.derive_private_key(int.from_bytes(unb64(text), "big"), ec.SECP256R1())


def public_key(private: str) -> str:
    """What a browser is told of the sender: the point that belongs to the secret."""
    return b64(_point(private_key(private).public_key()))


def ensure_keys(p256dh: str, auth: str) -> None:
    """Raises ValueError when these are not the keys of a browser: a point on the curve, and 16 bytes."""
    if len(unb64(auth)) != SECRET_BYTES:
        raise ValueError("auth")
    _browsers_key(unb64(p256dh))


def seal(words: bytes, *, p256dh: str, auth: str) -> bytes:
    """For one browser alone, in the encoding aes128gcm, as one record. Fresh keys each time."""
    theirs = unb64(p256dh)
    key, salt = ec.generate_private_key(ec.SECP256R1()), os.urandom(16)
    shared, ours = key.exchange(ec.ECDH(), _browsers_key(theirs)), _point(key.public_key())
    secret = _derived(unb64(auth), shared, b"WebPush: info\0" + theirs + ours, 32)
    content_key = _derived(salt, secret, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derived(salt, secret, b"Content-Encoding: nonce\0", 12)
    head = salt + struct.pack("!LB", RECORD_BYTES, len(ours)) + ours
    return head + AESGCM(content_key).encrypt(nonce, words + _LAST_RECORD, None)


def signature(origin: str, *, private: str, contact: str) -> str:
    """The header Authorization: that this sender means this push service, for half a day."""
    claims = {"aud": origin, "exp": int(time.time()) + TOKEN_LASTS_S, "sub": contact}
    token = jwt.encode(claims, private_key(private), "ES256")
    return f"vapid t={token}, k={public_key(private)}"


def _browsers_key(point: bytes) -> ec.EllipticCurvePublicKey:
    if len(point) != POINT_BYTES:
        raise ValueError("p256dh")
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _derived(salt: bytes, secret: bytes, about: bytes, n_bytes: int) -> bytes:
    return HKDF(hashes.SHA256(), n_bytes, salt, about).derive(secret)
