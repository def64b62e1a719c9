"""`make figures`: the code beside the goals of docs/architecture.md; `--check` fails on a hard one."""

import re
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from scripts.measure import modules
from scripts.measure.functions import Function, functions
from scripts.measure.sources import FREE, Source, python
from scripts.place import say

SHORT = 20  # lines
SHOWN = 8  # offenders
NUMBERS = frozenset(range(1, 28)) - {22, 23}  # of the table; the others are measured by tests


@dataclass(frozen=True)
class Figure:
    """One line of the table. `number` is that of docs/architecture.md; a soft one never fails the check."""

    number: str
    name: str
    value: float
    goal: str
    is_met: bool
    offenders: tuple[str, ...] = ()
    is_hard: bool = True


def at_most(
    number: str, name: str, value: float, limit: float, offenders: Iterable[str] = (), *, hard: bool = True
) -> Figure:
    """A value that should not pass a limit."""
    return Figure(number, name, value, f"<= {limit:g}", value <= limit, tuple(offenders), hard)


def most(number: str, name: str, values: dict[str, float], limit: float) -> Figure:
    """The largest of the values."""
    over = sorted((key for key in values if values[key] > limit), key=lambda key: -values[key])
    shown = [f"{key} {values[key]:g}" for key in over]
    return at_most(number, name, max(values.values(), default=0), limit, shown)


def ordinary(number: str, name: str, values: Iterable[float], limit: float, *, hard: bool = True) -> Figure:
    """The value that 95 of 100 do not pass."""
    return at_most(number, name, rank(values, 95), limit, hard=hard)


def none(number: str, name: str, offenders: Iterable[str]) -> Figure:
    """There should not be any."""
    found = tuple(offenders)
    return at_most(number, name, len(found), 0, found)


def share(number: str, name: str, bad: Iterable[str], n_all: int, goal: float) -> Figure:
    """So many of a hundred should be good."""
    offenders = tuple(bad)
    value = 100 * (1 - len(offenders) / n_all) if n_all else 100.0
    return Figure(number, name, round(value, 2), f">= {goal:g}", value >= goal, offenders)


def rank(values: Iterable[float], percent: int) -> float:
    """The value at a percentile (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)] if ordered else 0


def of_functions(found: list[Function]) -> list[Figure]:
    """Figures 1 to 3, 6 to 9."""
    lengths = {item.place: float(item.n_lines) for item in found}
    long = [place for place, n_lines in lengths.items() if n_lines > SHORT]
    untyped = [item.place for item in found if not item.is_typed]
    return [
        ordinary("1", "function length, p95", lengths.values(), SHORT),
        most("2", "longest function", lengths, 40),
        share("3", "functions of 20 lines or less, %", long, len(found), 95),
        ordinary("6", "complexity, p95", (item.complexity for item in found), 4),
        most("6", "complexity, largest", {item.place: item.complexity for item in found}, 8),
        most("7", "nesting, deepest", {item.place: item.nesting for item in found}, 3),
        most("8", "arguments, most", {item.place: item.n_arguments for item in found}, 6),
        share("9", "functions wholly typed, %", untyped, len(found), 100),
    ]


def of_rooms(found: list[Function]) -> list[Figure]:
    """Figures 8, 18 and 19: what doors and services look like."""
    services = [item for item in found if item.source.room == "services" and item.source.app not in FREE]
    doors = [i.n_lines for i in found if i.source.room in {"api", "views"} and i.source.app not in FREE]
    loose = (item.place for item in services if item.is_atomic and item.n_positional)
    return [
        none("8", "atomic services with positional arguments", loose),
        ordinary("18", "view and API method length, p95", doors, 15),
        ordinary("19", "service length, p95", (item.n_lines for item in services), 25),
    ]


def of_files(sources: list[Source]) -> list[Figure]:
    """Figures 4, 5, 10 to 17, 26, 27."""
    lengths = {str(source.path): float(len(source.lines)) for source in sources}
    settings = {path: n for path, n in lengths.items() if path.startswith("influmaroc/settings/")}
    excuses = _lines(sources, modules.IGNORED)
    owed = [modules.undocumented(source) for source in sources]
    bare = [place for _, places in owed for place in places]
    doubles = modules.repeated(sources)
    per_thousand = round(1000 * len(excuses) / max(1, _n_lines(sources)), 2)
    return [
        ordinary("4", "file length, p95", lengths.values(), 200),
        most("5", "longest file", lengths, 300),
        at_most("10", "noqa and type: ignore per 1,000 lines", per_thousand, 0.5, excuses),
        none("11", "TODO, FIXME, XXX", _lines(sources, modules.LEFT_OPEN)),
        share("12", "docstrings where they are owed, %", bare, sum(n for n, _ in owed), 100),
        none("13", "apps in an import cycle", modules.cycle(sources)),
        none("14", "imports inside functions", _gather(modules.hidden_imports, sources)),
        none("15", "files without a room", _gather(modules.roomless, sources)),
        none("15", "doors imported by another app", _gather(modules.foreign_doors, sources)),
        none("16", "ORM signal receivers", _gather(modules.signal_receivers, sources)),
        none("17", "network libraries in inner rooms", _gather(modules.network_imports, sources)),
        most("26", "longest settings file", settings, 250),
        at_most("27", "repeated runs of 6 lines or more", len(doubles), 5, doubles),
    ]


def of_the_rest(sources: list[Source]) -> list[Figure]:
    """Figures 20, 21, 24, 25: tests, migrations, templates."""
    tests = [source for source in sources if source.is_test]
    production = [source for source in sources if source.is_production]
    migrations = [source for source in sources if source.is_migration]
    ratio = round(_n_lines(tests) / max(1, _n_lines(production)), 2)
    found = [item for source in tests for item in functions(source) if item.node.name.startswith("test_")]
    lengths = [item.n_lines for item in found]
    templates = modules.template_lengths().values()
    low, high = 1.0, 1.6
    return [
        Figure(
            "20", "test lines per production line", ratio, "1.0 - 1.6", low <= ratio <= high, is_hard=False
        ),
        at_most("21", "test length, median", rank(lengths, 50), 9, hard=False),
        ordinary("21", "test length, p95", lengths, 22, hard=False),
        none("24", "merge migrations", _gather(modules.merges, migrations)),
        none("24", "RunPython or RunSQL without a way back", _gather(modules.irreversible, migrations)),
        at_most("25", "template length, median", rank(templates, 50), 35),
        ordinary("25", "template length, p95", templates, 120),
    ]


def _n_lines(sources: Iterable[Source]) -> int:
    return sum(len(source.lines) for source in sources)


def _gather(count: Callable[[Source], list[str]], sources: Iterable[Source]) -> list[str]:
    return [place for source in sources for place in count(source)]


def _lines(sources: Iterable[Source], pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{source.path}:{number}"
        for source in sources
        for number, line in enumerate(source.lines, start=1)
        if pattern.search(line)
    ]


def measure() -> list[Figure]:
    """Every figure, in the order of docs/architecture.md."""
    sources = python()
    production = [source for source in sources if source.is_production]
    found = [item for source in production for item in functions(source)]
    figures = of_functions(found) + of_rooms(found) + of_files(production) + of_the_rest(sources)
    assert {int(figure.number) for figure in figures} == NUMBERS, "a figure of the table is not measured"
    return sorted(figures, key=lambda figure: int(figure.number))


def main() -> int:
    """Print the table and who is over; with --check, 1 when a hard figure is missed."""
    figures = measure()
    missed = [figure for figure in figures if not figure.is_met]
    if "--check" not in sys.argv:
        for figure in figures:
            mark = "ok" if figure.is_met else "MISSED" if figure.is_hard else "missed"
            say(f"{figure.number:>3}  {figure.name:<42} {figure.value:>8g}   {figure.goal:<10} {mark}")
    for figure in missed:
        say(f"\n{figure.name}: {figure.value:g}, goal {figure.goal}")
        for offender in figure.offenders[:SHOWN]:
            say(f"    {offender}")
        if len(figure.offenders) > SHOWN:
            say(f"    and {len(figure.offenders) - SHOWN} more")
    return int("--check" in sys.argv and any(figure.is_hard for figure in missed))


if __name__ == "__main__":
    sys.exit(main())
