"""Where names stand in a text."""

from __future__ import annotations

import pytest

from indexer.model.names import ArchiveName, NameKind
from indexer.names.matching import name_places
from indexer.names.rules import name_key


def name(kind: NameKind, *spellings: str) -> ArchiveName:
    written = tuple((spelling, 1) for spelling in spellings)
    return ArchiveName(kind, name_key(spellings[0]), spellings[0], written, (), 1, 1)


NAMES = (
    name(NameKind.PERSON, "محمد الزروالي"),
    name(NameKind.PERSON, "محمد بن عمر"),
    name(NameKind.PLACE, "مالي"),
    name(NameKind.PLACE, "الجديدة"),
    name(NameKind.PLACE, "فاس"),
    name(NameKind.BODY, "وزارة الخارجية"),
    name(NameKind.BODY, "المجلس الوطني"),
    name(NameKind.BODY, "المجلس الوطني للصحافة"),
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("حضر محمد الزروالي", ["محمد الزروالي"]),
        ("كتب لمحمد الزروالي", ["لمحمد الزروالي"]),  # with a letter before it
        ("مُحَمَّدٌ الزَّرْوَالِيُّ", ["مُحَمَّدٌ الزَّرْوَالِيُّ"]),
        ("محمد، الزروالي", []),  # a sign between
        ("عمر بن محمد الزروالي", []),  # the rest of a longer name
        ("محمد الزروالي بن سعيد", []),
        ("حضر الزروالي محمد عن الجماعة", ["الزروالي محمد"]),  # the family name first
        ("السلطان الزروالي محمد الخامس", []),
        ("المجلس الوطني للصحافة", ["المجلس الوطني للصحافة"]),  # the longest
        ("للمجلس الوطني", ["للمجلس الوطني"]),
        ("وزارة الخارجية الفرنسية", []),  # of another nation than is said
        ("إصلاح مالي", []),  # financial
        ("سافر إلى مالي", ["مالي"]),
        ("في القوانين الجديدة", []),  # new
        ("في الجديدة", []),
        ("مدينة الجديدة", ["الجديدة"]),
        ("بفاس وفاس", ["بفاس", "وفاس"]),
    ],
)
def test_names_stand_where_they_are_whole(text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end, _ in name_places(text, NAMES)] == found
