"""What a price leaves after the house's fees and after tax, for both sides.

Tax depends on who the two are and on what was paid between them in the year. The sums of the year are what
was paid out already and what is set aside under contracts that run: those will be paid before a new one.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet, Sum
from django.utils import timezone

from payments.models import Escrow, EscrowPart, Wallet
from payments.selectors.parts import given_so_far
from payments.selectors.quotes import Quote, quote, share
from taxes.selectors import Assessment, Line, Party, Rule, Sums, assess, assessed, party_of, rules_on, sums_of
from taxes.selectors.words import Words, words_of

RUNNING = [Escrow.State.PENDING, Escrow.State.HELD]


@dataclass(frozen=True, kw_only=True)
class TaxLine:
    """A rule as it was applied, with its words."""

    line: Line
    words: Words


@dataclass(frozen=True, kw_only=True)
class FullQuote(Quote):
    """A quote with the tax on it: total = net + withheld + both fees + both VATs, to the centime."""

    tax: Assessment
    before_centimes: int = 0
    ceiling_centimes: int = 0

    @property
    def net_centimes(self) -> int:
        """What reaches the influencer: after the fee, its VAT and what is withheld."""
        return self.before_tax_centimes - self.withheld_centimes

    @property
    def before_tax_centimes(self) -> int:
        return super().net_centimes

    @property
    def withheld_centimes(self) -> int:
        return self.tax.withheld_centimes

    @property
    def percent_before(self) -> int:
        """Of what an auto-entrepreneur may take from one client in a year: taken before. At most 100."""
        return self._share(self.before_centimes)

    @property
    def percent_here(self) -> int:
        """Of the same: this price, on top."""
        return self._share(self.before_centimes + self.price_centimes) - self.percent_before

    @property
    def left_centimes(self) -> int:
        """Until the ceiling, after this price."""
        return max(self.ceiling_centimes - self.before_centimes - self.price_centimes, 0)

    def _share(self, centimes: int) -> int:
        return min(centimes * 100 // self.ceiling_centimes, 100) if self.ceiling_centimes else 0

    @property
    def withheld_lines(self) -> list[TaxLine]:
        return [one for one in self.lines if one.line.is_withheld]

    @property
    def told_lines(self) -> list[TaxLine]:
        """Tax that is the influencer's own to declare; nothing of it is taken here."""
        return [one for one in self.lines if not one.line.is_withheld]

    @property
    def lines(self) -> list[TaxLine]:
        return [TaxLine(line=line, words=words_of(line.code)) for line in self.tax.lines]


@dataclass(frozen=True, kw_only=True)
class Pricing:
    """What every price between two parties shares, so that many prices cost no more questions than one."""

    fees: Quote
    provider: Party
    client: Party
    sums: Sums
    rules: dict[str, Rule]

    def of(self, price_centimes: int) -> FullQuote:
        """One price. Pure."""
        priced = self.fees.of(price_centimes)
        tax = assess(
            price_centimes, provider=self.provider, client=self.client, sums=self.sums, rules=self.rules
        )
        return FullQuote(
            **vars(priced),
            tax=tax,
            before_centimes=self.sums.year_centimes,
            ceiling_centimes=self._ceiling(),
        )

    def _ceiling(self) -> int:
        """For one client; 0 for whom there is none."""
        rule = self.rules.get("ae_one_client")
        has_one = self.provider.status == "auto_entrepreneur" and self.client.is_moroccan_company
        return rule.threshold_centimes if rule and has_one else 0


def pricing_of(
    *, provider: Party, client: Party, year_centimes: int = 0, at: datetime | None = None
) -> Pricing:
    """Prices between two parties that are only described: the calculator's. Two queries."""
    return Pricing(
        fees=quote(0, at),
        provider=provider,
        client=client,
        sums=Sums(year_centimes=year_centimes),
        rules=rules_on(timezone.localdate(at)),
    )


def pricing(*, client: Wallet | None, provider: Wallet, at: datetime | None = None) -> Pricing:
    """Prices between two wallets. Without a client: a Moroccan company that has not paid them before.

    Six queries at most, however many prices are asked for.
    """
    on = timezone.localdate(at)
    return Pricing(
        fees=quote(0, at, client),
        provider=party_of(provider.pk, on),
        client=party_of(client.pk, on) if client else Party(status="company"),
        sums=_sums(client, provider, at) if client else Sums(),
        rules=rules_on(on),
    )


def full_quote(
    price_centimes: int, *, client: Wallet | None, provider: Wallet, at: datetime | None = None
) -> FullQuote:
    """One price between two wallets, after fees and tax."""
    return pricing(client=client, provider=provider, at=at).of(price_centimes)


def escrow_quote(escrow: Escrow) -> FullQuote:
    """A contract's whole price at the fees frozen in it, after what was paid outside of it and the contracts
    that were made before it.
    """
    on = timezone.localdate()
    own = [f"close:{part.pk}" for part in escrow.parts.all()]
    paid = sums_of(escrow.payer_id, escrow.payee_id, on, without=own)
    before = running_parts().filter(
        escrow__payer_id=escrow.payer_id, escrow__payee_id=escrow.payee_id, escrow_id__lt=escrow.pk
    )
    shared = Pricing(
        fees=share(escrow, 0),
        provider=party_of(escrow.payee_id, on),
        client=party_of(escrow.payer_id, on),
        sums=_more(paid, _gross(before)),
        rules=rules_on(on),
    )
    return shared.of(escrow.price_centimes)


def paid_quote(escrow: Escrow) -> FullQuote:
    """What the influencer got of a contract, after the fees and the tax that were taken then. Two queries."""
    closed = [f"close:{part.pk}" for part in escrow.parts.all()]
    return FullQuote(**vars(given_so_far(escrow)), tax=assessed(closed))


def running_parts() -> QuerySet[EscrowPart]:
    """What is agreed or paid for and not given away: the parts that closed are in the sums of the year."""
    return EscrowPart.objects.filter(state__in=RUNNING)


def running_with(client: Wallet, provider: Wallet) -> int:
    """Gross of what is still to be paid under the contracts between two wallets. One query."""
    return _gross(running_parts().filter(escrow__payer=client, escrow__payee=provider))


def _gross(rows: QuerySet[EscrowPart]) -> int:
    return rows.aggregate(n=Sum("price_centimes", default=0))["n"]


def _sums(client: Wallet, provider: Wallet, at: datetime | None) -> Sums:
    paid = sums_of(client.pk, provider.pk, timezone.localdate(at))
    return _more(paid, running_with(client, provider))


def _more(paid: Sums, running: int) -> Sums:
    return Sums(year_centimes=paid.year_centimes + running, month_centimes=paid.month_centimes + running)
