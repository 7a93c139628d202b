"""A text that is read in pieces is what it is as a whole."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from indexer.engine.segment.stored_fields import StoredDocument, stored
from indexer.highlight.anchors import Anchor
from indexer.highlight.contents import anchor_now, contents
from indexer.highlight.matcher import Highlighter
from indexer.highlight.passages import numbered
from indexer.highlight.sections import Text, parts_of
from indexer.highlight.snippets import snippets
from indexer.ingest.cleaning import clean_text
from indexer.model import Document
from indexer.query.plan import Highlight
from tests.property.test_snippets import gaps, marks, words, writings_of

texts = st.lists(words | gaps, max_size=80).map(" ".join).map(clean_text)
sizes = st.integers(1, 40)


def in_pieces(text: str, size: int) -> Text:
    """`text` as it comes from pieces of `size` characters at least that an index has stored."""
    with pytest.MonkeyPatch.context() as patched:
        module = "indexer.engine.segment.stored_fields."
        patched.setattr(f"{module}LONG_TEXT", 0)
        patched.setattr(f"{module}PIECE_CHARACTERS", size)
        patched.setattr(f"{module}_MOST_CHARACTERS", 2 * size + 20)
        content = stored(Document("a", "", text))
    return Text(StoredDocument(content).text)


@settings(max_examples=300)
@given(texts, sizes)
def test_sections_have_the_passages_of_the_whole(text: str, size: int) -> None:
    found = [
        (section.text[one.start : one.end], one.level, section.number(one.level, number))
        for section in in_pieces(text, size).sections()
        for one, number in numbered(section.text)
    ]
    assert found == [(text[one.start : one.end], one.level, n) for one, n in numbered(text)]
    assert "".join(section.text for section in in_pieces(text, size).sections()) == text


@settings(max_examples=300)
@given(texts, sizes, st.lists(marks, max_size=3).map(tuple))
def test_marks_and_snippets_are_those_of_the_whole(
    text: str, size: int, some: tuple[Highlight, ...]
) -> None:
    pieced = in_pieces(text, size)
    for highlighter in (Highlighter(some), Highlighter(some, writings_of(text))):
        spans = highlighter.spans(text, "text")
        assert highlighter.spans_of(pieced.stretches(), "text") == spans
        assert snippets(pieced, spans, 2, 30) == snippets(Text.of(text), spans, 2, 30)


@settings(max_examples=200)
@given(texts, sizes)
def test_contents_and_anchors_are_those_of_the_whole(text: str, size: int) -> None:
    pieced = in_pieces(text, size)
    assert contents(pieced) == contents(Text.of(text))
    for passage, number in numbered(text):
        anchor = Anchor.of(text[passage.start : passage.end], passage.level, number)
        for taken in (anchor, Anchor(anchor.kind, number), Anchor(anchor.kind, 9, anchor.digest)):
            assert anchor_now(pieced, taken) == anchor_now(Text.of(text), taken)


@settings(max_examples=100)
@given(texts, sizes)
def test_every_place_is_in_one_part_and_its_section(text: str, size: int) -> None:
    assume(text)
    pieced = in_pieces(text, size)
    every = parts_of(pieced)
    assert "".join(text[part.start : part.end] for part in every) == text
    for part in every:
        section = pieced.section_at(part.start)
        inside = section.inside(part)
        assert section.text[inside.start : inside.end] == text[part.start : part.end]


def test_a_paragraph_without_end_is_taken_for_several() -> None:
    text = "\n".join(["كلمة " * 9] * 100_000)
    sections = list(Text(StoredDocument(stored(Document("a", "", text))).text).sections())
    assert "".join(section.text for section in sections) == text
    assert max(len(section.text) for section in sections) < 1_200_000
    assert [section.paragraphs for section in sections] == list(range(len(sections)))
