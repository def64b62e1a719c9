import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.latin import latin


@pytest.mark.parametrize(
    ("name", "spelt"),
    [
        ("Société Générale d'Œuvres (Maroc)", "Societe Generale d OEuvres Maroc"),
        ("دار النور", "Dar Alnour"),
        ("ⵜⴰⵎⴰⵣⵉⵖⵜ", "Tamazight"),
        ("Café 24 ١٢", "Cafe 24 12"),
        ("Atlas_Argan - SARL", "Atlas_Argan - SARL"),
        ("日本", ""),
    ],
)
def test_names_are_spelt_not_emptied(name, spelt):
    assert latin(name) == spelt


@given(st.text(max_size=60))
def test_nothing_else_comes_out(text):
    assert re.fullmatch(r"[a-zA-Z0-9_ -]*", latin(text))
