"""Names that documents give in several languages."""

from __future__ import annotations

import pytest

from indexer.build.bridge_evidence import BridgeEvidence
from indexer.lexicon.bridge import BridgeRow
from indexer.model import Document
from indexer.model.basis import BridgeOrigin

Columns = tuple[tuple[str, ...], ...]


def learnt(*documents: Document, before: tuple[BridgeRow, ...] = ()) -> list[Columns]:
    evidence = BridgeEvidence(before)
    evidence.read(documents)
    return [row.columns for row in evidence.rows()]


def document(text: str, **fields: object) -> Document:
    return Document("a", "عنوان", text, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "row"),
    [
        (
            "تقرير عن «شرطة الأحياء» (police des quartiers).",
            ("شرطة الأحياء", "police des quartiers"),
        ),
        ("Bureau des puits (مكتب الآبار)", ("مكتب الآبار", "Bureau des puits")),
        ("قال. Puits: بئر. ثم", ("بئر", "Puits")),
        (
            "أعلن مكتب الصيد (ONP). وأضاف أن مكتب الصيد (ONP) قرر.",  # again, after another word
            ("مكتب الصيد", "ONP"),
        ),
    ],
)
def test_a_name_and_its_translation(text: str, row: tuple[str, str]) -> None:
    (columns,) = learnt(document(text))
    assert tuple(name for column in columns for name in column) == row


def test_a_line_of_a_glossary_has_an_acronym() -> None:
    (columns,) = learnt(document("CDEF، أي Comité des eaux: لجنة المياه. وهي"))
    assert columns == (("لجنة المياه",), ("Comité des eaux",), (), ("CDEF",))


def test_where_a_name_begins_must_be_known() -> None:
    text = "زار الوزير أمس وكالة الموانئ (ANP)."
    assert learnt(document(text)) == []
    (columns,) = learnt(document(text, topics=("وكالة الموانئ",)))
    assert columns[0] == ("وكالة الموانئ",)


def test_a_language_that_is_told() -> None:
    text = "دولة «قصر الماء» (بالإنجليزية: Water Palace)."
    (columns,) = learnt(document(text))
    assert columns == (("قصر الماء",), (), ("Water Palace",), ())


def test_parts_of_titles() -> None:
    one = Document("a", "دليل الآبار: مقدمة", "", "Guide des puits : introduction")
    assert learnt(one) == []
    other = Document("b", "عنوان", "", topics=("دليل الآبار",))
    (columns,) = learnt(one, other)
    assert columns == (("دليل الآبار",), ("Guide des puits",), (), ())


def test_shipped_names_are_not_learnt_again_and_earlier_ones_stay() -> None:
    text = "«المديرية العامة للأمن الوطني» (DGSN)"
    assert learnt(document(text)) == []
    row = BridgeRow(("بئر",), ("puits",), (), (), BridgeOrigin.ARCHIVE)
    assert learnt(document(text), before=(row,)) == [row.columns]


@pytest.mark.parametrize("text", ["(12) نص", "بند (a)", "القانون (المادة 3)", "x: y"])
def test_other_parentheses(text: str) -> None:
    assert learnt(document(text)) == []
