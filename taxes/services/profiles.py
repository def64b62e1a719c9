from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kit import crypt
from kit.errors import WrongState, ensure
from kit.morocco import digits_of, is_ice
from kit.text import tidy
from taxes import policies
from taxes.models import TaxProfile
from taxes.selectors import opened, profile_of

State = TaxProfile.State
Status = TaxProfile.Status
TEXTS = {"legal_name", "address", "city", "rc"}
NUMBERS = {"ice", "tp_number", "if_number", "cnss"}
SEALED = {"if_number": "if_sealed", "cnss": "cnss_sealed"}
CHOSEN = {"status", "country", "is_vat_liable", "turnover", "regular_until", "language", "starts_on"}
COPIED = (
    *("status", "legal_name", "address", "city", "country", "ice", "rc", "tp_number"),
    *("if_sealed", "cnss_sealed", "is_vat_liable", "turnover", "regular_until", "language"),
)


@transaction.atomic
def set_profile(*, party_id: UUID, fields: dict[str, Any], by: Any) -> TaxProfile:
    """Declare how a party is taxed, from `starts_on` (today) on. What is not named stays as it was; nothing
    changed, nothing is written. Whoever calls has looked whether `by` may speak for the party.

    Raises ValidationError by field.
    """
    before = profile_of(party_id)
    row = TaxProfile(party_id=party_id, made_by=by, **_kept(before))
    for name, value in fields.items():
        _assign(row, name, value)
    if before is not None and before.regular_until == row.regular_until:
        row.n_warnings = before.n_warnings  # the same certificate: what was said of it was said
    _check(row)
    if before is not None and _told(before) == _told(row) and "starts_on" not in fields:
        return before
    row.full_clean(exclude=["made_by"])
    row.save()
    return row


@transaction.atomic
def set_identity(*, party_id: UUID, legal_name: str, ice: str, city: str, by: Any = None) -> TaxProfile:
    """A company changed its name or ICE elsewhere: its papers follow. A brand is a company of Morocco."""
    fields = {"legal_name": legal_name, "ice": ice, "city": city}
    if profile_of(party_id) is None:
        fields["status"] = Status.COMPANY
    return set_profile(party_id=party_id, fields=fields, by=by)


@transaction.atomic
def check_profile(*, profile_id: UUID, by: Any) -> TaxProfile:
    """Staff saw the proof. Raises NotAllowed, WrongState."""
    return _decide(profile_id, State.VERIFIED, "", by)


@transaction.atomic
def refuse_profile(*, profile_id: UUID, reason: str, by: Any) -> TaxProfile:
    """The proof does not fit: the declaration counts no longer, what was declared before does again.

    Raises NotAllowed, WrongState, ValidationError without a reason.
    """
    if not reason.strip():
        raise ValidationError({"reason": _("Say what does not fit.")})
    return _decide(profile_id, State.REFUSED, reason.strip()[:200], by)


def _decide(profile_id: UUID, to: str, reason: str, by: Any) -> TaxProfile:
    ensure(policies.may_check_profiles(by))
    row = TaxProfile.objects.select_for_update(of=("self",)).get(pk=profile_id)
    ensure(row.made_by_id != by.pk)
    if row.state != State.DECLARED:
        raise WrongState(state=row.state, wanted=to)
    row.state, row.refusal, row.checked_by, row.checked_at = to, reason, by, timezone.now()
    row.save(update_fields=["state", "refusal", "checked_by", "checked_at"])
    return row


def _kept(row: TaxProfile | None) -> dict[str, Any]:
    """What a new row begins with."""
    return {"status": Status.UNKNOWN} if row is None else {name: getattr(row, name) for name in COPIED}


def _told(row: TaxProfile) -> dict[str, Any]:
    """The same in clear: sealing is never twice the same."""
    opened_too = {sealed: opened(getattr(row, sealed)) for sealed in SEALED.values()}
    return {**_kept(row), **opened_too}


def _assign(row: TaxProfile, name: str, value: Any) -> None:
    if name in TEXTS:
        setattr(row, name, tidy(str(value or "")))
    elif name in NUMBERS:
        digits = digits_of(str(value or ""))
        if name in SEALED:
            setattr(row, SEALED[name], crypt.encrypt(digits) if digits else "")
        else:
            setattr(row, name, digits)
    elif name in CHOSEN:
        setattr(row, name, value)


def _check(row: TaxProfile) -> None:
    """What a form cannot know by itself. Raises ValidationError by field."""
    wrong: dict[str, Any] = {}
    if row.ice and not is_ice(row.ice):
        wrong["ice"] = _(
            "An ICE has 15 digits, and its last two fit the others: compare it with your papers."
        )
    if row.status == Status.AUTO_ENTREPRENEUR and row.is_vat_liable:
        wrong["is_vat_liable"] = _("Auto-entrepreneurs charge no VAT.")
    if row.status == Status.FOREIGN and row.country == "MA":
        wrong["country"] = _("Choose the country you live in.")
    if row.starts_on and row.starts_on > _next_year():
        wrong["starts_on"] = _("This day is too far ahead.")
    if wrong:
        raise ValidationError(wrong)


def _next_year() -> date:
    today = timezone.localdate()
    return date(today.year + 1, 12, 31)
