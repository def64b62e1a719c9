import pytest
from cryptography.fernet import Fernet, InvalidToken
from hypothesis import given
from hypothesis import strategies as st

from kit import crypt

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


@given(st.text())
def test_what_goes_in_comes_out(text):
    assert crypt.decrypt(crypt.encrypt(text)) == text


def test_an_old_key_still_reads_and_the_new_one_writes(settings):
    settings.FIELD_KEYS = [OLD]
    token = crypt.encrypt("230780")
    settings.FIELD_KEYS = [NEW, OLD]
    rotated = crypt.rotate(token)
    settings.FIELD_KEYS = [NEW]
    assert crypt.decrypt(rotated) == "230780"


def test_without_its_key_nothing_is_read(settings):
    settings.FIELD_KEYS = [OLD]
    token = crypt.encrypt("230780")
    settings.FIELD_KEYS = [NEW]
    with pytest.raises(InvalidToken):
        crypt.decrypt(token)
