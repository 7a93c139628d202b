"""The archivist's file of corrections to the names that were found: a tab between the columns.

    محمد زفزاف       no                            is no name
    الصديقي محمد      same      محمد الصديقي          is another spelling of that name
    سيدي قاسم        kind      place                is a person, a place or a body
    عبد الاله كيران   shown     عبد الإله كيران        is shown so

A name that was not found is added by its `kind`. Empty lines and lines that begin with # say
nothing. The format is described in docs/names.md.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from indexer.errors import SettingsError
from indexer.model.names import NameKind
from indexer.names.rules import name_key


@dataclass(frozen=True, slots=True)
class NameCorrections:
    """The corrections of a file; names are keys, but where they are shown."""

    removed: frozenset[str] = frozenset()
    same: dict[str, str] = field(default_factory=dict)  # name → the name that it is, as written
    kinds: dict[str, tuple[NameKind, str]] = field(default_factory=dict)  # → kind, as written
    shown: dict[str, str] = field(default_factory=dict)


NO_CORRECTIONS = NameCorrections()


def name_corrections(path: Path) -> NameCorrections:
    """The corrections of the file at `path`.

    Raises SettingsError with each line that is none, or where the file cannot be read.
    """
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError((f"{path} cannot be read: {error}.",)) from error
    return parse_corrections(text, str(path))


def parse_corrections(text: str, source: str) -> NameCorrections:
    """The corrections of `text`; raises SettingsError with the line of each fault in `source`."""
    found = NameCorrections()
    removed: set[str] = set()
    faults: list[str] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        name, what, value, *rest = (*map(str.strip, line.split("\t")), "", "")
        fault = None
        key = name_key(name)
        if not key:
            fault = "there is no name"
        elif any(rest):
            fault = "there are more than three columns"
        elif what == "no" and not value:
            removed.add(key)
        elif what == "same" and name_key(value):
            found.same[key] = value
        elif what == "shown" and name_key(value):
            found.shown[key] = value
        elif what == "kind" and value in tuple(NameKind):
            found.kinds[key] = NameKind(value), name
        else:
            fault = f"“{what} {value}” is none of no, same NAME, shown NAME, kind {_KINDS}"
        if fault:
            faults.append(f"{source}, line {number}: {fault}.")
    if faults:
        raise SettingsError(tuple(faults))
    return NameCorrections(frozenset(removed), found.same, found.kinds, found.shown)


_KINDS = "|".join(NameKind)
