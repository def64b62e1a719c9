"""Writes about tax: who is taxed how, which rules are on, what was withheld and why."""

from taxes.services.profiles import check_profile, refuse_profile, set_identity, set_profile
from taxes.services.switches import approve_switch, propose_switch
from taxes.services.withholding import withhold

__all__ = [
    "approve_switch",
    "check_profile",
    "propose_switch",
    "refuse_profile",
    "set_identity",
    "set_profile",
    "withhold",
]
