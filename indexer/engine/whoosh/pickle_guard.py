"""A guard before the pickles of our index: they can name only the classes an honest one needs.

Whoosh keeps the schema and the list of segments of an index as pickles, and a pickle can call any
function there is. Ours are read by the loader below (`toc`). The library is left as it is, so that
other Whoosh indexes of the same process are read as ever.
"""

from __future__ import annotations

import io
import pickle
from typing import Any, BinaryIO

from indexer.errors import IndexDamaged

# (module, name) of each class
ALLOWED = {
    ("indexer.engine.whoosh.codec", "ArraySegment"),
    ("indexer.engine.whoosh.toc", "ReadOnlySchema"),
    ("whoosh.analysis.tokenizers", "IDTokenizer"),
    ("whoosh.fields", "ID"),
    ("whoosh.fields", "KEYWORD"),
    ("whoosh.fields", "STORED"),
    ("whoosh.fields", "TEXT"),
    ("whoosh.formats", "Existence"),
    ("whoosh.formats", "Frequency"),
    ("whoosh.formats", "Positions"),
}
# The same of indexes of earlier versions, whose documents are still read; and the class it is now.
FORMER = {
    ("indexer.storage.codec", "ArraySegment"): ("indexer.engine.whoosh.codec", "ArraySegment"),
    ("whoosh.fields", "Schema"): ("whoosh.fields", "Schema"),
}
_PROTOCOL = 4


def _bytes(text: str, encoding: str) -> bytes:
    """The byte strings of pickle protocol 2, which it makes by `_codecs.encode`; nothing else."""
    if encoding != "latin1":
        raise pickle.UnpicklingError(f"an index may not encode as {encoding}")
    return text.encode("latin1")


class _Guarded(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == ("_codecs", "encode"):
            return _bytes
        if (module, name) not in ALLOWED and (module, name) not in FORMER:
            raise pickle.UnpicklingError(f"an index may not name {module}.{name}")
        return super().find_class(*FORMER.get((module, name), (module, name)))


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


def pickled(value: object) -> bytes:
    """`value` as the loaders above read it."""
    return pickle.dumps(value, _PROTOCOL)
