"""Statements of the house's bank: read once, every line kept once, nothing booked yet."""

import hashlib
from collections import Counter
from typing import Any

from django.db import transaction

from accounts.services import insist_proof
from kit.errors import ensure
from kit.money import plain
from treasury import policies
from treasury.errors import DoesNotAddUp, UnreadableFile
from treasury.models import Statement, StatementLine
from treasury.services.formats import Booking, Sheet, read_cfonb, read_csv

ENCODINGS = ("utf-8-sig", "cp1252")
MAX_BYTES = 2_000_000


@transaction.atomic
def read_statement(*, name: str, content: bytes, by: Any) -> Statement:
    """Keep a file and its lines. The same file again is the statement it made; a line that another statement
    brought before stays there.

    Raises NotAllowed, ProofNeeded, UnreadableFile, DoesNotAddUp.
    """
    ensure(policies.may_read_statements(by))
    insist_proof(by=by)
    digest = hashlib.sha256(content).hexdigest()
    known = Statement.objects.filter(sha256=digest).first()
    if known is not None:
        return known
    text = decoded(content)
    form = Statement.Format.CFONB if text.lstrip()[:2] == "01" else Statement.Format.CSV
    sheet = read_cfonb(text) if form == Statement.Format.CFONB else read_csv(text)
    _check(sheet)
    days = [booking.booked_on for booking in sheet.bookings]
    statement = Statement.objects.create(
        name=name[:120],
        sha256=digest,
        raw=text,
        format=form,
        currency=sheet.currency,
        opening_centimes=sheet.opening_centimes,
        closing_centimes=sheet.closing_centimes,
        starts_on=min(days),
        ends_on=max(days),
        read_by=by,
    )
    StatementLine.objects.bulk_create(_lines(statement, sheet), ignore_conflicts=True)
    return statement


def decoded(content: bytes) -> str:
    """Text of a file from a bank. Raises UnreadableFile for what is too large or no text."""
    if len(content) > MAX_BYTES or b"\x00" in content:
        raise UnreadableFile(UnreadableFile.detail % {"line": 1, "why": "binary or above 2 MB"}, line=1)
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFile(UnreadableFile.detail % {"line": 1, "why": "unknown characters"}, line=1)


def _check(sheet: Sheet) -> None:
    if not sheet.bookings:
        raise UnreadableFile(UnreadableFile.detail % {"line": 1, "why": "no bookings"}, line=1)
    if sheet.opening_centimes is None or sheet.closing_centimes is None:
        return
    computed = sheet.opening_centimes + sum(booking.amount_centimes for booking in sheet.bookings)
    if computed != sheet.closing_centimes:
        amounts = {"computed": plain(computed), "stated": plain(sheet.closing_centimes)}
        raise DoesNotAddUp(DoesNotAddUp.detail % amounts)


def _lines(statement: Statement, sheet: Sheet) -> list[StatementLine]:
    """Two bookings alike on one day are two lines: their place among those alike tells them apart."""
    seen: Counter[str] = Counter()
    lines = []
    for position, booking in enumerate(sheet.bookings, 1):
        words = _words(statement, booking)
        seen[words] += 1
        mark = hashlib.sha256(f"{words}|{seen[words]}".encode()).hexdigest()
        lines.append(
            StatementLine(
                statement=statement,
                position=position,
                currency=statement.currency,
                fingerprint=mark,
                **vars(booking),
            )
        )
    return lines


def _words(statement: Statement, booking: Booking) -> str:
    label = " ".join(booking.label.split()).upper()
    return "|".join(
        (
            statement.currency,
            booking.booked_on.isoformat(),
            str(booking.amount_centimes),
            label,
            booking.reference,
        )
    )
