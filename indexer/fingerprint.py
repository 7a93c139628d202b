"""A digest of what the code of some modules does: by it, what was made by them is known.

It is a digest of their syntax trees, so that every table and every rule counts. Comments,
docstrings, annotations and the layout of the lines do nothing, and do not count. As it takes 150 ms
for 130 modules, a digest of the bytes of the same modules is kept with it: where that is the same,
so is the other.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.util import find_spec

_DO_NOTHING = frozenset({"annotation", "returns", "ctx", "kind", "type_comment", "type_ignores"})


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """The fingerprint of `modules`, by their full names, and of `besides`, as versions they use.

    As a text it is recorded with what the modules made. Raises ImportError where the source of one
    is not there.
    """

    modules: tuple[str, ...]
    besides: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.code}-{self.bytes}"

    def text(self, recorded: str) -> str:
        """This as a text; `recorded` is that of an earlier run, which is not worked out again."""
        return recorded if recorded.partition("-")[2] == self.bytes else str(self)

    def answers(self, recorded: str) -> bool:
        """Whether the code does as that which recorded its fingerprint did."""
        code, _, of_bytes = recorded.partition("-")
        return of_bytes == self.bytes or code == self.code

    @property
    def code(self) -> str:
        """The digest of what the modules do."""
        return _code_digest(self.modules, self.besides)

    @property
    def bytes(self) -> str:
        """The digest of every byte of the modules."""
        return _bytes_digest(self.modules, self.besides)


@cache
def _code_digest(modules: Sequence[str], besides: Sequence[str]) -> str:
    return _digest(besides, (f"{name}\0{digest_of_code(_source(name))}" for name in modules))


@cache
def _bytes_digest(modules: Sequence[str], besides: Sequence[str]) -> str:
    return _digest(besides, (f"{name}\0{_source(name)}" for name in modules))


def _digest(besides: Sequence[str], texts: Iterable[str]) -> str:
    digest = hashlib.sha256("\0".join(besides).encode())
    for text in texts:
        digest.update(f"\0{text}".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()[:16]


def modules_of(package: str) -> tuple[str, ...]:
    """The full names of the modules of `package`, without its subpackages, in order."""
    names = (entry.name for entry in resources.files(package).iterdir())
    stems = sorted(name.removesuffix(".py") for name in names if name.endswith(".py"))
    return tuple(package if stem == "__init__" else f"{package}.{stem}" for stem in stems)


def digest_of_code(source: str) -> str:
    """The digest of the code that stands in `source`, whichever Python reads it."""
    lines: list[str] = []
    _lines(ast.parse(source), 0, lines)
    return hashlib.sha256("\n".join(lines).encode("utf-8", "surrogatepass")).hexdigest()


def _source(module: str) -> str:
    spec = find_spec(module)
    get_source = getattr(spec.loader, "get_source", None) if spec else None
    source = get_source(module) if get_source else None
    if source is None:
        raise ImportError(f"The source of {module} is not there, and its digest is of that.")
    return str(source)


def _lines(node: object, depth: int, lines: list[str]) -> None:
    """Adds `node` to `lines`, each as far in as it is deep.

    Empty fields, which newer Pythons add, are left out. A string that stands alone is a docstring,
    or might as well be one.
    """
    if isinstance(node, ast.AST):
        lines.append(f"{depth} {type(node).__name__}")
        for name in node._fields:
            value = getattr(node, name, None)
            if value is not None and value != [] and name not in _DO_NOTHING:
                lines.append(f"{depth} .{name}")
                _lines(value, depth + 1, lines)
    elif isinstance(node, list):
        for entry in node:
            alone = isinstance(entry, ast.Expr) and isinstance(entry.value, ast.Constant)
            if not (alone and isinstance(entry.value.value, str)):
                _lines(entry, depth, lines)
    else:
        lines.append(f"{depth} {node!r}")
