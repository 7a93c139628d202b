"""Presentations: a page for each slide, in the order of the presentation."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.errors import DocumentError
from indexer.ingest import SourceLimits
from indexer.ingest.files import readings_of
from indexer.ingest.office.package import Package
from indexer.ingest.office.pptx import slides
from indexer.ingest.reading import Reading
from indexer.ingest.sources import Source
from indexer.model import PageOrigin

REPORTS = Path(__file__).resolve().parents[3] / "files" / "office"
RELATIONS = "xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships'"


def read(path: Path) -> Reading | DocumentError:
    (found,) = readings_of(Source(path, path.name, 0), SourceLimits(1_000_000))
    return found


def relations(*targets: str) -> str:
    """Relations r0, r1 …, each named `kind target`."""
    pairs = [target.split() for target in targets]
    found = "".join(
        f"<Relationship Id='r{at}' Type='x/{kind}' Target='{target}'/>"
        for at, (kind, target) in enumerate(pairs)
    )
    return f"<Relationships>{found}</Relationships>"


def shape(text: str, place: str = "") -> str:
    filled = f"<p:nvPr><p:ph type='{place}'/></p:nvPr>" if place else "<p:nvPr/>"
    body = f"<p:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody>"
    return f"<p:sp><p:nvSpPr>{filled}</p:nvSpPr>{body}</p:sp>"


def slide(*shapes: str) -> str:
    tree = f"<p:spTree>{''.join(shapes)}</p:spTree>"
    return f"<p:sld xmlns:p='p' xmlns:a='a' xmlns:mc='m'>{tree}</p:sld>"


@pytest.fixture
def presentation(zipped: Callable[..., Path]) -> Callable[..., Path]:
    """Writes a presentation of slides s0, s1 …, shown in the order of their places."""

    def written(*contents: str, order: str, **parts: str) -> Path:
        shown = "".join(f"<p:sldId id='256' r:id='r{at}'/>" for at in order)
        root = f"<p:p xmlns:p='p' {RELATIONS}><p:sldIdLst>{shown}</p:sldIdLst></p:p>"
        names = [f"slides/s{at}.xml" for at in range(len(contents))]
        files = {f"ppt/{name}": content for name, content in zip(names, contents, strict=True)}
        files |= {
            "ppt/presentation.xml": root,
            "ppt/_rels/presentation.xml.rels": relations(*(f"slide {name}" for name in names)),
        }
        return zipped(
            "a.pptx", files | {f"ppt/slides/{name}": part for name, part in parts.items()}
        )

    return written


@pytest.mark.parametrize("suffix", ["pptx", "odp"])
def test_each_slide_is_a_page_with_its_notes_last(suffix: str) -> None:
    found = read(REPORTS / f"slides.{suffix}")
    assert isinstance(found, Reading)
    assert [page.text for page in found.pages] == [
        "## أسواق الجهة\n\nسوق الخميس\n\nMarché du dimanche\n\nتنبيه\n\nيذكر المتحدث موعد السوق.",
        "## الجدول\n\nالسوق | اليوم\nالخميس | jeudi\nمدمجة",
        "",
    ]
    assert [page.number for page in found.pages] == [1, 2, 3]
    assert found.titles == ("أسواق الجهة", "الجدول")
    assert found.fields["title"] == "عرض عن الأسواق"


def test_slides_come_as_they_are_shown_and_numbers_are_no_text(
    presentation: Callable[..., Path],
) -> None:
    group = f"<p:grpSp>{shape('في مجموعة')}</p:grpSp>"
    choice = f"<mc:AlternateContent><mc:Choice>{shape('مرة')}</mc:Choice><mc:Fallback>{shape('مرة')}</mc:Fallback></mc:AlternateContent>"  # noqa: E501
    first = slide(shape("7", "sldNum"), shape("2019", "dt"), shape("نص", "body"), group, choice)
    path = presentation(first, slide(shape("عنوان", "ctrTitle")), order="10")
    with Package(path) as package:
        found = list(slides(package))
    assert [page.text for page in found] == ["## عنوان", "نص\n\nفي مجموعة\n\nمرة"]
    assert found[1].margin == "7\n\n2019"


def test_the_words_of_a_drawing_of_boxes_are_read(presentation: Callable[..., Path]) -> None:
    drawing = "<d:pt xmlns:d='d' xmlns:a='a'><a:p><a:r><a:t>مرحلة</a:t></a:r></a:p></d:pt>"
    rels = relations("diagramData d.xml")
    path = presentation(slide(), order="0", **{"d.xml": drawing, "_rels/s0.xml.rels": rels})
    with Package(path) as package:
        assert [page.text for page in slides(package)] == ["مرحلة"]


def test_a_slide_that_is_broken_is_a_page_that_is_not_read(
    presentation: Callable[..., Path],
) -> None:
    found = read(presentation("<p:sld", slide(shape("نص")), order="01"))
    assert isinstance(found, Reading)
    assert [(page.text, page.origin) for page in found.pages] == [
        ("", PageOrigin.UNREAD),
        ("نص", PageOrigin.TEXT),
    ]
    assert found.pages[0].reason.startswith("its XML is broken")


def test_a_presentation_without_text_says_so(presentation: Callable[..., Path]) -> None:
    found = read(presentation(slide(), order="0"))
    assert isinstance(found, DocumentError)
    assert found.reason == "has no text; pictures in it are not read"
