"""The fields of a record in Dublin Core: its elements and terms in XML, or as DSpace exports it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from indexer.ingest.metadata.field_names import field_named

_MOST_ELEMENTS = 2_000
# element of DSpace, qualifier → element or term of Dublin Core; others with a qualifier are passed
# over, such as the day on which a record came into the repository.
_QUALIFIED = {
    ("contributor", "author"): "creator",
    ("date", "issued"): "date",
    ("date", "created"): "date",
    ("identifier", "uri"): "uri",
    ("language", "iso"): "language",
    ("rights", "uri"): "licence_url",
    ("coverage", "spatial"): "spatial",
}


def dublin_core_fields(content: bytes) -> dict[str, object]:
    """Name → value, or list of values; raises ValueError when there is no Dublin Core in it."""
    from lxml import etree  # slow to import

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(f"is not XML: {str(error).partition(' (')[0].lower()}") from error
    found: dict[str, list[object]] = {}
    for element in islice(root.iter(etree.Element), _MOST_ELEMENTS):
        text = " ".join("".join(element.itertext()).split()) if len(element) == 0 else ""
        for name in _names(etree.QName(element).localname, dict(element.attrib), text):
            if text:
                found.setdefault(name, []).append(text)
    if not found:
        raise ValueError("has no element of Dublin Core that is known here")
    return {name: many[0] if len(many) == 1 else many for name, many in found.items()}


def _names(local: str, attributes: dict[str, str], text: str) -> Iterator[str]:
    """The name of the field that an element gives, if it gives one."""
    name, qualifier = local, "none"
    if local == "dcvalue":
        name, qualifier = attributes.get("element", ""), attributes.get("qualifier") or "none"
    if qualifier != "none":
        name = _QUALIFIED.get((name, qualifier), "")
    if name == "identifier":  # an id of this archive it is not
        name = "uri" if text.startswith(("http://", "https://")) else ""
    if name and field_named(name) is not None:
        yield name
