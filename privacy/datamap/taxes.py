"""Tax: what people declared about themselves, and what was withheld. The law wants it for ten years."""

from privacy.datamap.money import REFERENCE, TEN_YEARS
from privacy.datamap.shapes import POINTS, WORDS, Basis, Field, Rows, Table

TABLES = (
    Table(
        label="taxes.TaxProfile",
        whose="creators and owners of brands",
        purpose="to apply the right tax and write the right papers",
        basis=Basis.LAW,
        kept=TEN_YEARS,
        people=("made_by",),
        rows=Rows.KEEP,
        fields={
            "legal_name": REFERENCE,
            "address": REFERENCE,
            "city": REFERENCE,
            "ice": REFERENCE,
            "rc": REFERENCE,
            "tp_number": REFERENCE,
            "if_sealed": Field(sealed=True),
            "cnss_sealed": Field(sealed=True),
            "refusal": WORDS,
            "made_by": POINTS,
            "checked_by": POINTS,
        },
        plain=("party_id", "status", "country", "turnover", "language", "starts_on"),
    ),
    Table(
        label="taxes.RuleSwitch",
        whose="staff",
        purpose="who turned a tax rule on or off",
        basis=Basis.LAW,
        kept=TEN_YEARS,
        people=("made_by",),
        rows=Rows.KEEP,
        fields={"made_by": POINTS, "approved_by": POINTS},
        plain=("code", "reason"),
    ),
)
