"""Files of an index that are not what was written: IndexDamaged, whatever reading them comes to."""

from __future__ import annotations

import inspect
import struct
import zlib
from collections.abc import Callable, Iterator
from functools import wraps
from pathlib import Path
from typing import Any, Protocol, TypeVar, cast

from indexer.errors import IndexDamaged

# MemoryError: a damaged number may ask for more than there is
FAULTS = (
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    MemoryError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)


class _InFolder(Protocol):
    folder: Path


Method = TypeVar("Method", bound=Callable[..., Any])


def raising_index_damaged(method: Method) -> Method:
    """`method`, or generator, of what reads the index in its `folder`; it raises IndexDamaged where
    it meets what was not written so."""

    @wraps(method)
    def guarded(self: _InFolder, *arguments: Any, **named: Any) -> Any:
        try:
            return method(self, *arguments, **named)
        except FAULTS as error:
            raise _damaged(self, error) from error

    @wraps(method)
    def generated(self: _InFolder, *arguments: Any, **named: Any) -> Iterator[Any]:
        try:
            yield from method(self, *arguments, **named)
        except FAULTS as error:
            raise _damaged(self, error) from error

    return cast(Method, generated if inspect.isgeneratorfunction(method) else guarded)


def _damaged(reader: _InFolder, error: BaseException) -> IndexDamaged:
    return IndexDamaged(f"{reader.folder} cannot be read: {error!r}")
