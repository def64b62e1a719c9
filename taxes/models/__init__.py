"""Who is taxed how, which rules are on, what was withheld. Parties are ids that nobody here explains."""

from taxes.models.profiles import TaxProfile
from taxes.models.rules import RuleSwitch
from taxes.models.withholdings import Withholding

__all__ = ["RuleSwitch", "TaxProfile", "Withholding"]
