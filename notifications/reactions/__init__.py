"""What happens elsewhere, turned into notices for whoever it matters to: the other side, mostly."""

from notifications.reactions import (
    chargebacks,
    contracts,
    deadlines,
    market,
    money,
    papers,
    plans,
    talks,
    taxes,
    teams,
    work,
)

__all__ = [
    "chargebacks",
    "contracts",
    "deadlines",
    "market",
    "money",
    "papers",
    "plans",
    "talks",
    "taxes",
    "teams",
    "work",
]
