"""A key is replaced: everything that is sealed moves, and the old key is not needed any more."""

from io import StringIO

import pytest
from cryptography.fernet import Fernet
from django.apps import apps
from django.core.management import CommandError, call_command

from kit import crypt
from mail.models import Letter
from mail.selectors import secret_of
from mail.services import post_letter
from payments.models import PayoutMethod
from payments.selectors import payout_address
from privacy.models import Export
from privacy.selectors import sealed_columns
from privacy.services import rotate_column
from privacy.tests.conftest import RIB

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


@pytest.fixture
def sealed(settings, market):
    """Three things under the old key, one of them from before keys had ids."""
    settings.FIELD_KEYS = [OLD, *settings.FIELD_KEYS]
    rotate()
    settings.FIELD_KEYS = [OLD]
    bare = Fernet(OLD).encrypt(RIB.encode()).decode()
    PayoutMethod.objects.update(address_encrypted=bare)
    Export.objects.create(user=market.user, state="ready", sealed=crypt.seal(b"zip"))
    post_letter(kind="reset_link", to="a@example.ma", language="fr", secret={"token": "k"})
    settings.FIELD_KEYS = [NEW, OLD]
    return settings


def rotate():
    out = StringIO()
    call_command("rotate_keys", stdout=out)
    return out.getvalue()


def test_afterwards_the_old_key_is_not_needed(sealed):
    told = rotate()
    sealed.FIELD_KEYS = [NEW]
    assert payout_address(PayoutMethod.objects.get()) == RIB
    assert crypt.unseal(bytes(Export.objects.get().sealed)) == b"zip"
    assert secret_of(Letter.objects.get(to="a@example.ma")) == {"token": "k"}
    assert "payments.PayoutMethod.address_encrypted: 1 sealed anew, 0 unreadable" in told


def test_a_second_run_finds_nothing_to_do(sealed):
    rotate()
    before = PayoutMethod.objects.get().address_encrypted
    assert all(" 0 sealed anew" in line for line in rotate().splitlines())
    assert PayoutMethod.objects.get().address_encrypted == before


def test_batches_reach_every_row(sealed):
    for number in range(2):
        post_letter(kind="reset_link", to=f"{number}@example.ma", language="fr", secret={"token": "k"})
    rotate()
    sealed.FIELD_KEYS = [OLD, NEW]
    column = next(column for column in sealed_columns() if column.label == "mail.Letter.sealed")
    n_stale, found, after = column.stale().count(), [], None
    while not found or found[-1]:
        n_done, _n_lost, after = rotate_column(column=column, after=after, limit=2)
        found.append(n_done)
    assert sum(found) == n_stale > 2 == max(found)
    assert column.stale().count() == 0


def test_what_no_key_opens_is_left_and_reported(sealed):
    sealed.FIELD_KEYS = [NEW]
    before = PayoutMethod.objects.get().address_encrypted
    with pytest.raises(CommandError, match="readable with none"):
        rotate()
    assert PayoutMethod.objects.get().address_encrypted == before


def test_the_map_names_every_column_that_looks_encrypted():
    looks = {
        f"{model._meta.label}.{column.name}"
        for model in apps.get_models()
        for column in model._meta.concrete_fields
        if ("sealed" in column.name or "encrypted" in column.name) and not column.name.endswith("_at")
    }
    assert looks == {column.label for column in sealed_columns()}
