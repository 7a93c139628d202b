"""What holds for the parts of every document."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.highlight.anchors import kind_of
from indexer.highlight.contents import contents
from indexer.highlight.parts import headings_of, part_with, parts, passages_of
from indexer.highlight.passages import numbered
from indexer.highlight.sections import Text
from indexer.ingest.cleaning import clean_text

signs = st.sampled_from(
    ("كلمة", "ب", " ", "\n", "\n\n", "\n\n", "\n\n## ", "\n# ", "#", "\t", "  ")
)
texts = st.lists(signs, max_size=60).map("".join).map(clean_text)
sizes = st.integers(2, 60)


@settings(max_examples=400)
@given(texts, sizes)
def test_the_parts_are_all_of_the_text(text: str, size: int) -> None:
    every = parts(text, size)
    assert "".join(text[part.start : part.end] for part in every) == text
    assert all(part.end - part.start <= size * 3 // 2 + 2 for part in every)


@settings(max_examples=400)
@given(texts, sizes)
def test_passages_of_parts_are_those_of_the_whole_with_their_numbers(text: str, size: int) -> None:
    found: dict[tuple[str, int], str] = {}
    for part in parts(text, size):
        for passage, number, whole in passages_of(text, part):
            key, words = (kind_of(passage.level), number), text[passage.start : passage.end]
            assert not (whole and key in found)
            found[key] = found.get(key, "") + words
    expected = {
        (kind_of(passage.level), number): text[passage.start : passage.end]
        for passage, number in numbered(text)
    }
    assert {key: words.strip() for key, words in found.items()} == {
        key: words.strip() for key, words in expected.items()
    }


@settings(max_examples=200)
@given(texts, sizes)
def test_a_passage_is_found_in_the_part_where_it_begins(text: str, size: int) -> None:
    every = parts(text, size)
    for passage, number in numbered(text):
        part = every[part_with(every, kind_of(passage.level), number) - 1]
        assert part.start <= passage.start < part.end


@settings(max_examples=200)
@given(texts)
def test_headings_are_found_without_the_paragraphs(text: str) -> None:
    expected = [(passage, number) for passage, number in numbered(text) if passage.level]
    assert list(headings_of(text)) == expected
    assert contents(Text.of(text))[1]
