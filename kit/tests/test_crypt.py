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


def test_what_was_sealed_before_keys_had_ids_is_still_read_and_gets_one(settings):
    settings.FIELD_KEYS = [NEW, OLD]
    bare = Fernet(OLD).encrypt(b"230780").decode()
    assert crypt.decrypt(bare) == "230780"
    assert not crypt.is_current(bare)
    assert crypt.is_current(rotated := crypt.rotate(bare))
    assert crypt.rotate(rotated) == rotated


def test_a_token_names_its_key_and_nothing_of_it(settings):
    settings.FIELD_KEYS = [NEW]
    name = crypt.encrypt("a").partition(".")[0]
    assert name == crypt.key_id(NEW)
    assert name not in NEW


def test_bytes_are_sealed_too(settings):
    settings.FIELD_KEYS = [NEW, OLD]
    assert crypt.unseal(crypt.seal(b"\x00zip")) == b"\x00zip"
