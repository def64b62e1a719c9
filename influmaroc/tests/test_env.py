import pytest
from django.core.exceptions import ImproperlyConfigured

from influmaroc import env


def test_a_missing_value_names_itself(monkeypatch):
    monkeypatch.delenv("WANTED", raising=False)
    with pytest.raises(ImproperlyConfigured, match="WANTED is not set"):
        env.text("WANTED")


def test_an_empty_value_is_a_missing_one(monkeypatch):
    monkeypatch.setenv("WANTED", "")
    with pytest.raises(ImproperlyConfigured, match="WANTED"):
        env.words("WANTED")


def test_a_value_may_stand_in_a_file(monkeypatch, tmp_path):
    (tmp_path / "wanted").write_text("from the file\n")
    monkeypatch.setenv("WANTED_FILE", str(tmp_path / "wanted"))
    assert env.text("WANTED") == "from the file"
    assert env.has("WANTED")


@pytest.mark.parametrize(("written", "meant"), [("yes", True), ("ON", True), ("0", False), ("false", False)])
def test_a_flag_is_yes_or_no(monkeypatch, written, meant):
    monkeypatch.setenv("WANTED", written)
    assert env.flag("WANTED") is meant


@pytest.mark.parametrize(
    ("read", "written"), [(env.flag, "perhaps"), (env.number, "ten"), (env.secret, "short")]
)
def test_a_malformed_value_stops_the_start(monkeypatch, read, written):
    monkeypatch.setenv("WANTED", written)
    with pytest.raises(ImproperlyConfigured, match="WANTED"):
        read("WANTED")


def test_a_list_is_separated_by_commas(monkeypatch):
    monkeypatch.setenv("WANTED", "one, two,,three ")
    assert env.words("WANTED") == ["one", "two", "three"]
