"""Papers about money: they outlive the people they name, because accounts must be kept."""

from privacy.datamap.money import PAYERS, TEN_YEARS
from privacy.datamap.shapes import POINTS, THE_LAW, Basis, Erasure, Field, Rows, Table

LAW = Field(Erasure.KEEP, why=THE_LAW, exported=False)
PARTIES = ("recipient__brand__memberships__user", "recipient__influencer__user")

TABLES = (
    Table(
        label="invoicing.Document",
        whose=PAYERS,
        purpose="invoices and statements: what the law wants to be written",
        basis=Basis.LAW,
        kept=TEN_YEARS,
        people=PARTIES,
        rows=Rows.KEEP,
        fields={
            "issuer_data": LAW,
            "recipient_data": Field(Erasure.KEEP, why=THE_LAW),
            "content": Field(Erasure.KEEP, why=THE_LAW),
        },
        plain=(
            *("key", "kind", "number", "language", "currency", "deal_id", "part_id", "payout_id"),
            "digest",
        ),
    ),
    Table(
        label="invoicing.DocumentFile",
        whose=PAYERS,
        purpose="the bytes of invoices and statements",
        basis=Basis.LAW,
        kept=TEN_YEARS,
        people=("document__recipient__brand__memberships__user", "document__recipient__influencer__user"),
        rows=Rows.KEEP,
        fields={"content": LAW},
        plain=("language", "sha256"),
    ),
    Table(
        label="invoicing.Mandate",
        whose="creators",
        purpose="proof that invoices may be written in a creator's name",
        basis=Basis.LAW,
        kept=TEN_YEARS,
        people=("accepted_by",),
        rows=Rows.KEEP,
        fields={"accepted_by": POINTS, "revoked_by": POINTS},
        plain=("version", "language", "text", "text_sha256"),
    ),
)
