"""Reads about tax: the rules, the arithmetic, who is taxed how."""

from taxes.selectors.engine import Assessment, Line, Party, Sums, assess
from taxes.selectors.parties import (
    ClientYear,
    Identity,
    assessed,
    client_years,
    ending_certificates,
    identity_of,
    is_declared,
    opened,
    party_of,
    profile_of,
    sums_of,
)
from taxes.selectors.rules import RULES, Rule, rules_on

__all__ = [
    "RULES",
    "Assessment",
    "ClientYear",
    "Identity",
    "Line",
    "Party",
    "Rule",
    "Sums",
    "assess",
    "assessed",
    "client_years",
    "ending_certificates",
    "identity_of",
    "is_declared",
    "opened",
    "party_of",
    "profile_of",
    "rules_on",
    "sums_of",
]
