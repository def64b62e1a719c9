from uuid import UUID

from django.db import transaction
from django.utils import timezone

from taxes.models import Withholding
from taxes.selectors import assess, party_of, rules_on, sums_of

HOUSE = "MAD"


@transaction.atomic
def withhold(*, key: str, client_id: UUID, provider_id: UUID, gross_centimes: int, currency: str) -> int:
    """Centimes to hold back for the Treasury from `gross_centimes` that a provider earns from a client now.

    Called in the transaction that releases the money, with the provider's wallet locked, so that two at once
    count each other; the same key gives the same answer. Every closing leaves a row, also an untaxed one.
    Other currencies than the dirham are not taxed here: contracts are in dirhams.
    """
    known = Withholding.objects.filter(key=key).first()
    if known is not None:
        return known.withheld_centimes
    on = timezone.localdate()
    provider = party_of(provider_id, on)
    found = assess(
        gross_centimes,
        provider=provider,
        client=party_of(client_id, on),
        sums=sums_of(client_id, provider_id, on),
        rules=rules_on(on) if currency == HOUSE else {},
    )
    row = Withholding.objects.create(
        key=key,
        client_id=client_id,
        provider_id=provider_id,
        year=on.year,
        on=on,
        gross_centimes=gross_centimes,
        vat_centimes=found.vat_centimes,
        withheld_centimes=found.withheld_centimes,
        currency=currency,
        status=provider.status,
        lines=[line.as_dict() for line in found.lines],
    )
    return row.withheld_centimes
