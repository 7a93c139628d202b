"""The fields that office files declare."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import olefile

from indexer.ingest.office.package import Package
from indexer.ingest.office.properties import core_properties, meta_properties, summary_properties

REPORTS = Path(__file__).resolve().parents[3] / "files" / "office"


def test_core_properties_are_fields_of_a_document(docx: Callable[..., Path]) -> None:
    core = (
        "<dc:title> قرار \n رقم 7</dc:title><dc:creator>ليلى الفاسي</dc:creator><dc:subject/>"
        "<dcterms:created>2019-05-04T10:00:00Z</dcterms:created><dc:language>ar-MA</dc:language>"
    )
    with Package(docx("", core=core)) as package:
        assert core_properties(package) == {
            "title": "قرار رقم 7",
            "authors": ["ليلى الفاسي"],
            "date": "2019-05-04",
            "language": "ar-MA",
        }


def test_the_author_of_an_opendocument_file_is_the_first(zipped: Callable[..., Path]) -> None:
    meta = (
        "<m xmlns:dc='urn:dc' xmlns:meta='urn:meta'><dc:creator>من نقح</dc:creator>"
        "<meta:initial-creator>من كتب</meta:initial-creator><dc:title>تقرير</dc:title></m>"
    )
    with Package(zipped("a.odt", {"meta.xml": meta})) as package:
        assert meta_properties(package) == {"authors": ["من كتب"], "title": "تقرير"}


def test_broken_properties_cost_no_text(zipped: Callable[..., Path]) -> None:
    with Package(zipped("a.odt", {"meta.xml": "<m"})) as package:
        assert meta_properties(package) == {}


def test_an_old_file_has_its_properties_in_a_stream() -> None:
    with olefile.OleFileIO(REPORTS / "report.doc") as file:
        stream = file.openstream("\x05SummaryInformation").read()
    fields = {
        "title": "تقرير الأسواق الأسبوعية",
        "authors": ["مصلحة التوثيق"],
        "date": "2019-05-04",
    }
    assert summary_properties(stream) == fields
    for end in range(0, len(stream), 7):
        assert summary_properties(stream[:end]).keys() <= fields.keys()
