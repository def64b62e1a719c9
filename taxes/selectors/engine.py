"""The arithmetic of tax on one payment from a client to a provider. Pure: no table, no clock, only dirhams.

A price is a price: what was agreed is what the client pays for the work, VAT included where the provider
charges VAT. Each line is rounded half up to the centime. What depends on a year's sum is computed on the sums
before and after, so that a year paid in parts is taxed as if paid at once.
"""

from dataclasses import asdict, dataclass, replace
from typing import Any

from kit.shares import WHOLE_BPS, part_of
from taxes.models import TaxProfile
from taxes.selectors.rules import MILLION, Rule

Status = TaxProfile.Status
TURNOVER = {"small": 0, "200": 200 * MILLION, "350": 350 * MILLION, "500": 500 * MILLION}


@dataclass(frozen=True, kw_only=True)
class Party:
    """One side of a payment. `turnover` and `is_company` matter of the client; the rest of the provider."""

    status: str = Status.UNKNOWN
    is_vat_liable: bool = False
    is_regular: bool = False
    turnover: str = "small"

    @property
    def is_moroccan_company(self) -> bool:
        """Who has to withhold: a company here. People and foreign companies do not."""
        return self.status == Status.COMPANY


@dataclass(frozen=True, kw_only=True)
class Sums:
    """What this provider earned from this client before, in this year and in this month. Centimes."""

    year_centimes: int = 0
    month_centimes: int = 0


@dataclass(frozen=True, kw_only=True)
class Line:
    """One rule applied. `is_withheld`: held back from the provider; else it is theirs to pay."""

    code: str
    base_centimes: int
    rate_bps: int
    amount_centimes: int
    is_withheld: bool
    source: str

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    def more(self, other: "Line") -> "Line":
        """The same rule, applied to both."""
        base, amount = self.base_centimes + other.base_centimes, self.amount_centimes + other.amount_centimes
        return replace(self, base_centimes=base, amount_centimes=amount)


@dataclass(frozen=True, kw_only=True)
class Assessment:
    """gross = VAT in it + the rest; the provider receives gross - withheld (less the house's fee, elsewhere).

    `over_centimes`: how far this payment goes beyond what an auto-entrepreneur may take from one client.
    """

    gross_centimes: int
    vat_centimes: int
    lines: tuple[Line, ...]
    over_centimes: int = 0

    @property
    def withheld_centimes(self) -> int:
        """Never more than was earned."""
        return min(sum(line.amount_centimes for line in self.lines if line.is_withheld), self.gross_centimes)

    @property
    def without_vat_centimes(self) -> int:
        return self.gross_centimes - self.vat_centimes


def assess(
    gross_centimes: int, *, provider: Party, client: Party, sums: Sums, rules: dict[str, Rule]
) -> Assessment:
    """What tax does to one payment."""
    vat = _vat_in(gross_centimes, provider, rules)
    found: list[Line] = []
    over = 0
    if provider.status == Status.AUTO_ENTREPRENEUR:
        over = _over(gross_centimes, sums, rules) if client.is_moroccan_company else 0
        found += _auto_entrepreneur(gross_centimes, over, sums, rules)
    elif provider.status == Status.INDIVIDUAL and client.is_moroccan_company:
        found += _rate(rules, "third_party_fees", gross_centimes - vat)
        found += _vat_withheld(gross_centimes, vat, provider, sums, rules)
    elif provider.status == Status.COMPANY and client.is_moroccan_company:
        found += _company(gross_centimes - vat, client, rules)
    elif provider.status == Status.FOREIGN and client.is_moroccan_company:
        found += _rate(rules, "foreign_provider", gross_centimes - vat)
    return Assessment(gross_centimes=gross_centimes, vat_centimes=vat, lines=tuple(found), over_centimes=over)


def _vat_in(gross: int, provider: Party, rules: dict[str, Rule]) -> int:
    """The VAT inside a price that includes it; auto-entrepreneurs and people abroad charge none."""
    rule = rules.get("vat_normal")
    if rule is None or not provider.is_vat_liable or provider.status == Status.FOREIGN:
        return 0
    part = WHOLE_BPS + rule.rate_bps
    return (gross * rule.rate_bps * 2 + part) // (2 * part)


def _over(gross: int, sums: Sums, rules: dict[str, Rule]) -> int:
    rule = rules.get("ae_one_client")
    if rule is None:
        return 0
    before, after = sums.year_centimes, sums.year_centimes + gross
    return max(after - rule.threshold_centimes, 0) - max(before - rule.threshold_centimes, 0)


def _auto_entrepreneur(gross: int, over: int, sums: Sums, rules: dict[str, Rule]) -> list[Line]:
    """1 % of what is below the ceiling is theirs to declare; above it the client withholds 30 %."""
    ceiling, own = rules.get("ae_one_client"), rules.get("ae_own_tax")
    found = []
    if own is not None and gross - over:
        base = gross - over
        found.append(_line(own, base, part_of(base, own.rate_bps), withheld=False))
    if ceiling is not None and over:
        before = max(sums.year_centimes - ceiling.threshold_centimes, 0)
        amount = part_of(before + over, ceiling.rate_bps) - part_of(before, ceiling.rate_bps)
        found.append(_line(ceiling, over, amount, withheld=True))
    return found


def _rate(rules: dict[str, Rule], code: str, base: int) -> list[Line]:
    rule = rules.get(code)
    return [] if rule is None else [_line(rule, base, part_of(base, rule.rate_bps), withheld=True)]


def _company(base: int, client: Party, rules: dict[str, Rule]) -> list[Line]:
    """Large private companies withhold 5 % from companies, as their turnover says."""
    rule = rules.get("is_private_payers")
    if rule is None or TURNOVER[client.turnover] < rule.threshold_centimes:
        return []
    return _rate(rules, "is_private_payers", base)


def _vat_withheld(gross: int, vat: int, provider: Party, sums: Sums, rules: dict[str, Rule]) -> list[Line]:
    """Of the VAT: three quarters with a certificate, all without; small services of a month are spared."""
    rule = rules.get("vat_withheld_regular" if provider.is_regular else "vat_withheld")
    if rule is None or not vat:
        return []
    is_small = gross <= rule.threshold_centimes and sums.month_centimes + gross <= rule.limit_centimes
    return [] if is_small else [_line(rule, vat, part_of(vat, rule.rate_bps), withheld=True)]


def _line(rule: Rule, base: int, amount: int, *, withheld: bool) -> Line:
    return Line(
        code=rule.code,
        base_centimes=base,
        rate_bps=rule.rate_bps,
        amount_centimes=amount,
        is_withheld=withheld,
        source=rule.source,
    )
