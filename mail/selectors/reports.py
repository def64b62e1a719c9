"""What a provider's event says, in our words."""

import json
from dataclasses import dataclass
from typing import Any

from mail.models import PostEvent

DELIVERED, BOUNCED, COMPLAINED, UNSUBSCRIBED, CONFIRM, IGNORED = (
    "delivered",
    "bounced",
    "complained",
    "unsubscribed",
    "confirm",
    "ignored",
)
# Why SendGrid drops a letter without trying: the address is known to be dead, or its owner complained.
DEAD = ("bounced address", "invalid", "spam reporting address")


@dataclass(frozen=True)
class Report:
    """`letter` is our id of it, `provider_id` theirs. A bounce that `is_final` closes the address."""

    what: str
    letter: str = ""
    provider_id: str = ""
    addresses: tuple[str, ...] = ()
    is_final: bool = False
    detail: str = ""
    url: str = ""


def report_of(event: PostEvent) -> Report:
    """What an event says; what is not ours to act on is "ignored"."""
    try:
        said = json.loads(event.raw)
        return _of_amazon(said) if event.provider == "ses" else _of_sendgrid(said)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError):
        return Report(IGNORED)


def _of_amazon(message: dict[str, Any]) -> Report:
    if message["Type"] == "SubscriptionConfirmation":
        return Report(CONFIRM, url=message["SubscribeURL"])
    said = json.loads(message["Message"])
    known = {
        "letter": said["mail"].get("tags", {}).get("letter", [""])[0],
        "provider_id": said["mail"]["messageId"],
    }
    match said.get("eventType") or said.get("notificationType"):
        case "Delivery":
            return Report(DELIVERED, **known)
        case "Bounce":
            return _bounce(said["bounce"], known)
        case "Complaint":
            people = said["complaint"]["complainedRecipients"]
            detail = said["complaint"].get("complaintFeedbackType") or ""
            return Report(COMPLAINED, **known, addresses=_addresses(people), is_final=True, detail=detail)
    return Report(IGNORED)


def _bounce(bounce: dict[str, Any], known: dict[str, Any]) -> Report:
    return Report(
        BOUNCED,
        **known,
        addresses=_addresses(bounce["bouncedRecipients"]),
        is_final=bounce["bounceType"] == "Permanent",
        detail=f"{bounce['bounceType']} {bounce.get('bounceSubType', '')}".strip(),
    )


def _addresses(people: list[dict[str, Any]]) -> tuple[str, ...]:
    return tuple(one["emailAddress"] for one in people)


def _of_sendgrid(said: dict[str, Any]) -> Report:
    reason = str(said.get("reason", ""))
    finals = {
        "delivered": (DELIVERED, False),
        "bounce": (BOUNCED, said.get("type") == "bounce"),
        "dropped": (BOUNCED, reason.lower() in DEAD),
        "spamreport": (COMPLAINED, True),
        "unsubscribe": (UNSUBSCRIBED, False),
        "group_unsubscribe": (UNSUBSCRIBED, False),
    }
    what, is_final = finals.get(said["event"], (IGNORED, False))
    return Report(
        what,
        letter=said.get("letter", ""),
        # Theirs continues with the name of the machine that sent it.
        provider_id=said.get("sg_message_id", "").partition(".")[0],
        addresses=(said["email"],),
        is_final=is_final,
        detail=reason[:200],
    )
