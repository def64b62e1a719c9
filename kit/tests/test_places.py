import pytest

from kit.places import country_of, place_of


@pytest.mark.parametrize(("language", "name"), [("fr", "Maroc"), ("ar", "المغرب"), ("en", "Morocco")])
def test_a_moroccan_address_is_named_in_each_language(language, name):
    assert place_of("105.66.1.2", language) == name


def test_the_newer_kind_of_address_too():
    assert country_of("2001:4860:4860::8888") == "US"


@pytest.mark.parametrize("ip", ["127.0.0.1", "192.168.1.1", "::1", "nonsense", "", None])
def test_what_is_nowhere_has_no_place(ip):
    assert place_of(ip, "fr") == ""


def test_without_the_table_nothing_is_said(settings, tmp_path):
    settings.COUNTRIES_FILE = str(tmp_path / "none.mmdb")
    assert place_of("105.66.1.2", "fr") == ""
