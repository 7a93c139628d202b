"""Files about other files: what they give, and what is said of broken ones."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from indexer.errors import DocumentError
from indexer.ingest import SourceLimits, corpus_listing, read_source, sidecars_of
from indexer.model import ArchiveDate, Document

LIMITS = SourceLimits(2_000_000)
DUBLIN_CORE = """<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title>تقرير السوق</dc:title><dc:creator>سمير</dc:creator><dc:creator>ليلى</dc:creator>
<dc:identifier>ISBN 1</dc:identifier><dc:identifier>https://a.ma/1</dc:identifier>
<dc:date>2019-05-04</dc:date></metadata>"""
DSPACE = """<dublin_core><dcvalue element="title" qualifier="none">تقرير السوق</dcvalue>
<dcvalue element="contributor" qualifier="author">سمير</dcvalue>
<dcvalue element="contributor" qualifier="author">ليلى</dcvalue>
<dcvalue element="date" qualifier="accessioned">2024-01-01</dcvalue>
<dcvalue element="date" qualifier="issued">2019-05-04</dcvalue>
<dcvalue element="identifier" qualifier="uri">https://a.ma/1</dcvalue></dublin_core>"""


def written(folder: Path, **files: str | bytes) -> None:
    """Writes files, whose names have __ for a dot and _in_ for a slash."""
    for name, content in files.items():
        path = folder / name.replace("__", ".").replace("_in_", "/")
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


def read(folder: Path) -> tuple[dict[str, Document], list[DocumentError]]:
    """The documents below `folder` by id, and the errors."""
    found = [
        one for source in corpus_listing(folder).sources for one in read_source(source, LIMITS)
    ]
    documents = {one.id: one for one in found if isinstance(one, Document)}
    return documents, [one for one in found if isinstance(one, DocumentError)]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a__txt__toml", 'title = "تقرير السوق"\nauthors = ["سمير", "ليلى"]\ndate = 2019-05-04\n'
         'url = "https://a.ma/1"'),
        ("a__txt__yaml", "العنوان: تقرير السوق\nالمؤلف: [سمير, ليلى]\nالتاريخ: 4 ماي 2019\n"
         "الرابط: https://a.ma/1"),
        ("a__txt__yml", "---\ntitre: تقرير السوق\nauteurs: سمير ; ليلى\ndate: 2019-05-04\n"
         "lien: https://a.ma/1\n---"),
        ("a__txt__json", '{"title": "تقرير السوق", "author": [{"name": "سمير"}, {"name": "ليلى"}],'
         ' "date": "2019-05-04T10:00:00Z", "url": "https://a.ma/1"}'),
        ("a__txt__dc__xml", DUBLIN_CORE),
        ("a__txt__xml", DUBLIN_CORE),
        ("dublin_core__xml", DSPACE),
        ("metadata__csv", "file,title,author,date,url\n"
         "a.txt,تقرير السوق,سمير; ليلى,2019-05-04,https://a.ma/1\n"),
        ("metadata__csv", "\ufeffالملف;العنوان;المؤلف;التاريخ;الرابط\r\n"
         "a;تقرير السوق;سمير | ليلى;04/05/2019;https://a.ma/1\r\n"),
    ],
)  # fmt: skip
def test_a_file_about_another_gives_its_fields(tmp_path: Path, name: str, content: str) -> None:
    written(tmp_path, a__txt="نص عن الأسواق.", **{name: content})
    documents, errors = read(tmp_path)
    assert (list(documents), errors) == (["a"], [])
    found = documents["a"]
    assert (found.title, found.title_origin) == ("تقرير السوق", None)
    assert found.authors == ("سمير", "ليلى")
    assert (found.date, found.source_url) == (ArchiveDate(2019, 5, 4), "https://a.ma/1")
    origin = name.replace("__", ".")
    assert set(found.fields_from) == {
        f"{field}: {origin}" for field in ("title", "authors", "date", "source_url")
    }


def test_a_workbook_of_excel_has_a_row_for_each_file(tmp_path: Path) -> None:
    book = Workbook()
    for row in (
        ["fichier", "titre", "année"],
        ["a.txt", "السوق", 1956],
        ["ب.txt", "القنطرة", None],
    ):
        book.worksheets[0].append(row)
    book.save(tmp_path / "metadata.xlsx")
    written(tmp_path, a__txt="نص.", ب__txt="نص.")
    documents, errors = read(tmp_path)
    assert errors == []
    assert {name: (one.title, one.date) for name, one in documents.items()} == {
        "a": ("السوق", ArchiveDate(1956)),
        "ب": ("القنطرة", None),
    }


def test_the_most_special_file_is_believed_first(tmp_path: Path) -> None:
    written(
        tmp_path,
        a__md="---\ntitle: من الملف\nplace: من الملف\nkind: من الملف\n---\nنص.",
        a__md__toml='title = "من الجوار"',
        metadata__csv="file,title,place\na.md,من المجلد,من المجلد\n",
    )
    (found,) = read(tmp_path)[0].values()
    assert (found.title, found.place, found.kind) == ("من الجوار", "من المجلد", "من الملف")
    assert found.fields_from == ("title: a.md.toml", "place: metadata.csv")


def test_a_table_is_about_the_folders_below_it_and_the_nearest_is_believed(tmp_path: Path) -> None:
    written(
        tmp_path,
        sub_in_a__txt="نص.",
        sub_in_metadata__csv="file,title\na.txt,القريب\n",
        metadata__csv="file,title,place\nsub/a.txt,البعيد,فاس\n",
    )
    (found,) = read(tmp_path)[0].values()
    assert (found.title, found.place) == ("القريب", "فاس")


def test_a_field_that_cannot_be_read_is_taken_from_the_next(tmp_path: Path) -> None:
    written(tmp_path, a__md="---\ndate: 2019\n---\nنص.", a__md__toml='date = "أمس"')
    (found,) = read(tmp_path)[0].values()
    assert found.date == ArchiveDate(2019)
    assert found.dropped == ("date: “أمس” is not a date that is known here (a.md.toml)",)


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("a__txt__toml", "title =", "is not TOML"),
        ("a__txt__json", "[1]", "must be a JSON object"),
        ("a__txt__json", "{" * 5000, "is not JSON"),
        ("a__txt__xml", "<a><b>", "is not XML"),
        ("a__txt__xml", "<a><b>x</b></a>", "has no element of Dublin Core"),
        ("metadata__csv", "nom,valeur\n1,2\n", "has no column that names the files"),
        ("metadata__csv", "", "has no column"),
        ("metadata__xlsx", b"PK no", "is not a workbook"),
        ("metadata__csv", "file,title\nabsent.txt,x\n../a.txt,y\n", "not there: absent.txt"),
    ],
)
def test_a_broken_one_is_reported_and_costs_nothing_else(
    tmp_path: Path, name: str, content: str | bytes, fault: str
) -> None:
    written(tmp_path, a__txt="نص عن السوق.", **{name: content})
    documents, errors = read(tmp_path)
    assert (list(documents), documents["a"].fields_from) == (["a"], ())
    assert errors[0].path == name.replace("__", ".")
    assert fault in errors[0].reason


def test_an_entity_bomb_is_no_record(tmp_path: Path) -> None:
    layers = "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 10}'>" for n in range(1, 12))
    bomb = f"<!DOCTYPE a [<!ENTITY e0 'ha'>{layers}]><a><title>&e11;</title></a>"
    written(tmp_path, a__txt="نص.", a__txt__xml=bomb)
    documents, errors = read(tmp_path)
    assert list(documents) == ["a"]
    assert len(errors) == 1


def test_a_file_that_names_no_other_is_none_about_it(tmp_path: Path) -> None:
    written(tmp_path, a__txt="نص.", b__txt__toml='title = "أ"', metadata_in_x__txt="نص.")
    listing = corpus_listing(tmp_path)
    assert {source.name for source in listing.sources if source.about} == set()
    written(tmp_path, b__txt="نص.", metadata__csv="file\n")
    listing = corpus_listing(tmp_path)
    assert {source.name for source in listing.sources if source.about} == {
        "b.txt.toml",
        "metadata.csv",
    }
    files = {source.name: sidecars_of(source, listing) for source in listing.sources}
    assert files["b.txt"] == (tmp_path / "b.txt.toml", tmp_path / "metadata.csv")
    assert files["metadata/x.txt"] == (tmp_path / "metadata.csv",)
