"""A draft becomes a paper: it takes the next number of its series, in one transaction with it."""

import json

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone

from invoicing.models import PREFIXES, Document, Kind, Series
from invoicing.selectors import Draft, digest_of
from payments.models import Wallet


@transaction.atomic
def issue(*, draft: Draft) -> Document:
    """Number and store a paper; the same key gives the paper it already has.

    The series' row is locked until the caller's transaction ends: nobody else can take the number, and a
    rollback gives it back. So a transaction issues one paper, or several of one series.
    """
    known = Document.objects.filter(key=draft.key).first()
    if known is not None:
        return known
    series = _next(draft)
    known = Document.objects.filter(key=draft.key).first()  # somebody was quicker while we waited
    if known is not None:
        return known
    document = _written(draft, series)
    document.digest = digest_of(document, series.last_digest)
    series.last_number, series.last_digest = document.place, document.digest
    series.last_issued_on = document.issued_on
    series.save(update_fields=["last_number", "last_digest", "last_issued_on"])
    document.save(force_insert=True)
    return document


def _next(draft: Draft) -> Series:
    """The locked counter. On New Year's Eve somebody may have waited past midnight: the later year counts."""
    while True:
        year = timezone.localdate().year
        row = {"issuer": draft.issuer, "kind": draft.kind, "year": year}
        Series.objects.bulk_create([Series(**row)], ignore_conflicts=True)
        series = Series.objects.select_for_update(of=("self",)).get(**row)
        if timezone.localdate().year == year:
            return series


def _written(draft: Draft, series: Series) -> Document:
    """The row, without its digest. Days never go back within a series."""
    today = timezone.localdate()
    place = series.last_number + 1
    return Document(
        key=draft.key,
        kind=draft.kind,
        series=series,
        place=place,
        number=number_of(draft.kind, draft.issuer, series.year, place),
        issued_on=max(today, series.last_issued_on or today),
        language=draft.language,
        recipient=draft.recipient,
        other=draft.other,
        issuer_data=_plain(draft.issuer_data),
        recipient_data=_plain(draft.recipient_data),
        content=_plain(draft.content),
        currency=draft.currency,
        net_centimes=draft.net_centimes,
        vat_centimes=draft.vat_centimes,
        total_centimes=draft.total_centimes,
        withheld_centimes=draft.withheld_centimes,
        period_start=draft.period_start,
        period_end=draft.period_end,
        deal_id=draft.deal_id,
        part_id=draft.part_id,
        payout_id=draft.payout_id,
        related=draft.related,
    )


def _plain(value: dict) -> dict:
    """As the database will give it back: days as text."""
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))


def number_of(kind: str, issuer: Wallet | None, year: int, place: int) -> str:
    """FA-2026-000001; a creator's own series carries a mark of the creator: AF-3F9A1C-2026-000001."""
    mark = f"{issuer.pk.hex[-6:].upper()}-" if issuer else ""
    return f"{PREFIXES[Kind(kind)]}-{mark}{year}-{place:06d}"
