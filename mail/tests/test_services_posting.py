import pytest
from django.db import transaction

from mail.models import Letter
from mail.services import post_letter

pytestmark = pytest.mark.django_db

CODE = {"kind": "register_code", "to": "nour@example.ma", "language": "ar"}
FILLED = {"data": {"name": "Nour"}, "secret": {"code": "493817", "token": "T" * 43}}


def test_a_letter_is_a_row_beside_its_cause():
    letter = post_letter(**CODE, **FILLED)
    letter.refresh_from_db()
    assert (letter.state, letter.to, letter.language) == ("queued", "nour@example.ma", "ar")
    assert letter.data == {"name": "Nour"}


def test_a_code_does_not_lie_in_the_database_in_plain():
    post_letter(**CODE, **FILLED)
    row = str(Letter.objects.values().get())
    assert "493817" not in row
    assert "TTTT" not in row


@pytest.mark.django_db(transaction=True)
def test_a_letter_outside_a_transaction_is_an_error():
    with pytest.raises(RuntimeError):
        post_letter(**CODE, **FILLED)
    assert not Letter.objects.exists()


def test_a_letter_goes_with_the_cause_that_failed():
    with transaction.atomic():
        post_letter(**CODE, **FILLED)
        transaction.set_rollback(True)
    assert not Letter.objects.exists()


def test_the_same_key_is_one_letter():
    first = post_letter(**CODE, **FILLED, key="register:1")
    again = post_letter(**CODE, data={"name": "Other"}, secret=FILLED["secret"], key="register:1")
    assert again.pk == first.pk
    assert Letter.objects.get().data == {"name": "Nour"}


def test_letters_without_a_key_are_each_their_own():
    assert post_letter(**CODE, **FILLED).pk != post_letter(**CODE, **FILLED).pk


@pytest.mark.parametrize(
    "wrong",
    [
        {"data": {"name": "Nour"}},
        {"data": {"name": "Nour", "code": "493817"}, "secret": FILLED["secret"]},
        {"secret": FILLED["secret"]},
    ],
)
def test_values_of_another_kind_are_an_error(wrong):
    with pytest.raises(ValueError, match="register_code"):
        post_letter(**CODE, **wrong)
    assert not Letter.objects.exists()


def test_an_unknown_language_is_french():
    assert post_letter(**{**CODE, "language": "de"}, **FILLED).language == "fr"
