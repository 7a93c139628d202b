"""The names that the shipped lists have."""

from __future__ import annotations

from indexer.lexicon.bridge import SHIPPED_BRIDGE
from indexer.model.names import NameKind
from indexer.names.listed import KINDS, listed_names


def test_the_headings_of_the_shipped_names_are_in_the_file() -> None:
    headings = {
        line.removeprefix("#").strip()
        for line in SHIPPED_BRIDGE.read_text("utf-8").splitlines()
        if line.startswith("#")
    }
    assert KINDS.keys() <= headings


def test_names_of_each_kind_are_listed_and_words_are_not() -> None:
    kinds = {name: kind for kind, names in listed_names() for name in names}
    assert kinds["الرباط"] is NameKind.PLACE
    assert kinds["ابن خلدون"] is NameKind.PERSON
    assert kinds["الأمم المتحدة"] is kinds["وزارة الداخلية"] is NameKind.BODY
    assert "حقوق الإنسان" not in kinds
    assert "النيابة العامة" not in kinds  # every court has one
