"""What a document is indexed under."""

from __future__ import annotations

from indexer.analysis import FIELDS, FIELDS_WITH_POSITIONS
from indexer.analysis.morphology.corpus_statistics import folded_words


def test_each_part_has_a_field_for_each_width() -> None:
    assert FIELDS == (
        "title_exact", "title_word", "title_root", "text_exact", "text_word", "text_root",
    )  # fmt: skip
    assert set(FIELDS) - {"title_root", "text_root"} == FIELDS_WITH_POSITIONS


def test_a_folded_word_occurs_as_often_as_its_written_forms_together() -> None:
    assert folded_words({"الأمنُ": 1, "الأمن": 2, "وزارة": 1})[0] == {"الامن": 3, "وزاره": 1}
