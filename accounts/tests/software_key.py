"""A passkey made of software, as a browser with a platform authenticator would answer (WebAuthn level 2)."""

import base64
import hashlib
import json
import secrets
import struct

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.cose import ES256

ORIGIN, RP = "http://localhost:8000", "localhost"
PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def b64(raw):
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def unb64(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class SoftwareKey:
    """One credential. `counts`: whether its counter moves."""

    def __init__(self, *, origin=ORIGIN, rp=RP, counts=True):
        self.origin, self.rp, self.counts = origin, rp, counts
        self.id, self.counter = secrets.token_bytes(32), 0
        self.key = ec.generate_private_key(ec.SECP256R1())

    def _client_data(self, kind, challenge):
        data = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(data).encode()

    def _auth_data(self, flags, extra=b""):
        self.counter += 1 if self.counts else 0
        return hashlib.sha256(self.rp.encode()).digest() + struct.pack(">BI", flags, self.counter) + extra

    def create(self, options):
        """As navigator.credentials.create()."""
        client = self._client_data("webauthn.create", options["challenge"])
        cose = cbor.encode(dict(ES256.from_cryptography_key(self.key.public_key())))
        attested = bytes(16) + struct.pack(">H", len(self.id)) + self.id + cose
        data = self._auth_data(PRESENT | VERIFIED | ATTESTED, attested)
        attestation = cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})
        response = {"clientDataJSON": b64(client), "attestationObject": b64(attestation)}
        return self._answer(response)

    def get(self, options, *, verified=True):
        """As navigator.credentials.get()."""
        client = self._client_data("webauthn.get", options["challenge"])
        data = self._auth_data(PRESENT | (VERIFIED if verified else 0))
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        response = {
            "clientDataJSON": b64(client),
            "authenticatorData": b64(data),
            "signature": b64(signature),
        }
        return self._answer(response)

    def _answer(self, response):
        return {"id": b64(self.id), "rawId": b64(self.id), "type": "public-key", "response": response}
