"""Staff help somebody who lost a phone or a mailbox."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.errors import ProofNeeded
from accounts.models import Authenticator, SecurityEvent, SignIn
from accounts.services import (
    Subject,
    address_was_set,
    open_challenge,
    reset_factors,
    start_sign_in,
    verify_address,
)
from accounts.services.recovery import fresh_codes
from conftest import let_in, person
from kit import crypt
from kit.errors import NotAllowed, WrongState
from kit.requests import Caller
from mail.models import Letter


@pytest.fixture
def with_app(amina):
    Authenticator.objects.create(user=amina, sealed=crypt.encrypt("JBSWY3DPEHPK3PXP"))
    fresh_codes(user=amina)
    return amina


def test_factors_are_taken_away_and_every_device_signed_out(with_app, staff):
    start_sign_in(user=with_app, kind="page")
    reset_factors(user_id=with_app.pk, reason="Téléphone perdu", by=staff)
    assert not Authenticator.objects.exists()
    assert not with_app.recovery_codes.exists()
    assert SignIn.objects.get(user=with_app).end == "factor"
    line = SecurityEvent.objects.get(kind="factor_removed")
    assert (line.by, line.reason) == (staff, "Téléphone perdu")
    assert Letter.objects.get(to=with_app.email).kind == "factor_removed"


def test_it_takes_a_reason_a_right_a_proof_and_a_factor(with_app, staff, omar):
    with pytest.raises(ValidationError):
        reset_factors(user_id=with_app.pk, reason=" ", by=staff)
    with pytest.raises(NotAllowed):
        reset_factors(user_id=with_app.pk, reason="x", by=omar)
    with pytest.raises(WrongState):
        reset_factors(user_id=omar.pk, reason="x", by=staff)
    staff.sign_in = let_in(staff, "page")
    staff.sign_in.proved_at = None
    with pytest.raises(ProofNeeded):
        reset_factors(user_id=with_app.pk, reason="x", by=staff)
    assert Authenticator.objects.count() == 1


def test_an_address_is_taken_as_proved_once(staff, db):
    nour = person("nour", "influencer", email_verified_at=None)
    verify_address(user_id=nour.pk, reason="Vue à l'écran", by=staff)
    nour.refresh_from_db()
    assert nour.email_verified_at is not None
    with pytest.raises(WrongState):
        verify_address(user_id=nour.pk, reason="x", by=staff)


def test_the_desk_has_buttons_for_both(client, staff, with_app):
    client.force_login(staff)
    page = reverse("admin:accounts_user_change", args=[with_app.pk])
    reset = reverse("admin:accounts_user_reset_second_factor", args=[with_app.pk])
    assert reset in client.get(page).content.decode()
    assert client.post(reset, {"reason": "Téléphone perdu"})["Location"] == page
    assert not Authenticator.objects.exists()
    assert reset not in client.get(page).content.decode()


def test_without_a_fresh_proof_the_desk_leads_there(client, staff, with_app):
    client.force_login(staff)
    SignIn.objects.update(proved_at=None)
    reset = reverse("admin:accounts_user_reset_second_factor", args=[with_app.pk])
    assert "/confirmer?next=" in client.post(reset, {"reason": "x"})["Location"]
    assert Authenticator.objects.exists()


def test_another_address_given_by_staff_is_to_be_proved(client, staff, amina):
    start_sign_in(user=amina, kind="page")
    client.force_login(staff)
    page = reverse("admin:accounts_user_change", args=[amina.pk])
    form = client.get(page).context["adminform"].form
    values = {name: value for name, value in form.initial.items() if value not in (None, False)}
    inlines = client.get(page).context["inline_admin_formsets"]
    for one in inlines:
        management = one.formset.management_form
        values |= {f"{one.formset.prefix}-{name}": management[name].value() for name in management.fields}
    answer = client.post(page, {**values, "email": "new@example.ma", "groups": []})
    assert answer.status_code == 302
    amina.refresh_from_db()
    assert (amina.email, amina.email_verified_at) == ("new@example.ma", None)
    assert SignIn.objects.get(user=amina).end == "email"
    assert Letter.objects.get(kind="email_changed").to == "amina@example.ma"


def test_staff_see_that_there_are_factors_and_proofs_and_none_of_their_secrets(client, staff, with_app):
    client.force_login(staff)
    pending = open_challenge(purpose="login", about=Subject(user=with_app), caller=Caller(ip="1.1.1.1"))
    secrets = [with_app.authenticator.sealed, pending.challenge.token_hash, "JBSWY3DPEHPK3PXP"]
    for name, pk in (("authenticator", with_app.pk), ("challenge", pending.challenge.pk)):
        assert client.get(reverse(f"admin:accounts_{name}_changelist")).status_code == 200
        page = client.get(reverse(f"admin:accounts_{name}_change", args=[pk]))
        assert page.status_code == 200
        assert not any(secret in page.content.decode() for secret in secrets)
    assert client.get(reverse("admin:accounts_passkey_changelist")).status_code == 200


def test_giving_a_password_or_an_address_wants_a_fresh_proof(client, staff, amina):
    client.force_login(staff)
    SignIn.objects.update(proved_at=None)
    page = reverse("admin:auth_user_password_change", args=[amina.pk])
    assert "/confirmer?next=" in client.get(page)["Location"]
    staff.sign_in = SignIn.objects.get()
    with pytest.raises(ProofNeeded):
        address_was_set(user=amina, old=amina.email, by=staff)
    assert not Letter.objects.exists()
