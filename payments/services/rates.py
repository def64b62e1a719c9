from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kit.errors import ensure
from payments import policies
from payments.models import ExchangeRate


class Rate(NamedTuple):
    """What a source said: dirhams for one unit of a currency on a business day."""

    currency: str
    on: date
    dirhams: Decimal


@transaction.atomic
def store_rates(*, source: str, rows: Iterable[Rate]) -> int:
    """Keep what a source said; what was stored for a day stays as it was. Returns how many are new."""
    found = {(row.currency, row.on): row for row in rows}
    days = {day for _currency, day in found}
    stored = ExchangeRate.objects.filter(source=source, on__in=days).values_list("currency", "on")
    new = [ExchangeRate(source=source, **found[key]._asdict()) for key in found.keys() - set(stored)]
    ExchangeRate.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


@transaction.atomic
def add_rate(*, currency: str, on: date, dirhams: Decimal, note: str, by: Any) -> ExchangeRate:
    """Staff settle a day on which the sources fail or contradict each other. Raises NotAllowed, and
    ValidationError for a day to come, a rate of nothing, no reason, or a day that has one already.
    """
    ensure(policies.may_set_fees(by))
    if on > timezone.localdate():
        raise ValidationError({"on": _("A rate is known on its day, not before.")})
    if not note.strip():
        raise ValidationError({"note": _("Say where this rate comes from.")})
    rate = ExchangeRate(
        source=ExchangeRate.Source.MANUAL, currency=currency, on=on, dirhams=dirhams, note=note, made_by=by
    )
    rate.full_clean()
    rate.save()
    return rate
