"""The files that are measured, read and parsed once."""

import ast
import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from scripts.place import ROOT

DOORS = frozenset({"admin", "api", "views", "consumers", "reactions"})
SHAPES = frozenset({"serializers", "forms", "tasks"})
CORE = frozenset({"services", "selectors", "policies", "models", "querysets", "facts", "errors", "datamap"})
ROOMS = DOORS | SHAPES | CORE | {"apps", "urls", "gateways"}
BESIDE = frozenset({"__init__", "migrations", "tests", "templatetags", "management"})
FREE = frozenset({"kit", "influmaroc", "scripts", "bench"})  # no rooms: helpers, wiring, tools


@dataclass(frozen=True)
class Source:
    """One Python file."""

    path: Path  # from the root of the project

    @cached_property
    def text(self) -> str:
        return (ROOT / self.path).read_text(encoding="utf-8")

    @cached_property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, str(self.path))

    @property
    def app(self) -> str:
        """The top-level package, "" for a file at the root."""
        return self.path.parts[0] if len(self.path.parts) > 1 else ""

    @property
    def room(self) -> str:
        """The room inside the app: services, models, ..."""
        return self.path.parts[1].removesuffix(".py") if self.app else ""

    @property
    def is_test(self) -> bool:
        return "tests" in self.path.parts or self.path.name == "conftest.py"

    @property
    def is_migration(self) -> bool:
        return "migrations" in self.path.parts

    @property
    def is_production(self) -> bool:
        """What the product runs on; benchmarks and tests are not."""
        return not (self.is_test or self.is_migration or self.app == "bench")


def listed(*patterns: str) -> list[Path]:
    """Files of the project that git knows or would add."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return [Path(name) for name in sorted(set(done.stdout.splitlines())) if (ROOT / name).exists()]


def python() -> list[Source]:
    """Every Python file of the project."""
    return [Source(path) for path in listed("*.py")]
