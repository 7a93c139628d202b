"""Elements of XML whose names are written with their prefixes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree import ElementTree

from flask import Response

Element = ElementTree.Element
_UNFIT = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # for XML 1.0


def put(
    parent: Element, name: str, text: str | None = None, attributes: Mapping[str, str] | None = None
) -> Element:
    """A new element in `parent`, with `text` as far as XML can hold its characters."""
    given = {key: _fit(value) for key, value in (attributes or {}).items()}
    element = ElementTree.SubElement(parent, name, given)
    element.text = _fit(text) if text is not None else None
    return element


def xml_response(root: Element, kind: str) -> Response:
    """`root` as a document of the media type `kind`."""
    ElementTree.indent(root)
    text = ElementTree.tostring(root, "utf-8", xml_declaration=True)
    return Response(text, content_type=f"{kind}; charset=utf-8")


def _fit(text: str) -> str:
    return _UNFIT.sub("", text)
