"""The properties that an office file or a book declares: title, authors, date, language, …"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from indexer.ingest.office.package import Package, XmlElement, local_name

# Name of a property, without its namespace → field of Document.
_CORE = {"title": "title", "creator": "authors", "created": "date", "language": "language"}
# In OpenDocument, creator is who changed the file last.
_META = {"title": "title", "initial-creator": "authors", "creation-date": "date"}
_META |= {"language": "language"}
BOOK = {"title": "title", "creator": "authors", "date": "date", "language": "language"}
BOOK |= {"publisher": "publisher", "rights": "licence"}
_MANY = frozenset({"authors"})


def core_properties(package: Package) -> dict[str, object]:
    """The fields in the core properties of an Office file (ECMA-376, part 2, 11)."""
    return _properties(package, "docProps/core.xml", _CORE)


def meta_properties(package: Package) -> dict[str, object]:
    """The fields in the properties of an OpenDocument file."""
    return _properties(package, "meta.xml", _META)


def _properties(package: Package, name: str, names: Mapping[str, str]) -> dict[str, object]:
    """The fields in a part; none where it is broken, because the text is what counts."""
    try:
        tree = package.tree(name)
    except ValueError:
        return {}
    return {} if tree is None else declared_fields(tree.iter("{*}*"), names)


def declared_fields(elements: Iterable[XmlElement], names: Mapping[str, str]) -> dict[str, object]:
    """The fields that `elements` declare by `names`: all authors, of the others the first value."""
    found: dict[str, list[object]] = {}
    for element in elements:
        field = names.get(local_name(element))
        value = " ".join((element.text or "").split())
        if field and value and value not in found.setdefault(field, []):
            found[field].append(value)
    return {
        name: values if name in _MANY else values[0] for name, values in found.items() if values
    }
