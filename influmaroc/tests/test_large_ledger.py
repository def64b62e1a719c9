"""A ledger of a hundred thousand movements in a database of its own: proved, broken, saved and brought back.

R1, R3 and R25. What takes time is written down with --junitxml.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from bench.ledger import ROOT, Env, database, ours
from payments.tests.corruptions import CORRUPTIONS
from payments.tests.test_app_role import GRANTS
from payments.tests.test_journal import CHANGES

pytestmark = [pytest.mark.slow, pytest.mark.timeout(3600)]
NAME = "bench_large"
N_ENTRIES, N_MOVEMENTS = 100_000, 100_000
ISSUE = "from invoicing.tasks import issue_documents; issue_documents()"
N_FILES, FILE_SIZE = 200, 250_000
AUDITED_IN_S, SAVED_IN_S = 30, 300


def manage(env: Env, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "manage.py", *words]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)


def done(env: Env, *words: str) -> str:
    made = manage(env, *words)
    assert made.returncode == 0, made.stderr
    return made.stdout


def at(env: Env, place: Path) -> Env:
    """A house of its own: that database, and files in that folder."""
    return {
        **env,
        "DJANGO_SETTINGS_MODULE": "influmaroc.settings.dev",
        "MEDIA_ROOT": str(place / "media"),
        "FILES_ROOT": str(place / "files"),
    }


@contextmanager
def connected(env: Env) -> Iterator[psycopg.Connection]:
    """Committed at the end, and closed whatever happens: a database in use is not copied."""
    place = {"host": env["PGHOST"], "user": env["PGUSER"], "password": env["PGPASSWORD"]}
    with closing(psycopg.connect(**place, port=env.get("PGPORT"), dbname=env["PGDATABASE"])) as db:
        yield db
        db.commit()


def grow(env: Env, what: str, n: int) -> None:
    """Deals through payments.services until the auditor counts that many."""
    while json.loads(done(env, "ledger_check", "--json"))[what] < n:
        ours(env, 4, 60, "deal")


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Env]:
    """The demo's market with all its papers, and deals until there are a hundred thousand entries: the size
    at which R3 gives its half minute."""
    place = tmp_path_factory.mktemp("large")
    with database(NAME) as made:
        env = at(made, place)
        for words in (["migrate", "-v", "0"], ["seed_demo"], ["shell", "-v", "0", "-c", ISSUE]):
            done(env, *words)
        grow(env, "entries", N_ENTRIES)
        yield env


@pytest.fixture(scope="module")
def large(asked: Env) -> Iterator[Env]:
    """The same grown to a hundred thousand transactions, as R1 and R25 want, with files beside it."""
    media = Path(asked["MEDIA_ROOT"])
    media.mkdir(exist_ok=True)
    for n in range(N_FILES):
        (media / f"{n}.webp").write_bytes(os.urandom(FILE_SIZE))
    with database("bench_larger", like=NAME) as made:
        env = {**asked, **made}
        grow(env, "transactions", N_MOVEMENTS)
        yield env


def test_a_hundred_thousand_movements_are_proved(large, record_property):
    began = time.monotonic()
    said = json.loads(done(large, "ledger_check", "--json"))
    record_property("seconds", round(time.monotonic() - began, 1))
    record_property("counted", f"{said['transactions']} transactions, {said['entries']} entries")
    assert (said["ok"], said["unsealed"]) == (True, 0)
    assert said["transactions"] >= N_MOVEMENTS


ONE_SIDED = """
    WITH made AS (INSERT INTO payments_ledgertransaction (id, key, kind, currency, reason, made_at)
                  VALUES (gen_random_uuid(), 'one-sided', 'park', 'MAD', '', now()) RETURNING id)
    INSERT INTO payments_ledgerentry (transaction_id, position, account_id, amount_centimes)
    SELECT made.id, 0, (SELECT id FROM payments_ledgeraccount WHERE kind = 'platform_fees' LIMIT 1), 500
      FROM made"""


def commit_as_the_application(env: Env, words: str) -> None:
    with connected(env) as db:
        db.execute(GRANTS)
        db.execute(sql.SQL(words))


def test_an_entry_with_one_side_is_refused_to_the_role_of_the_application(large):
    with pytest.raises(psycopg.errors.IntegrityError, match="1 legs, sum 500"):
        commit_as_the_application(large, ONE_SIDED)
    with connected(large) as db:
        found = db.execute("SELECT FROM payments_ledgertransaction WHERE key = 'one-sided'").fetchall()
    assert found == []


TWICE = """
    WITH one AS (SELECT * FROM payments_ledgertransaction WHERE kind = 'release' AND key LIKE 'close:%'
                  ORDER BY id LIMIT 1),
         made AS (INSERT INTO payments_ledgertransaction (id, key, kind, currency, deal_id, reason, made_at)
                  SELECT gen_random_uuid(), 'twice', kind, currency, deal_id, reason, made_at FROM one
                  RETURNING id)
    INSERT INTO payments_ledgerentry (transaction_id, position, account_id, amount_centimes,
           balance_after_centimes)
    SELECT made.id, e.position, e.account_id, e.amount_centimes, e.balance_after_centimes
      FROM payments_ledgerentry e JOIN one ON one.id = e.transaction_id CROSS JOIN made"""
FIFTY_THOUSANDTH = "(SELECT id FROM payments_ledgerentry ORDER BY id OFFSET 50000 LIMIT 1)"
GAP = "UPDATE invoicing_series SET last_number = last_number + 1"
ALIKE = {
    name: (CORRUPTIONS[kind][0], code)
    for name, kind, code in [
        ("change amount", "a changed amount", "unbalanced_transaction"),
        ("delete entry", "a removed leg", "unbalanced_transaction"),
        ("duplicate entry", "a doubled leg", "unbalanced_transaction"),
        ("drift balance", "a drifted balance", "balance_drift"),
        ("orphan hold", "an escrow account of nobody", "escrow_of_nothing"),
        ("wrong currency", "a foreign currency", "mixed_currency"),
        ("negative wallet", "a wallet below zero", "negative_balance"),
    ]
}
TEN = ALIKE | {
    "released twice": (TWICE, "escrow_moves"),
    "gap in an invoice series": (GAP, "document_number_gap"),
    "one bit of an entry": (CHANGES["one bit of an amount"].format(FIFTY_THOUSANDTH), "broken_chain"),
}


@pytest.fixture
def copy(asked: Env) -> Iterator[Env]:
    """The same once more, to be broken."""
    with database("bench_large_copy", like=NAME) as made:
        yield {**asked, **made}


@pytest.mark.parametrize("name", TEN)
def test_what_somebody_with_all_rights_breaks_is_found_in_half_a_minute(copy, name, record_property):
    words, code = TEN[name]
    with connected(copy) as db:
        db.execute("SET session_replication_role = replica")
        db.execute(sql.SQL(words))
    command = "documents_check" if code.startswith("document") else "ledger_check"
    began = time.monotonic()
    looked = manage(copy, command, "--json")
    took = time.monotonic() - began
    record_property("seconds", round(took, 1))
    assert (looked.returncode, code in looked.stdout) == (1, True), looked.stdout[-2000:]
    assert took <= AUDITED_IN_S


def timed(record: Callable[[str, Any], None], what: str, act: Callable[[], str]) -> str:
    began = time.monotonic()
    said = act()
    took = time.monotonic() - began
    record(what, round(took, 1))
    assert took <= SAVED_IN_S
    return said


def tables_of(copy: Path) -> dict[str, Any]:
    return json.loads((copy / "manifest.json").read_text())["tables"]


def test_a_backup_is_restored_and_proved(large, tmp_path, record_property):
    """Restoring compares rows and SHA-256 of every table; a backup of what came back does so once more. Only
    the auditor's run that ends the restoring is new."""
    (tmp_path / "to").mkdir()
    first, second = tmp_path / "copy", tmp_path / "again"
    timed(record_property, "backup", lambda: done(large, "backup", str(first)))
    with database("bench_backup_to") as there:
        target = at(there, tmp_path / "to")
        said = timed(record_property, "restore", lambda: done(target, "restore", str(first)))
        assert "tables as the manifest says" in said
        assert "clean: " in said
        done(target, "backup", str(second))
        over = manage(target, "restore", str(first))
        assert (over.returncode, "not empty" in over.stderr) == (1, True)
    before, after = tables_of(first), tables_of(second)
    assert {name for name in before | after if before.get(name) != after.get(name)} == {
        "public.payments_auditrun"
    }
    assert before["public.payments_ledgerentry"]["rows"] >= N_MOVEMENTS
    files = list(Path(large["MEDIA_ROOT"]).glob("*.webp"))
    assert len(files) >= N_FILES
    for kept in files:
        assert (tmp_path / "to" / "media" / kept.name).read_bytes() == kept.read_bytes()
