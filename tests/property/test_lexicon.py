"""A lexicon says of every vocabulary what was written, however little of it the files say."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.analysis import folded, written
from indexer.analysis.morphology.corpus_statistics import folded_words
from indexer.lexicon import Lexicon, write_lexicon

# Of few letters, so that words meet when folded and stand in one another; some of letters that no
# table has.
others = st.sampled_from(("1", "12", "3-1", "été", "ete", "ʕen", "ⵎ", "𐤀𐤁", "مُن", "ڤن"))
words = st.text("اأمنةىگٰ", min_size=1, max_size=4) | others
written_words = words.map(written).filter(folded)  # a mark alone is no word
vocabularies = st.dictionaries(written_words, st.integers(1, 200), max_size=30)
roots = st.sampled_from(("ا-م-ن", "م-ن-ن", "ʕ-m-n", "3-1"))


@st.composite
def lexicons(draw: st.DrawFn) -> tuple[dict[str, int], dict[str, str], dict[str, str]]:
    """written form → count, folded word → family, family → root: as they come."""
    writings = draw(vocabularies)
    there = list(folded_words(writings)[0])
    family_names = st.sampled_from(there) | written_words.map(folded) if there else st.nothing()
    families = {word: draw(st.just(word) | family_names) for word in there}
    families |= {name: name for name in families.values() if name in families}
    names = sorted(set(families.values()))
    of = {name: draw(st.just(name) | roots | st.sampled_from(names)) for name in names}
    return writings, families, of


@settings(max_examples=500)
@given(lexicons(), written_words)
def test_a_lexicon_says_what_was_written(
    rows: tuple[dict[str, int], dict[str, str], dict[str, str]], other: str
) -> None:
    writings, families, root_of = rows
    with tempfile.TemporaryDirectory() as folder:  # what is mapped outlives it
        write_lexicon(Path(folder), *rows)
        lexicon = Lexicon(Path(folder))
    counts = Counter(folded_words(writings)[0])
    assert lexicon.all_writings() == writings
    assert lexicon.all_families() == families
    assert lexicon.all_roots() == root_of
    assert dict(lexicon.words()) == counts
    for word in {*counts, *root_of, *root_of.values(), folded(other)}:
        forms = [(form, count) for form, count in writings.items() if folded(form) == word]
        members = sorted(member for member in families if families[member] == word)
        akin = sorted(family for family in root_of if root_of[family] == word)
        assert lexicon.count(word) == counts[word]
        assert sorted(lexicon.writings(word)) == sorted(forms)
        assert lexicon.members(word) == tuple(members)
        assert lexicon.families_of(word) == tuple(akin)
        if word in families or word in root_of:
            assert lexicon.family(word) == families.get(word, word)
            assert lexicon.root(word) == root_of[families.get(word, word)]
        assert dict(lexicon.words(word)) == {w: n for w, n in counts.items() if w.startswith(word)}
        assert dict(lexicon.holding(word)) == {w: n for w, n in counts.items() if word in w}
