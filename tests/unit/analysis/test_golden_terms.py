"""The terms that the analysis makes today, of a fixed list of words and of a text.

Where a row must change, indexes built before are stale: the fingerprint has to change as well.
"""

from __future__ import annotations

from pathlib import Path

from indexer.analysis import families_of, folded, roots_of, tokens
from indexer.analysis.batch_tokenizer import Vocabulary

TABLE = Path(__file__).with_name("golden_terms.tsv")
ROWS = [
    tuple(line.split("\t"))
    for line in TABLE.read_text("utf-8").splitlines()
    if not line.startswith("#")
]


def test_every_word_has_the_terms_of_the_table() -> None:
    vocabulary = Vocabulary()
    ids, lengths = vocabulary.batch([word for word, *_ in ROWS])
    assert set(lengths.tolist()) == {1}
    written = [vocabulary.words[number] for number in ids.tolist()]
    families = families_of(dict.fromkeys(written, 1), {})
    roots = roots_of(families, dict.fromkeys(written, 1), {})
    found = []
    for (word, *_), form in zip(ROWS, written, strict=True):
        family = families[folded(form)]
        found.append((word, form, folded(form), family, roots[family]))
    assert found == ROWS


def test_a_text_has_these_words() -> None:
    text = (
        "«الحكامةُ الأمنيّة» في 12/05/2018، وبنسبة ٪٣٫٥؛ النبي ﷺ قال… لا-إلى، أ.ب.ج كتـــاب_ثان"
        " covid-19 Cafe\u0301 الـ١٩٥٦ هـ\u200cا ﷲ ﻻ ﷺﷺ"
    )
    blessing = ["صلي", "الله", "عليه", "وسلم"]
    assert [token.surface for token in tokens(text)] == [
        "الحكامه", "الامنيه", "في", "12/05/2018", "وبنسبه", "%", "3٫5", "النبي", *blessing, "قال",
        "لا", "الي", "ا", "ب", "ج", "كتاب", "ثان", "covid", "19", "cafe", "ال", "1956", "ها",
        "الله", "لا", *blessing, *blessing,
    ]  # fmt: skip
