"""The names of numbered laws, as texts tell them."""

from __future__ import annotations

import pytest

from indexer.mentions import Called, mentioned
from indexer.model import Document

PROCEDURE = "named قانون المسطره المرجعيه"


def told(text: str, title: str = "نص") -> set[tuple[str, str, str]]:
    found = mentioned(Document("a", title, text)).called
    return {(one.key, one.other, one.written) for one in found}


@pytest.mark.parametrize(
    ("text", "due"),
    [
        (
            "القانون رقم 22.05 المتعلق بالمسطرة المرجعية، كما تم تغييره",
            {("law 22.05", PROCEDURE, "المتعلق بالمسطرة المرجعية")},
        ),
        (
            "القانون رقم 22.05 المتعلق بمدونة المراعي الصادر بتنفيذه الظهير الشريف رقم 1.07.255",
            {
                ("law 22.05", "named مدونه المراعي", "المتعلق بمدونة المراعي"),
                ("law 22.05", "dahir 1.07.255", ""),
            },
        ),
        (
            "مجموعة القانون البحري المصادق عليها بالظهير الشريف رقم 1.59.400",
            {("dahir 1.59.400", "named القانون البحري", "")},
        ),
        (
            "الظهير الشريف رقم 1.74.400 بتاريخ 1974 بالمصادقة على نص قانون المسطرة المرجعية",
            {("dahir 1.74.400", PROCEDURE, "")},
        ),
        # the dahir is that of the law that amends the other
        (
            "القانون رقم 35.11 القاضي بتغيير القانون رقم 22.05 الصادر بتنفيذه الظهير رقم 1.11.164",
            {("law 35.11", "", "القاضي بتغيير القانون رقم 22.05")},
        ),
        ("القانون رقم 22.05، والقانون المتعلق بالمراعي", set()),  # of another law
        ("المادة 7 من مدونة المراعي", {("named مدونه المراعي", "", "مدونة المراعي")}),
    ],
)
def test_a_text_tells_what_a_law_is_called(text: str, due: set[tuple[str, str, str]]) -> None:
    assert told(f"وفق {text}.") == due


def test_a_document_tells_what_the_law_that_it_is_is_called() -> None:
    found = mentioned(Document("a", "القانون رقم 22.05 المتعلق بالمراعي", "نص")).called
    assert {one for one in found if one.own} == {
        Called("law 22.05", "named قانون المراعي", own=True),
        Called("law 22.05", written="القانون رقم 22.05 المتعلق بالمراعي", own=True),
    }
