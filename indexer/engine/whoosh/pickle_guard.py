"""A guard before Whoosh's pickles: an index can name only the classes an honest one needs.

Whoosh keeps its schema, segment list, columns and postings as pickles, and a pickle can call any
function there is. Each of the places where Whoosh loads one is given the guarded loader instead.
"""

from __future__ import annotations

import io
import pickle
from typing import Any, BinaryIO

import whoosh.codec.whoosh3
import whoosh.columns
import whoosh.filedb.structfile
import whoosh.formats
import whoosh.index

from indexer.errors import IndexDamaged

# (module, name) of each class
ALLOWED = {
    ("indexer.engine.whoosh.codec", "ArraySegment"),
    ("whoosh.analysis.tokenizers", "IDTokenizer"),
    ("whoosh.fields", "ID"),
    ("whoosh.fields", "KEYWORD"),
    ("whoosh.fields", "STORED"),
    ("whoosh.fields", "Schema"),
    ("whoosh.fields", "TEXT"),
    ("whoosh.formats", "Existence"),
    ("whoosh.formats", "Frequency"),
    ("whoosh.formats", "Positions"),
}


def _bytes(text: str, encoding: str) -> bytes:
    """What `_codecs.encode` gives for the byte strings of pickle protocol 2, and nothing else."""
    if encoding != "latin1":
        raise pickle.UnpicklingError(f"an index may not encode as {encoding}")
    return text.encode("latin1")


class _Guarded(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == ("_codecs", "encode"):
            return _bytes
        if (module, name) not in ALLOWED:
            raise pickle.UnpicklingError(f"an index may not name {module}.{name}")
        return super().find_class(module, name)


def guarded_load(stream: BinaryIO) -> Any:
    """The object pickled at the head of `stream`.

    Raises IndexDamaged if it names a class that is not allowed, or is no pickle at all.
    """
    try:
        return _Guarded(stream).load()
    except Exception as error:  # bytes that are no pickle raise errors of every kind
        raise IndexDamaged(f"A part of the index cannot be read: {error}") from error


def guarded_loads(pickled: bytes) -> Any:
    """The object `pickled`, as `guarded_load`."""
    return guarded_load(io.BytesIO(pickled))


class _GuardedPickle:
    """Stands for the module `pickle` inside whoosh.index."""

    PicklingError = pickle.PicklingError
    dumps = staticmethod(pickle.dumps)
    loads = staticmethod(guarded_loads)


def guard_whoosh() -> None:
    """Puts the guard before every pickle Whoosh reads from an index."""
    whoosh.index.pickle = _GuardedPickle
    whoosh.index.toc_loaders.clear()  # formats older than Whoosh 2.7, read by an unguarded loader
    whoosh.filedb.structfile.load_pickle = guarded_load
    for module in (whoosh.codec.whoosh3, whoosh.columns, whoosh.formats):
        module.loads = guarded_loads
