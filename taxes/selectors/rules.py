"""The rules of Moroccan tax on a creator's work, by date, each with where it was read and how sure that is.

SOURCED: several sources agree. CONFLICTING: they contradict each other. GENERAL: known, not read in a text.
What is not sourced is off until two people of the house turn it on (RuleSwitch). docs/tax.md has the words.
"""

from dataclasses import dataclass, replace
from datetime import date

from taxes.models import RuleSwitch

SOURCED, GENERAL, CONFLICTING = "sourced", "general", "conflicting"
MILLION = 100_000_000  # of dirhams, in centimes


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One rule from `starts_on` until before `ends_on`. Rates in basis points, amounts in centimes."""

    code: str
    starts_on: date
    rate_bps: int
    source: str
    confidence: str
    is_on: bool
    ends_on: date | None = None
    threshold_centimes: int = 0
    limit_centimes: int = 0

    def counts(self, on: date) -> bool:
        """In force on a day, and on."""
        return self.is_on and self.starts_on <= on and (self.ends_on is None or on < self.ends_on)


IS_SOURCE = "Loi de finances 2026, CGI art. 15 bis and 160 bis (press: Le360 2026-01, Challenge)"
RULES = (
    Rule(
        code="vat_normal",
        starts_on=date(2000, 1, 1),
        rate_bps=2000,
        source="CGI art. 98, normal rate",
        confidence=SOURCED,
        is_on=True,
    ),
    Rule(
        code="ae_own_tax",
        starts_on=date(2023, 1, 1),
        rate_bps=100,
        source="Law 114-13, CGI art. 73-II-B-8: 1 % of what services took in, declared by oneself",
        confidence=SOURCED,
        is_on=True,
    ),
    Rule(
        code="ae_one_client",
        starts_on=date(2023, 1, 1),
        rate_bps=3000,
        threshold_centimes=8_000_000,
        source="CGI art. 73-II-G-8: above 80,000 MAD a year from one client, 30 % withheld by that client",
        confidence=SOURCED,
        is_on=True,
    ),
    Rule(
        code="third_party_fees",
        starts_on=date(2023, 1, 1),
        rate_bps=1000,
        source="CGI art. 15 bis and 157, circular 733: fees a company pays to an individual (RNR, RNS)",
        confidence=SOURCED,
        is_on=True,
    ),
    Rule(
        code="is_private_payers",
        starts_on=date(2026, 7, 1),
        ends_on=date(2027, 1, 1),
        rate_bps=500,
        threshold_centimes=500 * MILLION,
        source=IS_SOURCE,
        confidence=SOURCED,
        is_on=True,
    ),
    Rule(
        code="is_private_payers",
        starts_on=date(2027, 1, 1),
        ends_on=date(2028, 1, 1),
        rate_bps=500,
        threshold_centimes=350 * MILLION,
        source=IS_SOURCE,
        confidence=SOURCED,
        is_on=True,
    ),
    Rule(
        code="is_private_payers",
        starts_on=date(2028, 1, 1),
        rate_bps=500,
        threshold_centimes=200 * MILLION,
        source=IS_SOURCE,
        confidence=SOURCED,
        is_on=True,
    ),
    Rule(
        code="vat_withheld_regular",
        starts_on=date(2024, 7, 1),
        rate_bps=7500,
        threshold_centimes=500_000,
        limit_centimes=5_000_000,
        source="Loi de finances 2024, CGI art. 117-IV: with a certificate of tax regularity, 75 % of the VAT",
        confidence=SOURCED,
        is_on=True,
    ),
    Rule(
        code="vat_withheld",
        starts_on=date(2024, 7, 1),
        rate_bps=10000,
        threshold_centimes=500_000,
        limit_centimes=5_000_000,
        source="Loi de finances 2024, CGI art. 117-IV: without the certificate, all of the VAT",
        confidence=SOURCED,
        is_on=True,
    ),
    Rule(
        code="foreign_provider",
        starts_on=date(2000, 1, 1),
        rate_bps=1000,
        source="CGI art. 15 and 160: payments to non-residents; treaties differ",
        confidence=GENERAL,
        is_on=False,
    ),
)


def rules_on(on: date) -> dict[str, Rule]:
    """Rules by code that are in force on a day, as staff switched them. One query."""
    switches = RuleSwitch.objects.filter(starts_on__lte=on, approved_by__isnull=False)
    said = dict(switches.order_by("starts_on", "id").values_list("code", "is_on"))
    as_said = [replace(rule, is_on=said.get(rule.code, rule.is_on)) for rule in RULES]
    return {rule.code: rule for rule in as_said if rule.counts(on)}
