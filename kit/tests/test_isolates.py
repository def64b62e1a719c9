"""Isolates become <bdi>, each with the end that is its own."""

import pytest

from kit.isolates import FSI, LRI, PDI, RLI, as_html, isolate, without_marks


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (f"Bonjour {isolate('Nour')}.", "Bonjour <bdi>Nour</bdi>."),
        (isolate("<b>"), "<bdi>&lt;b&gt;</bdi>"),
        (isolate(f"a {RLI}b{PDI} c"), f"<bdi>a {RLI}b{PDI} c</bdi>"),
        (isolate(isolate("a") + "b"), "<bdi><bdi>a</bdi>b</bdi>"),
        (f"{PDI}a{PDI}", "a"),
        (f"{FSI}a {LRI}b", f"<bdi>a {LRI}b{PDI}</bdi>"),
    ],
)
def test_each_isolate_ends_where_it_was_opened(written, shown):
    assert as_html(written) == shown


def test_places_that_know_no_isolates_get_the_words_alone():
    assert without_marks(isolate(f"a{LRI}b{PDI}")) == "ab"
