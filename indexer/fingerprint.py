"""A digest of what the code of some modules does: by it, what was made by them is known.

It is a digest of their syntax trees, so that every table and every rule counts. Comments,
docstrings, annotations and the layout of the lines do nothing, and do not count.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources
from importlib.util import find_spec

_DO_NOTHING = {"annotation", "returns", "ctx", "kind", "type_comment", "type_ignores"}


@cache
def code_digest(modules: Sequence[str], *besides: str) -> str:
    """The digest of `modules`, by their full names, and of `besides`, such as versions they use.

    Raises ImportError where the source of one is not there.
    """
    digest = hashlib.sha256("\0".join(besides).encode())
    for module in modules:
        digest.update(f"\0{module}\0{source_digest(_source(module))}".encode())
    return digest.hexdigest()[:16]


def modules_of(package: str) -> tuple[str, ...]:
    """The full names of the modules of `package`, without its subpackages, in order."""
    names = (entry.name for entry in resources.files(package).iterdir())
    stems = sorted(name.removesuffix(".py") for name in names if name.endswith(".py"))
    return tuple(package if stem == "__init__" else f"{package}.{stem}" for stem in stems)


def source_digest(source: str) -> str:
    """The digest of the code that stands in `source`, whichever Python reads it."""
    tree = "\n".join(_lines(ast.parse(source)))
    return hashlib.sha256(tree.encode("utf-8", "surrogatepass")).hexdigest()


def _source(module: str) -> str:
    spec = find_spec(module)
    get_source = getattr(spec.loader, "get_source", None) if spec else None
    source = get_source(module) if get_source else None
    if source is None:
        raise ImportError(f"The source of {module} is not there, and its digest is of that.")
    return str(source)


def _lines(node: object, depth: int = 0) -> Iterator[str]:
    """`node` as lines, each as far in as it is deep; empty fields, which Pythons add, are left out.

    A string that stands alone is a docstring, or might as well be one.
    """
    if isinstance(node, ast.AST):
        yield f"{depth} {type(node).__name__}"
        for name, value in ast.iter_fields(node):
            if name not in _DO_NOTHING and value is not None and value != []:
                yield f"{depth} .{name}"
                yield from _lines(value, depth + 1)
    elif isinstance(node, list):
        for entry in node:
            alone = isinstance(entry, ast.Expr) and isinstance(entry.value, ast.Constant)
            if not (alone and isinstance(entry.value.value, str)):
                yield from _lines(entry, depth)
    else:
        yield f"{depth} {node!r}"
