"""A paper is drawn whatever people call themselves and their campaigns."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from invoicing.models import DocumentFile
from invoicing.selectors import printable
from invoicing.services import keep_files
from invoicing.tests.conftest import by_kind, declare, react
from payments.models import Escrow


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("Huile d'argan, été 2026", "Huile d'argan, été 2026"),
        ("زيت الأركان ٢٠٢٦", "زيت الأركان ٢٠٢٦"),
        ("Huile 🌿 d'argan", "Huile d'argan"),
        ("🔥🔥 Promo ❤️", "Promo"),
        ("👩🏽\u200d🍳 Salma", "Salma"),
        ("\U0001d4d0\U0001d4f6\U0001d4f2\U0001d4f7\U0001d4ea \uff06 Co", "Amina & Co"),
        ("e\u0301te\u0301", "été"),
        ("x\x01y", "xy"),
        ("ⵣ Amazigh", "? Amazigh"),
        ("a  b", "a  b"),
    ],
)
def test_pictures_go_decorated_letters_become_plain_missing_ones_are_seen(written, printed):
    assert printable({"lines": [(written, 1)]}) == {"lines": [[printed, 1]]}


@given(st.text())
@settings(max_examples=500)
def test_what_was_made_printable_stays_as_it_is(words):
    assert printable(printable(words)) == printable(words)


@pytest.mark.django_db
def test_a_paper_with_letters_that_no_font_has_is_drawn_and_keeps_the_words(both_known, released, purse):
    """PDF/A allows no letter without its picture: an emoji in a title left the invoice undrawn for ever."""
    declare(purse, legal_name="Amina 🌿 \U0001d4d1\U0001d4ee\U0001d4f7\U0001d4ea\U0001d4f5\U0001d4f2 ⵣ")
    Escrow.objects.update(title="Huile 🔥 d'argan 中\u0001")
    react()
    for document in by_kind().values():
        assert keep_files(document_id=document.pk) == 3
    bill = by_kind()["fee_creator"]
    assert "🌿" in str(bill.recipient_data)
    assert [bytes(file.content[:5]) for file in DocumentFile.objects.filter(document=bill)] == [b"%PDF-"] * 3
