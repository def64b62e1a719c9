"""Standard Webhooks: what is sent beside a body, and how it is signed (version 1, HMAC-SHA256)."""

import base64
import hashlib
import hmac
import secrets

PREFIX = "whsec_"
N_BYTES = 32


def new_secret() -> str:
    """As receivers of the standard take it: the key is what base64 hides."""
    return PREFIX + base64.b64encode(secrets.token_bytes(N_BYTES)).decode()


def signature(secret: str, message_id: str, stamp: int, body: str) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    content = f"{message_id}.{stamp}.{body}".encode()
    return "v1," + base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()


def signed_headers(known: list[str], message_id: str, stamp: int, body: str) -> dict[str, str]:
    """One signature for each secret that is valid now."""
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(stamp),
        "webhook-signature": " ".join(signature(secret, message_id, stamp, body) for secret in known),
    }
