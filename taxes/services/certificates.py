from datetime import date
from uuid import UUID

from django.conf import settings
from django.db import transaction

from events.services import emit
from taxes.facts import CertificateEnding
from taxes.models import TaxProfile
from taxes.selectors import profile_of


@transaction.atomic
def warn_of_certificate(*, profile_id: UUID, on: date) -> bool:
    """A word on each of TAX_CERTIFICATE_WARNING_DAYS before a certificate ends; whether one was said.

    Locks the profile, so that each word is said once. Nothing is said of what counts no longer.
    """
    row = TaxProfile.objects.select_for_update(of=("self",)).get(pk=profile_id)
    if row != profile_of(row.party_id, on) or row.regular_until is None or row.regular_until < on:
        return False
    left_days = (row.regular_until - on).days
    n_owed = sum(left_days <= day for day in settings.TAX_CERTIFICATE_WARNING_DAYS)
    if n_owed <= row.n_warnings:
        return False
    row.n_warnings = n_owed
    row.save(update_fields=["n_warnings"])
    emit(
        CertificateEnding(
            party_id=str(row.party_id),
            profile_id=str(row.pk),
            ends_on=row.regular_until.isoformat(),
            left_days=left_days,
        )
    )
    return True
