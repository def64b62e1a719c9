"""The rules of tax in words that people read: what each is called, why it applies, where it was read."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from taxes.selectors.rules import CONFLICTING, GENERAL, SOURCED, Rule, switched_rules

CONFIDENCE = {
    SOURCED: _("Several sources agree"),
    GENERAL: _("General knowledge, no text read"),
    CONFLICTING: _("Sources contradict each other"),
}


@dataclass(frozen=True, kw_only=True)
class Words:
    """`label` names the line of a calculation, `why` is its sentence, `source` where the rule stands."""

    label: str | Promise
    why: str | Promise
    source: str | Promise


WORDS: dict[str, Words] = {
    "vat_normal": Words(
        label=_("VAT included in the price"),
        why=_("The agreed price includes the VAT of a provider who charges it: it is shown, not added."),
        source=_("CGI, article 98: normal rate"),
    ),
    "ae_own_tax": Words(
        label=_("Income tax of the auto-entrepreneur"),
        why=_("Not taken here: the auto-entrepreneur declares and pays it with the periodic declaration."),
        source=_("Law 114-13 and CGI, article 73"),
    ),
    "ae_one_client": Words(
        label=_("Withheld above 80,000 MAD from one client"),
        why=_(
            "What an auto-entrepreneur earns from one client above 80,000 MAD in a year is taxed at 30 %, "
            "and that client withholds it."
        ),
        source=_(
            "CGI, article 73 (law 114-13); DGI guide 2025. A higher ceiling was proposed, no text adopts it"
        ),
    ),
    "third_party_fees": Words(
        label=_("Withholding tax on fees"),
        why=_("A company that pays an individual with professional income (RNR or RNS) withholds it."),
        source=_("CGI, articles 15 bis and 157; DGI circular 733"),
    ),
    "is_private_payers": Words(
        label=_("Corporate tax withheld by the client"),
        why=_("A large company that pays another company withholds it: its turnover and the date decide."),
        source=_("Finance law 2026: turnover of 500, 350, then 200 million dirhams (press of January 2026)"),
    ),
    "vat_withheld_regular": Words(
        label=_("Part of the VAT withheld by the client"),
        why=_("With a certificate of tax regularity, three quarters of the VAT are withheld."),
        source=_("Finance law 2024, CGI, article 117: since July 2024"),
    ),
    "vat_withheld": Words(
        label=_("VAT withheld by the client"),
        why=_("Without a certificate of tax regularity, all of the VAT is withheld."),
        source=_("Finance law 2024, CGI, article 117: since July 2024"),
    ),
    "foreign_provider": Words(
        label=_("Withholding tax on providers abroad"),
        why=_("Treaties differ from country to country: nothing is withheld until it is certain."),
        source=_("CGI, articles 15 and 160"),
    ),
}


@dataclass(frozen=True, kw_only=True)
class RuleLine:
    """A rule as staff switched it, with its words."""

    rule: Rule
    words: Words
    starts_later: bool

    @property
    def confidence(self) -> str | Promise:
        return CONFIDENCE[self.rule.confidence]


def words_of(code: str) -> Words:
    """The words of a rule; its code when a new rule has none yet."""
    return WORDS.get(code) or Words(label=code, why="", source="")


def rule_lines(on: date) -> list[RuleLine]:
    """Every rule that is in force on a day or starts later, on or off. One query."""
    return [
        RuleLine(rule=rule, words=words_of(rule.code), starts_later=rule.starts_on > on)
        for rule in switched_rules(on)
        if rule.ends_on is None or rule.ends_on > on
    ]
