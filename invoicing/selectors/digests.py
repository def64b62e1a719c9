"""What makes a paper recognisable: the SHA-256 of all it says and of the paper before it in its series."""

import hashlib
import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from invoicing.models import Document

SAID = (
    *("key", "kind", "number", "issued_on", "language", "issuer_data", "recipient_data", "content"),
    *("currency", "net_centimes", "vat_centimes", "total_centimes", "withheld_centimes"),
    *("period_start", "period_end", "deal_id", "part_id", "payout_id", "recipient_id", "other_id"),
    "related_id",
)


def digest_of(document: Document, before: str) -> str:
    """Recomputed from the row, it proves the row; a row that was rewritten breaks all that follow."""
    said: dict[str, Any] = {name: getattr(document, name) for name in SAID}
    text = json.dumps([before, said], cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
