"""Push services of browsers."""

import logging
from urllib.parse import urlsplit

from django.conf import settings

from kit import outbound, webpush
from kit.addresses import BadAddress
from notifications.selectors.pushing import Bell, Ring, Rung, push_address, push_rules

log = logging.getLogger(__name__)
WITHIN_S = 10.0
KEPT_S = 24 * 3600  # how long a service keeps it for a browser that is off
GONE = frozenset({404, 410})
LATER = frozenset({408, 425, 429})
TAKEN = range(200, 300)
FAULTS = range(500, 600)


def push(ring: Ring) -> list[Rung]:
    """Ring every browser once. Raises nothing: what went wrong is the answer. No query is made here."""
    return [_rung(bell, ring) for bell in ring.bells]


def _rung(bell: Bell, ring: Ring) -> Rung:
    try:
        answer = _post(bell, ring)
    except (BadAddress, ValueError) as error:  # it is our rule or key that changed
        log.warning("device %s cannot be rung: %s", bell.device_id, type(error).__name__)
        return Rung(bell.device_id, "refused")
    except outbound.Unanswered as error:
        return Rung(bell.device_id, "refused" if error.kind == "address" else "later")
    return Rung(bell.device_id, _meaning(answer.status), outbound.wait_s(answer))


def _post(bell: Bell, ring: Ring) -> outbound.Answer:
    address = push_address(bell.endpoint)
    parts = urlsplit(str(address))
    origin = f"{parts.scheme}://{parts.netloc}"
    headers = {
        "Authorization": webpush.signature(origin, private=settings.PUSH_KEY, contact=settings.PUSH_CONTACT),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(KEPT_S),
        "Topic": ring.tag,
        "Urgency": "high" if ring.is_urgent else "normal",
    }
    body = webpush.seal(ring.words, p256dh=bell.p256dh, auth=bell.auth)
    return outbound.post(str(address), body, headers, rules=push_rules(), within_s=WITHIN_S)


def _meaning(status: int) -> str:
    if status in TAKEN:
        return "taken"
    if status in GONE:
        return "gone"
    return "later" if status in LATER or status in FAULTS else "refused"
