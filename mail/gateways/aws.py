"""AWS Signature Version 4, for one request with a body."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

ALGORITHM = "AWS4-HMAC-SHA256"


@dataclass(frozen=True)
class Signer:
    """Whose requests, to which service of which region."""

    key_id: str
    secret: str
    region: str
    service: str

    def headers(
        self, method: str, url: str, body: bytes, headers: dict[str, str], now: datetime | None = None
    ) -> dict[str, str]:
        """`headers` (names in small letters), the date, and the signature over them. No query string."""
        parts = urlsplit(url)
        stamp = f"{now or datetime.now(UTC):%Y%m%dT%H%M%SZ}"
        signed = {**headers, "host": parts.netloc, "x-amz-date": stamp}
        names = ";".join(sorted(signed))
        lines = [f"{name}:{signed[name].strip()}" for name in sorted(signed)]
        request = [method, parts.path or "/", "", *lines, "", names, hashlib.sha256(body).hexdigest()]
        scope = f"{stamp[:8]}/{self.region}/{self.service}/aws4_request"
        digest = hashlib.sha256("\n".join(request).encode()).hexdigest()
        signature = self._sign(scope, "\n".join([ALGORITHM, stamp, scope, digest]))
        proof = f"{ALGORITHM} Credential={self.key_id}/{scope}, SignedHeaders={names}, Signature={signature}"
        return {**headers, "x-amz-date": stamp, "authorization": proof}

    def _sign(self, scope: str, text: str) -> str:
        key = f"AWS4{self.secret}".encode()
        for word in scope.split("/"):
            key = hmac.digest(key, word.encode(), "sha256")
        return hmac.digest(key, text.encode(), "sha256").hex()
