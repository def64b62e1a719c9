import pytest
from django.core.exceptions import ValidationError

from kit.passwords import GuessableValidator

FIRST = [
    *("passwordpassword", "abcabcabcabc", "123456789012", "987654321098", "aaaaaaaabbbb"),
    *(
        "Influmaroc2026!",
        "casablanca-2026",
        "azertyuiop123",
        "MotDePasse2026",
        "dragon1234567",
        "Maroc.2026.Rabat",
    ),
]
GOOD = [
    "promenade au jardin",
    "84729302847561",
    "كلمة سر طويلة جدا",
    "Demo-2026-maroc!",
    "maroc, trois cigognes",
    "x7-q!kd92_mz",
]


@pytest.mark.parametrize("password", FIRST)
def test_what_is_tried_first_is_refused(password):
    with pytest.raises(ValidationError):
        GuessableValidator().validate(password)


@pytest.mark.parametrize("password", GOOD)
def test_what_is_ones_own_is_taken_whatever_its_signs(password):
    GuessableValidator().validate(password)
