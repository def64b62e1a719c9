"""What docs/security says is proved, is: each attack and each requirement names tests that exist."""

import ast
import csv
import re
from functools import cache

import pytest
from django.conf import settings

PAGES = settings.BASE_DIR / "docs" / "security"
ATTACKS = [
    *(f"A{n}" for n in range(1, 23)),
    *(f"Z{n}" for n in (*range(1, 8), 10, 11, 12, 15, 16, 17, 22, 23, 24)),
    *("L1", "L2", "L5"),
    *(f"F{n}" for n in range(1, 8)),
    *(f"W{n}" for n in range(1, 5)),
    *(f"P{n}" for n in range(1, 7)),
]
COLUMNS = ["id", "level", "chapter", "words", "applies", "how", "proof"]
# How many requirements of each chapter are of level 1 or 2, in the standard's own table.
CHAPTERS = dict(
    zip(range(1, 18), (27, 11, 19, 10, 9, 35, 18, 7, 7, 29, 14, 9, 13, 9, 13, 16, 7), strict=True),
)


@cache
def names_in(path: str) -> set[str]:
    """The tests of a file, by name."""
    tree = ast.parse((settings.BASE_DIR / path).read_text())
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


def is_there(proof: str) -> bool:
    path, _colons, test = proof.partition("::")
    place = settings.BASE_DIR / path.partition("#")[0]
    return place.is_file() and (not test or test in names_in(path))


def attack_rows() -> dict[str, list[str]]:
    lines = (PAGES / "attacks.md").read_text().splitlines()
    rows = [line.split("|") for line in lines if re.match(r"\| [AZLFWP]\d+ \| .*::", line)]
    return {row[1].strip(): re.findall(r"`([^`]+::[^`]+)`", row[3]) for row in rows}


def requirements() -> list[dict[str, str]]:
    with (PAGES / "asvs.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def test_every_attack_has_tests_that_exist():
    rows = attack_rows()
    assert list(rows) == ATTACKS
    assert all(rows.values())
    assert [proof for proofs in rows.values() for proof in proofs if not is_there(proof)] == []


def test_every_requirement_is_answered_once_and_whole():
    rows = requirements()
    assert list(rows[0]) == COLUMNS
    ids = [row["id"] for row in rows]
    assert len(ids) == len(set(ids))
    assert [row["id"] for row in rows if not all(value and value.strip() for value in row.values())] == []
    assert {row["applies"] for row in rows} <= {"yes", "no", "partly"}
    counts = {n: sum(one.startswith(f"V{n}.") for one in ids) for n in CHAPTERS}
    assert counts == CHAPTERS


def test_every_proof_of_a_requirement_exists():
    proofs = [(row["id"], proof) for row in requirements() for proof in row["proof"].split(" ")]
    assert [(key, proof) for key, proof in proofs if not is_there(proof)] == []


def test_what_is_not_met_is_told_on_the_page():
    page = (PAGES / "README.md").read_text()
    gaps = {row["id"] for row in requirements() if row["how"].startswith("not met")}
    assert set(re.findall(r"^\| (V[\d.]+) ", page, re.MULTILINE)) == gaps


@pytest.mark.parametrize("proof", ["kit/nowhere.py", "kit/tests/test_crypt.py::test_that_is_not_there"])
def test_a_proof_that_is_not_there_is_noticed(proof):
    assert not is_there(proof)
