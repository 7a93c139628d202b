"""Words without what is joined to them."""

from __future__ import annotations

import pytest

from indexer.analysis.morphology.step import Step
from indexer.lexicon.bare_words import without_clitics


@pytest.mark.parametrize(
    ("steps", "bare"),
    [
        ([Step("والشرطه", "وال", "", "شرطه")], "شرطه"),
        ([Step("وقانونه", "و", "", "قانونه"), Step("قانونه", "", "ه", "قانون")], "قانون"),
        ([Step("القضاءيه", "ال", "", "قضاءيه"), Step("قضاءيه", "", "يه", "قضاءي")], "قضاءيه"),
        ([Step("المسءولين", "ال", "", "مسءولين"), Step("مسءولين", "", "ين", "مسءول")], "مسءولين"),
        ([Step("فانه", "ف", "ه", "ان")], "ان"),  # a word of the grammar
        (
            [Step("القوانين", "ال", "", "قوانين"), Step("قوانين", "", "", "قانون", "فواعيل")],
            "قوانين",
        ),
        ([Step("وحداتها", "", "اتها", "وحده")], "وحدات"),
        ([Step("ملفاتها", "", "اتها", "ملف")], "ملفاتها"),  # there is no ملفات
        ([], "شرطه"),
    ],
)
def test_the_steps_that_take_off_what_is_joined(steps: list[Step], bare: str) -> None:
    word = steps[0].before if steps else "شرطه"
    assert without_clitics(word, steps, {"وحدات": 3}.get) == bare
