"""Signed messages between machines: HMAC-SHA256 over the time and the exact bytes.

A signature reads `t=1764000000,v1=<hex>`; several v1 may stand in one header while a key is being changed.
"""

import hashlib
import hmac
import time

TOLERANCE_S = 300


def sign(secret: str, body: bytes, at: int | None = None) -> str:
    stamp = int(time.time()) if at is None else at
    return f"t={stamp},v1={_digest(secret, stamp, body)}"


def is_signed(secret: str, body: bytes, signature: str, tolerance_s: int = TOLERANCE_S) -> bool:
    """True when one v1 fits these bytes and the time is within the tolerance, either way."""
    parts = [part.split("=", 1) for part in signature.split(",") if "=" in part]
    stamps = [value for name, value in parts if name == "t" and value.isascii() and value.isdigit()]
    if not secret or len(stamps) != 1 or abs(time.time() - int(stamps[0][:15])) > tolerance_s:
        return False
    wanted = _digest(secret, int(stamps[0][:15]), body).encode()
    return any(hmac.compare_digest(wanted, value.encode()) for name, value in parts if name == "v1")


def canonical(fields: dict[str, str]) -> bytes:
    """Form fields in one order: `name=value` lines, sorted by name, backslashes and line ends escaped."""
    return "\n".join(f"{_line(name)}={_line(fields[name])}" for name in sorted(fields)).encode()


def _line(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\r", "\\r").replace("\n", "\\n").replace("=", "\\e")


def _digest(secret: str, stamp: int, body: bytes) -> str:
    return hmac.new(secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
