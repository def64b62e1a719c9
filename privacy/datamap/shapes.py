"""What is said of a table and of its columns. Names of models only: nothing here needs the models loaded."""

from dataclasses import dataclass, field
from enum import Enum


class Basis(Enum):
    """Why we may (GDPR 6, law 09-08 art. 4)."""

    CONTRACT = "contract"
    LAW = "legal duty"
    INTEREST = "legitimate interest"
    CONSENT = "consent"


class Rows(Enum):
    """What erasure does with the rows of a person."""

    DELETE = "deleted"
    KEEP = "kept"


class Erasure(Enum):
    """What erasure does with a column of a row that is kept."""

    BLANK = "emptied"
    PSEUDONYM = "replaced by a number"
    REDACT = "names in it replaced by a number"
    KEEP = "kept"


@dataclass(frozen=True)
class Field:
    """One column. `why` is owed for KEEP.

    `of` names the column with the author, when several people write into rows of this table: only the
    author's own words are exported and emptied; in the words of others the person's names are replaced.
    """

    erasure: Erasure = Erasure.BLANK
    why: str = ""
    of: str = ""
    exported: bool = True
    sealed: bool = False


@dataclass(frozen=True, kw_only=True)
class Table:
    """One model. `people` are the ways from a row to whom it is about; through `memberships__user` only the
    owner of a brand is meant; `addressed` names a column with the person's e-mail address. Columns that point
    at a user are known without being told.

    With Rows.KEEP, rows that match `delete_if` go all the same: nobody else needs them. `tidied_by` names the
    task that ends what the `kept` says.
    """

    label: str
    whose: str
    purpose: str
    basis: Basis
    kept: str
    people: tuple[str, ...] = ()
    addressed: str = ""
    fields: dict[str, Field] = field(default_factory=dict)
    plain: tuple[str, ...] = ()
    rows: Rows = Rows.DELETE
    delete_if: dict[str, object] = field(default_factory=dict)
    tidied_by: str = ""


SECRET = Field(exported=False)  # a hash or a key: of no use to its owner, of use to a thief
WORDS = Field()  # goes with the account
NAME = Field(Erasure.PSEUDONYM)
SHARED = Field(Erasure.REDACT, exported=False)  # speaks of both sides
THE_LAW = "accounts must be kept for ten years (Code de commerce, art. 22)"
POINTS = Field(Erasure.KEEP, why="points at the pseudonymised account")


def written_by(column: str) -> Field:
    """Words of whoever this column names."""
    return Field(of=column)
