"""The families of grammar words are listed, and no other word joins them."""

from __future__ import annotations

from collections import Counter

import pytest

from indexer.analysis import CorpusStatistics, Families, folded
from indexer.analysis.morphology.grammar_words import grammar_family

# Words of an archive that is written with hamzas; the words of the grammar are frequent.
COUNTS = Counter(
    {
        **{"أن": 900, "إليه": 400, "فيه": 400, "قد": 500, "كان": 800, "عديد": 10, "أية": 100},
        **{
            "آليات": 30,
            "فقدان": 6,
            "كانت": 500,
            "كانون": 20,
            "أعداء": 9,
            "الأعداء": 9,
            "ولايته": 5,
        },
        **{"ولاية": 30, "الولاية": 30, "عدو": 5, "العدو": 5, "ألوان": 4, "الألوان": 3},
    }
)


@pytest.mark.parametrize(
    ("word", "family"),
    [
        *((word, "إلى") for word in ("إليه", "إليها", "وإليهم")),
        *((word, "في") for word in ("فيه", "وفيها", "ففي")),
        *((word, "كان") for word in ("كان", "وكانت", "فكانوا", "لكان")),
        *((word, "أن") for word in ("أن", "إنه", "لأنها", "بأن", "كأنه")),
        ("وقد", "قد"),
        ("آليات", "آليات"),  # not of إليه
        ("فقدان", "فقدان"),  # not of قد
        ("كانون", "كانون"),
        ("ألوان", "ألوان"),
        ("أعداء", "عدو"),  # not of عديد
        ("ولايته", "ولاية"),  # not of أية
    ],
)
def test_family(word: str, family: str) -> None:
    families = Families(CorpusStatistics.from_counts(COUNTS))
    assert families.family(folded(word)) == folded(family)


def test_steps_of_the_grammar_are_explained() -> None:
    families = Families(CorpusStatistics.from_counts(COUNTS))
    assert list(map(str, families.steps(folded("وفيها")))) == ["وفيها و- -ها → في"]


@pytest.mark.parametrize(
    ("word", "spelling", "has_signs", "family"),
    [
        ("ايه", "أية", True, "ايه"),
        ("ايه", "آية", True, None),  # a verse
        ("ولايه", "ولاية", True, None),
        ("ولايه", "ولأية", True, "ايه"),
        ("الي", "الى", False, "الي"),  # where the archive writes no hamza
        ("في", "فى", True, "في"),
    ],
)
def test_the_usual_spelling_tells_whether_a_word_is_of_the_grammar(
    word: str, spelling: str, has_signs: bool, family: str | None
) -> None:
    assert grammar_family(word, spelling, has_signs=has_signs) == family
