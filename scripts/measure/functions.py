"""Figures of one function."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from scripts.measure.sources import Source

AnyFunction = ast.FunctionDef | ast.AsyncFunctionDef
BLOCKS = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith, ast.Try, ast.Match)
BRANCHES = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.ExceptHandler, ast.comprehension, ast.match_case)


@dataclass(frozen=True)
class Function:
    """A function or method and where it stands."""

    source: Source
    node: AnyFunction
    is_method: bool

    @property
    def place(self) -> str:
        return f"{self.source.path}:{self.node.lineno} {self.node.name}"

    @property
    def n_lines(self) -> int:
        return (self.node.end_lineno or self.node.lineno) - self.node.lineno + 1

    @property
    def complexity(self) -> int:
        """McCabe's: one more than the branches."""
        return 1 + sum(isinstance(node, BRANCHES) for node in ast.walk(self.node))

    @property
    def nesting(self) -> int:
        return _depth(self.node.body)

    @property
    def n_arguments(self) -> int:
        """Without self or cls, and without *args and **kwargs."""
        named = self.node.args
        return len(named.posonlyargs) + len(named.args) + len(named.kwonlyargs) - self._n_implicit

    @property
    def n_positional(self) -> int:
        return len(self.node.args.posonlyargs) + len(self.node.args.args) - self._n_implicit

    @property
    def _n_implicit(self) -> int:
        static = any(
            isinstance(word, ast.Name) and word.id == "staticmethod" for word in self.node.decorator_list
        )
        return int(self.is_method and not static)

    @property
    def is_typed(self) -> bool:
        """Is every argument and the answer annotated?"""
        named = self.node.args
        arguments = [*named.posonlyargs, *named.args][self._n_implicit :] + named.kwonlyargs
        arguments += [word for word in (named.vararg, named.kwarg) if word]
        return self.node.returns is not None and all(word.annotation for word in arguments)

    @property
    def is_atomic(self) -> bool:
        """Is it a service: public, at the top of its file, one transaction?"""
        marks = (ast.unparse(mark) for mark in self.node.decorator_list)
        is_top = self.node.col_offset == 0 and not self.node.name.startswith("_")
        return is_top and any("atomic" in mark for mark in marks)


def functions(source: Source) -> Iterator[Function]:
    """Every function of a file, methods and inner ones too."""
    methods = {
        id(child) for node in ast.walk(source.tree) if isinstance(node, ast.ClassDef) for child in node.body
    }
    for node in ast.walk(source.tree):
        if isinstance(node, AnyFunction):
            yield Function(source, node, is_method=id(node) in methods)


def _depth(body: list[ast.stmt]) -> int:
    return max((_depth_of(statement) for statement in body), default=0)


def _depth_of(statement: ast.stmt) -> int:
    """How many blocks are inside each other; an `elif` is no deeper than its `if`."""
    if not isinstance(statement, BLOCKS):
        return 0
    inner = max((_depth(part) for part in _parts(statement)), default=0)
    return max(1 + inner, _depth_of_elif(statement))


def _parts(statement: ast.stmt) -> Iterator[list[ast.stmt]]:
    yield getattr(statement, "body", [])
    if not _elif(statement):
        yield getattr(statement, "orelse", [])
    yield getattr(statement, "finalbody", [])
    for inner in [*getattr(statement, "handlers", []), *getattr(statement, "cases", [])]:
        yield inner.body


def _depth_of_elif(statement: ast.stmt) -> int:
    chained = _elif(statement)
    return _depth_of(chained) if chained else 0


def _elif(statement: ast.stmt) -> ast.If | None:
    other = getattr(statement, "orelse", [])
    is_chain = isinstance(statement, ast.If) and len(other) == 1 and isinstance(other[0], ast.If)
    return other[0] if is_chain else None
