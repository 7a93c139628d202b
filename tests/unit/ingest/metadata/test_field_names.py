"""The names that fields go by, in Arabic, French, English and Dublin Core."""

from __future__ import annotations

import dataclasses

import pytest

from indexer.ingest.metadata.field_names import FILE, TEXT, field_named, named_fields, names_fields
from indexer.ingest.records import _VALUES
from indexer.model import Document


@pytest.mark.parametrize(
    ("field", "names"),
    [
        ("title", "title Title عنوان العنوان titre DC.title dc:title dcterms.title"),
        ("authors", "author authors المؤلف مُؤَلِّف auteur Auteurs dc:creator"),
        ("date", "date التاريخ تاريخ-النشر pubDate publishDate dcterms.created date_published"),
        ("publisher", "publisher الناشر ناشر éditeur Editeur"),
        ("place", "place مكان المكان lieu location"),
        ("kind", "kind type نوع النوع genre"),
        ("topics", "topics tags categories keywords مواضيع الموضوع mots-clés dc.subject"),
        ("language", "language lang اللغة لغة langue"),
        ("source", "source المصدر"),
        ("source_url", "source_url url رابط link"),
        (FILE, "file filename ملف اسم_الملف fichier"),
        (TEXT, "text body النص texte"),
        (None, "weight draft layout ؟ كتاب"),
    ],
)
def test_a_field_goes_by_many_names(field: str | None, names: str) -> None:
    assert {name: field_named(name) for name in names.split()} == dict.fromkeys(
        names.split(), field
    )


def test_every_field_that_is_taken_is_one_of_a_document_and_has_its_own_name() -> None:
    fields = {field.name for field in dataclasses.fields(Document)}
    assert _VALUES.keys() <= fields
    assert {name: field_named(name) for name in _VALUES} == {name: name for name in _VALUES}


def test_two_names_of_one_field_give_all_its_values_or_that_of_the_document() -> None:
    given = {"tags": ["أ"], "عنوان": "ب", "title": "ت", "categories": ["ث", "أ"], "date": ""}
    assert named_fields(given) == {"title": "ت", "topics": ["أ", "ث", "أ"]}


@pytest.mark.parametrize(
    ("heads", "named"),
    [
        (["id", "date", "title", "text"], True),
        (["العنوان", "المؤلف"], True),
        (["الجهة", "السكان", "النسبة"], False),
        (["text"], False),
        ([None, 3], False),
    ],
)
def test_the_heads_of_a_table_name_fields_or_not(heads: list[object], named: bool) -> None:
    assert names_fields(heads) is named
