"""What a bank is given for a batch. One class for each layout: another bank is another class and a line in
LAYOUTS.

`csv` is our own. `pain` is the customer credit transfer of ISO 20022 (pain.001.001.03), a public standard. No
Moroccan bank publishes its own layout: agree with yours on one before the first real file, see docs/money.md.
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from xml.sax.saxutils import escape

from kit.amounts import decimal
from kit.latin import latin

RIB_CURRENCY = "MAD"
NAME_LENGTH = 70


@dataclass(frozen=True, kw_only=True)
class Transfer:
    """One line: where to, how much, and the reference that comes back on the statement."""

    position: int
    reference: str
    rib: str
    holder: str
    amount_centimes: int


@dataclass(frozen=True, kw_only=True)
class Order:
    """A batch as it was released: everything a file says, so that a file is a function of it."""

    reference: str
    made_at: datetime
    execute_on: date
    debtor: str
    debtor_rib: str
    transfers: Sequence[Transfer]

    @property
    def total_centimes(self) -> int:
        return sum(one.amount_centimes for one in self.transfers)


class Layout(Protocol):
    """The same order always makes the same bytes."""

    name: str
    ending: str
    media_type: str

    def write(self, order: Order) -> bytes:
        """The whole file."""


class CsvLayout:
    """Semicolons, UTF-8 with its mark for spreadsheets, one line a transfer; the last line holds the control
    sums."""

    name, ending, media_type = "csv", "csv", "text/csv"

    def write(self, order: Order) -> bytes:
        text = io.StringIO()
        rows = csv.writer(text, delimiter=";", lineterminator="\r\n")
        rows.writerow(["position", "reference", "rib", "holder", "amount", "currency"])
        for one in order.transfers:
            amount = decimal(one.amount_centimes)
            rows.writerow(
                [one.position, one.reference, one.rib, plain_text(one.holder), amount, RIB_CURRENCY]
            )
        count, total = len(order.transfers), decimal(order.total_centimes)
        rows.writerow(["TOTAL", order.reference, "", count, total, RIB_CURRENCY])
        return text.getvalue().encode("utf-8-sig")


class PainLayout:
    """ISO 20022 pain.001.001.03. Accounts are given as RIB (Othr/Id), not as IBAN."""

    name, ending, media_type = "pain", "xml", "application/xml"

    def write(self, order: Order) -> bytes:
        sums = f"<NbOfTxs>{len(order.transfers)}</NbOfTxs><CtrlSum>{decimal(order.total_centimes)}</CtrlSum>"
        debtor = _xml(order.debtor)
        parts = [
            '<?xml version="1.0" encoding="UTF-8"?>',
            '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.03"><CstmrCdtTrfInitn>',
            f"<GrpHdr><MsgId>{order.reference}</MsgId>",
            f"<CreDtTm>{order.made_at:%Y-%m-%dT%H:%M:%S}</CreDtTm>{sums}",
            f"<InitgPty><Nm>{debtor}</Nm></InitgPty></GrpHdr>",
            f"<PmtInf><PmtInfId>{order.reference}</PmtInfId><PmtMtd>TRF</PmtMtd>{sums}",
            f"<ReqdExctnDt>{order.execute_on:%Y-%m-%d}</ReqdExctnDt><Dbtr><Nm>{debtor}</Nm></Dbtr>",
            f"<DbtrAcct>{_account(order.debtor_rib)}<Ccy>{RIB_CURRENCY}</Ccy></DbtrAcct>",
            f"<DbtrAgt>{_bank(order.debtor_rib)}</DbtrAgt>",
            *(_transfer(one) for one in order.transfers),
            "</PmtInf></CstmrCdtTrfInitn></Document>",
        ]
        return ("\n".join(parts) + "\n").encode()


LAYOUTS: dict[str, Layout] = {one.name: one for one in (CsvLayout(), PainLayout())}


def plain_text(name: str) -> str:
    """A name in signs that banks take, whatever letters it is in. Never a formula."""
    return " ".join(latin(name).replace("_", " ").split()).lstrip("- ")[:NAME_LENGTH]


def _xml(name: str) -> str:
    return escape(plain_text(name)) or "-"


def _account(rib: str) -> str:
    return f"<Id><Othr><Id>{rib}</Id></Othr></Id>"


def _bank(rib: str) -> str:
    """The first three digits name the bank."""
    return f"<FinInstnId><ClrSysMmbId><MmbId>{rib[:3]}</MmbId></ClrSysMmbId></FinInstnId>"


def _transfer(one: Transfer) -> str:
    amount = f'<InstdAmt Ccy="{RIB_CURRENCY}">{decimal(one.amount_centimes)}</InstdAmt>'
    return (
        f"<CdtTrfTxInf><PmtId><EndToEndId>{one.reference}</EndToEndId></PmtId><Amt>{amount}</Amt>"
        f"<CdtrAgt>{_bank(one.rib)}</CdtrAgt><Cdtr><Nm>{_xml(one.holder)}</Nm></Cdtr>"
        f"<CdtrAcct>{_account(one.rib)}</CdtrAcct><RmtInf><Ustrd>{one.reference}</Ustrd></RmtInf>"
        "</CdtTrfTxInf>"
    )
