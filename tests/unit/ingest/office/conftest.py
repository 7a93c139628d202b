"""Office files as the tests write them: the parts that matter, zipped."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

_NAMESPACES = " ".join(
    f'xmlns:{prefix}="{address}"'
    for prefix, address in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "v": "urn:schemas-microsoft-com:vml",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
    }.items()
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _relations(targets: Mapping[str, str]) -> str:
    """A part of relations: target → kind."""
    found = "".join(
        f'<Relationship Id="r{at}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for at, (target, kind) in enumerate(targets.items())
    )
    return f"<Relationships>{found}</Relationships>"


@pytest.fixture
def zipped(tmp_path: Path) -> Callable[..., Path]:
    """Writes a zip file, as `zipped("a.odt", {"content.xml": "…"})`."""

    def written(name: str, parts: Mapping[str, str | bytes]) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
            for part, content in parts.items():
                file.writestr(part, content)
        return path

    return written


@pytest.fixture
def docx(zipped: Callable[..., Path]) -> Callable[..., Path]:
    """Writes a Word document with this body, as `docx("<w:p>…</w:p>", footnotes="…")`.

    Other parts are named by their kind, and their content stands without its root.
    """

    def written(body: str, *, name: str = "a.docx", core: str = "", **parts: str) -> Path:
        document = f"<w:document {_NAMESPACES}><w:body>{body}</w:body></w:document>"
        dublin = (
            'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        )
        return zipped(
            name,
            {
                "[Content_Types].xml": "<Types/>",
                "_rels/.rels": _relations({"word/document.xml": "officeDocument"}),
                "word/document.xml": document,
                "word/_rels/document.xml.rels": _relations({f"{part}.xml": part for part in parts}),
                "docProps/core.xml": f"<c {dublin}>{core}</c>",
            }
            | {
                f"word/{part}.xml": f"<w:{part} {_NAMESPACES}>{content}</w:{part}>"
                for part, content in parts.items()
            },
        )

    return written
