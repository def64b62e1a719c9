from pathlib import Path
from textwrap import dedent

import pytest

from scripts.measure import modules
from scripts.measure.functions import functions
from scripts.measure.sources import Source


class Text(Source):
    """A file that exists only here."""

    def __init__(self, text, path="campaigns/services/x.py"):
        object.__setattr__(self, "path", Path(path))
        self.__dict__["text"] = dedent(text)


def only(text):
    return next(functions(Text(text)))


def test_a_function_is_as_long_as_its_lines_and_as_complex_as_its_branches():
    found = only("""
        def act(a, *, b=1):
            if a:
                return [x for x in b]
            while b:
                b -= 1
    """)
    assert (found.n_lines, found.complexity, found.n_arguments, found.n_positional) == (5, 4, 2, 1)


@pytest.mark.parametrize(
    ("body", "depth"),
    [
        ("if a:\n  if b:\n   pass", 2),
        ("if a:\n  pass\n elif b:\n  pass\n elif c:\n  pass", 1),
        ("with a:\n  for b in c:\n   try:\n    pass\n   except E:\n    if d:\n     pass", 4),
    ],
)
def test_an_elif_is_no_deeper_than_its_if(body, depth):
    assert only(f"def act():\n {body}\n").nesting == depth


def test_self_is_not_an_argument_and_needs_no_type():
    method = only("class A:\n    def act(self, n: int) -> None: ...\n")
    assert method.n_arguments == 1
    assert method.is_typed


@pytest.mark.parametrize(
    "text",
    ["def act(n) -> int: ...", "def act(n: int): ...", "def act(*n) -> int: ...", "def act(**n) -> int: ..."],
)
def test_half_a_type_is_none(text):
    assert not only(text).is_typed


def test_a_repeated_run_counts_once_however_long():
    run = "\n".join(f"value_{n} = {n}" for n in range(9))
    twice = [Text(run, "campaigns/models.py"), Text(f"x = 1\n{run}", "brands/models.py")]
    assert modules.repeated(twice) == ["campaigns/models.py:1 = brands/models.py:2"]


def test_imports_that_hide_in_functions_are_found():
    assert modules.hidden_imports(Text("import a\ndef act():\n    import b\n")) == [
        "campaigns/services/x.py:3"
    ]


def test_apps_that_reach_themselves_are_a_cycle():
    up, down = Text("import brands.models", "campaigns/a.py"), Text("import campaigns.a", "brands/b.py")
    assert modules.cycle([up, down, Text("", "kit/c.py")]) == ["brands", "campaigns"]


def test_services_owe_docstrings_and_private_helpers_do_not():
    assert modules.undocumented(Text("def act(): ...\ndef _help(): ...\n")) == (
        1,
        ["campaigns/services/x.py:1"],
    )


def test_a_migration_without_a_way_back_is_found():
    there = Text(
        "RunPython(go)\nRunPython(go, back)\nRunSQL(sql, reverse_sql='')", "brands/migrations/0002_x.py"
    )
    assert modules.irreversible(there) == ["brands/migrations/0002_x.py:1"]


def test_another_apps_door_is_found():
    text = "from brands.views import page\nfrom brands.services import act\nfrom campaigns.forms import A\n"
    assert modules.foreign_doors(Text(text)) == ["campaigns/services/x.py brands.views.page"]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("plans/services/x.py", "payments.gateways.stripe_plans"),
        ("plans/views/x.py", "payments.gateways.stripe_plans"),
        ("payments/tasks.py", "treasury.gateways.bank"),
        ("messaging/tasks.py", "payments.gateways.bank"),
        ("plans/tasks.py", "payments.views.page"),
    ],
)
def test_only_tasks_call_gateways_and_only_those_below(path, name):
    allowed = Text("import payments.gateways.stripe_plans", "plans/tasks.py")
    assert modules.foreign_doors(allowed) == []
    assert modules.foreign_doors(Text(f"import {name}", path)) == [f"{path} {name}"]
