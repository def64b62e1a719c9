"""Writes about tax: who is taxed how, which rules are on, what was withheld and why."""

from taxes.services.certificates import warn_of_certificate
from taxes.services.profiles import check_profile, refuse_profile, set_identity, set_profile
from taxes.services.proofs import add_proof
from taxes.services.switches import approve_switch, propose_switch
from taxes.services.withholding import withhold

__all__ = [
    "add_proof",
    "approve_switch",
    "check_profile",
    "propose_switch",
    "refuse_profile",
    "set_identity",
    "set_profile",
    "warn_of_certificate",
    "withhold",
]
