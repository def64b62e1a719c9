import pytest

from kit.lookalikes import skeleton


@pytest.mark.parametrize(
    "name",
    [
        "ATLAS",
        "At1as",
        "\u0410tlas",
        "Atl\u0430\u0455",
        "Atl\u00e1s",
        "A t l a s",
        "Atlas.",
        "\uff21\uff54las",
        "At\u200blas",
    ],
)
def test_z12_what_looks_the_same_is_the_same(name):
    assert skeleton(name) == skeleton("Atlas")


def test_z12_strokes_that_run_together():
    assert skeleton("Kornati") == skeleton("Komati")
    assert skeleton("Illiad") == skeleton("lIliad")


@pytest.mark.parametrize("name", ["Atlus", "Atlas Sport", "أطلس", "Rival"])
def test_z12_another_name_is_another(name):
    assert skeleton(name) != skeleton("Atlas")
