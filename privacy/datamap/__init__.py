"""The data map: every column of ours that holds something about a person, and what becomes of it.

It is read by the check that fails for an unmapped field, by the copies, by the erasure, by the rotation of
keys and by docs/privacy/data-map.md. A new model is a Table in the file of its floor; a new field is one more
line of its Table: in `fields` when it says something of a person, in `plain` when it does not.
"""

from privacy.datamap.accounts import TABLES as ACCOUNTS
from privacy.datamap.coverage import gaps
from privacy.datamap.files import TABLES as FILES
from privacy.datamap.house import NOT_PERSONAL
from privacy.datamap.house import TABLES as HOUSE
from privacy.datamap.mail import TABLES as MAIL
from privacy.datamap.market import TABLES as MARKET
from privacy.datamap.money import TABLES as MONEY
from privacy.datamap.papers import TABLES as PAPERS
from privacy.datamap.parties import TABLES as PARTIES
from privacy.datamap.shapes import Basis, Erasure, Field, Rows, Table
from privacy.datamap.talk import TABLES as TALK
from privacy.datamap.taxes import TABLES as TAXES
from privacy.datamap.treasury import TABLES as TREASURY
from privacy.datamap.webhooks import TABLES as WEBHOOKS

# The order is that of erasure: what is shared first, while the names to take out of it are still known; the
# person last.
TABLES: tuple[Table, ...] = (
    *HOUSE,
    *MAIL,
    *TALK,
    *WEBHOOKS,
    *MARKET,
    *FILES,
    *TAXES,
    *TREASURY,
    *PAPERS,
    *MONEY,
    *PARTIES,
    *ACCOUNTS,
)

__all__ = ["NOT_PERSONAL", "TABLES", "Basis", "Erasure", "Field", "Rows", "Table", "gaps"]
