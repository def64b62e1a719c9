"""Figures of whole files: imports, docstrings, marks, migrations, templates, repetition."""

import ast
import configparser
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import combinations

from scripts.measure.functions import functions
from scripts.measure.sources import BESIDE, DOORS, FREE, ROOMS, Source, listed
from scripts.place import ROOT

NETWORK = frozenset({"requests", "httpx", "urllib3", "aiohttp", "smtplib", "rest_framework"})
INNER = frozenset({"services", "models", "selectors", "policies"})
DOCUMENTED = frozenset({"services", "tasks", "gateways", "reactions"})
IGNORED = re.compile(r"#\s*(noqa|type:\s*ignore)")
LEFT_OPEN = re.compile(r"#.*\b(T[O]DO|FI[X]ME|X[X]X)\b")  # spelt so as not to find itself
CLOSED = DOORS | {"serializers", "forms", "gateways"}
APPS = frozenset(path.parent.name for path in ROOT.glob("*/__init__.py"))
RUN = 6  # lines
Documented = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
MANY = 2


def imports(source: Source) -> Iterator[str]:
    """Dotted names that a file imports."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def hidden_imports(source: Source) -> list[str]:
    """Imports inside functions."""
    return [
        f"{source.path}:{node.lineno}"
        for function in functions(source)
        for node in ast.walk(function.node)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]


def signal_receivers(source: Source) -> list[str]:
    """Uses of the ORM's signals."""
    return [str(source.path) for name in imports(source) if name.startswith("django.db.models.signals")]


def network_imports(source: Source) -> list[str]:
    """A library that speaks to the outside, imported where no network may be."""
    if source.room not in INNER or source.app in FREE:
        return []
    return [f"{source.path} {name}" for name in imports(source) if name.split(".")[0] in NETWORK]


def foreign_doors(source: Source) -> list[str]:
    """Another app's door, imported. The import contract lets doors see each other; only the wiring should,
    and tasks, which call the gateways of apps below.
    """
    if source.app in FREE or not source.app or source.is_test:
        return []
    closed = [name.split(".") for name in imports(source)]
    return [
        f"{source.path} {'.'.join(parts)}"
        for parts in closed
        if len(parts) > 1 and parts[1] in CLOSED and parts[0] not in {source.app, *FREE} and parts[0] in APPS
        if not _is_call_down(source, *parts[:2])
    ]


def _is_call_down(source: Source, app: str, room: str) -> bool:
    floors = _floors()
    return source.room == "tasks" and room == "gateways" and floors[app] > floors[source.app]


@cache
def _floors() -> dict[str, int]:
    """How far down each app lies, as the contract has it."""
    contracts = configparser.ConfigParser()
    contracts.read(ROOT / ".importlinter", encoding="utf-8")
    layers = contracts["importlinter:contract:floors"]["layers"].split("\n")
    return {app.strip(): depth for depth, layer in enumerate(layers) for app in layer.split("|")}


def roomless(source: Source) -> list[str]:
    """A file of an app outside the agreed rooms."""
    fine = not source.app or source.app in FREE or source.room in ROOMS | BESIDE
    return [] if fine else [str(source.path)]


def cycle(sources: Iterable[Source]) -> list[str]:
    """Apps that reach themselves through others."""
    graph: dict[str, set[str]] = defaultdict(set)
    names = {source.app for source in sources if source.app}
    for source in sources:
        graph[source.app] |= {name.split(".")[0] for name in imports(source)} & names - {source.app}
    return sorted(app for app in names if app in _reach(graph, app))


def _reach(graph: dict[str, set[str]], start: str) -> set[str]:
    seen: set[str] = set()
    ahead = list(graph[start])
    while ahead:
        app = ahead.pop()
        if app not in seen:
            seen.add(app)
            ahead += graph[app]
    return seen


def undocumented(source: Source) -> tuple[int, list[str]]:
    """How many things of a file owe a docstring, and those that have none."""
    owing: list[Documented] = [node for node in source.tree.body if isinstance(node, Documented)]
    owed = {f"{source.path}:{node.lineno}": ast.get_docstring(node) for node in owing if _owes(source, node)}
    if source.room == "__init__" and source.app:
        owed[str(source.path)] = ast.get_docstring(source.tree)
    return len(owed), [place for place, text in owed.items() if not text]


def _owes(source: Source, node: Documented) -> bool:
    if node.name.startswith("_"):
        return False
    if source.room == "models":
        return isinstance(node, ast.ClassDef) and any("Model" in ast.unparse(base) for base in node.bases)
    return source.room in DOCUMENTED


def irreversible(source: Source) -> list[str]:
    """RunPython and RunSQL without a way back."""
    found = []
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in {"RunPython", "RunSQL"}:
            back = len(node.args) >= MANY or any(
                word.arg in {"reverse_code", "reverse_sql"} for word in node.keywords
            )
            found += [] if back else [f"{source.path}:{node.lineno}"]
    return found


def merges(source: Source) -> list[str]:
    """A migration that joins two heads."""
    return [str(source.path)] if "_merge" in source.path.stem else []


def template_lengths() -> dict[str, int]:
    """Lines of every template."""
    paths = listed("templates/*.html", "*/templates/*.html")
    return {str(path): len((ROOT / path).read_text(encoding="utf-8").splitlines()) for path in paths}


def repeated(sources: Iterable[Source]) -> list[str]:
    """Pairs of places with the same six lines or more; a longer run counts once."""
    texts = {str(source.path): _telling(source) for source in sources}
    places: dict[tuple[str, ...], list[tuple[str, int]]] = defaultdict(list)
    for path, lines in texts.items():
        for start in range(len(lines) - RUN + 1):
            places[tuple(text for _, text in lines[start : start + RUN])].append((path, start))
    pairs = [pair for spots in places.values() for pair in combinations(spots, MANY)]
    known = set(pairs)
    return [
        f"{one}:{texts[one][at][0]} = {other}:{texts[other][there][0]}"
        for (one, at), (other, there) in pairs
        if ((one, at - 1), (other, there - 1)) not in known
    ]


def _telling(source: Source) -> list[tuple[int, str]]:
    """Numbered lines without imports, comments, blank lines and lone brackets."""
    skipped = {
        number
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for number in range(node.lineno, (node.end_lineno or node.lineno) + 1)
    }
    numbered = ((number, line.strip()) for number, line in enumerate(source.lines, start=1))
    return [
        (number, line)
        for number, line in numbered
        if number not in skipped and re.search(r"\w", line) and not line.startswith("#")
    ]
