"""The house and its banks: bookkeeping, kept whole for as long as the law wants it."""

from privacy.datamap.money import REFERENCE, TEN_YEARS
from privacy.datamap.shapes import POINTS, Basis, Rows, Table

BOOKS = "to prove what went through the bank"

TABLES = (
    Table(
        label="treasury.Match",
        whose="staff",
        purpose=BOOKS,
        basis=Basis.LAW,
        kept=TEN_YEARS,
        people=("proposed_by",),
        rows=Rows.KEEP,
        fields={"proposed_by": POINTS, "decided_by": POINTS},
        plain=("kind", "target", "outcome"),
    ),
    Table(
        label="treasury.StatementLine",
        whose="whoever a bank statement names",
        purpose=BOOKS,
        basis=Basis.LAW,
        kept=TEN_YEARS,
        people=("statement__read_by",),
        rows=Rows.KEEP,
        fields={"label": REFERENCE, "reference": REFERENCE},
        plain=("currency", "fingerprint"),
    ),
    Table(
        label="treasury.Statement",
        whose="whoever a bank statement names",
        purpose=BOOKS,
        basis=Basis.LAW,
        kept=TEN_YEARS,
        people=("read_by",),
        rows=Rows.KEEP,
        fields={"raw": REFERENCE, "read_by": POINTS},
        plain=("name", "sha256", "format", "currency"),
    ),
    Table(
        label="treasury.Difference",
        whose="staff",
        purpose=BOOKS,
        basis=Basis.LAW,
        kept=TEN_YEARS,
        people=("explained_by",),
        rows=Rows.KEEP,
        fields={"explained_by": POINTS},
        plain=("kind", "gateway", "subject", "expected", "actual", "explanation"),
    ),
    Table(
        label="treasury.ProviderReport",
        whose="staff",
        purpose=BOOKS,
        basis=Basis.LAW,
        kept=TEN_YEARS,
        people=("read_by",),
        rows=Rows.KEEP,
        fields={"read_by": POINTS},
        plain=("gateway", "name", "sha256", "raw"),
    ),
    Table(
        label="treasury.ReportLine",
        whose="staff",
        purpose=BOOKS,
        basis=Basis.LAW,
        kept=TEN_YEARS,
        people=("report__read_by",),
        rows=Rows.KEEP,
        plain=("kind", "reference", "currency", "status"),
    ),
)
