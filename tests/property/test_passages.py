"""What holds for the passages and marks of every text."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.language import tokens
from indexer.model import Snippet
from indexer.search.marking import Marker, Span, pieces
from indexer.search.passages import blocks, passages, snippets
from indexer.search.planning import Mark

WORDS = ("امن", "شرطه", "حق")
words = st.sampled_from((*WORDS, "امــن", "شرطةً", "قانون", "غيرها"))
gaps = st.sampled_from((" ", "  ", "، ", "\n", "\n\n", "\n\n## ", "\t", "\u00a0", "«", "4"))
spaced = st.lists(words | gaps, max_size=40).map(" ".join) | st.text(max_size=25)
texts = st.lists(words | gaps, max_size=40).map("".join) | st.text(max_size=30)
slots = st.sets(st.sampled_from(WORDS), min_size=1).map(frozenset)
marks = st.builds(Mark, st.lists(slots, min_size=1, max_size=3).map(tuple))
markers = st.lists(marks, max_size=3).map(lambda some: Marker(tuple(some)))


def joined(snippet: Snippet) -> str:
    return "".join(piece.text for piece in snippet)


@settings(max_examples=100)
@given(texts, markers)
def test_spans_are_whole_words_in_order_and_apart(text: str, marker: Marker) -> None:
    spans = marker.spans(text, "text")
    found = list(tokens(text))
    assert {span.start for span in spans} <= {token.start for token in found}
    assert {span.end for span in spans} <= {token.end for token in found}
    assert all(before.end <= after.start for before, after in pairwise(spans))


@settings(max_examples=100)
@given(texts)
def test_every_word_that_answers_a_mark_is_marked(text: str) -> None:
    single = Marker((Mark((frozenset(WORDS),)),))
    covered = [text[span.start : span.end] for span in single.spans(text, "text")]
    expected = [token for token in tokens(text) if token.surface in WORDS]
    assert covered == [text[token.start : token.end] for token in expected]


@settings(max_examples=100)
@given(texts, markers)
def test_pieces_join_to_the_text_and_the_marked_are_the_spans(text: str, marker: Marker) -> None:
    spans = marker.spans(text, "text")
    cut = pieces(text, 0, len(text), spans)
    assert joined(cut) == text
    assert [p.text for p in cut if p.match] == [text[span.start : span.end] for span in spans]
    assert all(piece.text for piece in cut)


@settings(max_examples=100)
@given(texts, markers)
def test_blocks_hold_every_word_once(text: str, marker: Marker) -> None:
    shown = [joined(block.pieces) for block in blocks(text, marker.spans(text, "text"))]
    assert shown == [text[p.start : p.end] for p in passages(text)]
    surfaces = [token.surface for block in shown for token in tokens(block)]
    assert surfaces == [token.surface for token in tokens(text)]


@settings(max_examples=200)
@given(spaced, markers, st.integers(1, 5), st.integers(30, 60))
def test_snippets_are_parts_of_the_text_apart_and_of_whole_words(
    text: str, marker: Marker, most: int, characters: int
) -> None:
    shown = snippets(text, marker.spans(text, "text"), most, characters)
    assert len(shown) <= most
    inside = {at for token in tokens(text) for at in range(token.start + 1, token.end)}
    end = 0
    for part in map(joined, shown):
        places = (at for at in range(end, len(text)) if text.startswith(part, at))
        whole = (at for at in places if inside.isdisjoint((at, at + len(part))))
        end = next(whole) + len(part)


@settings(max_examples=200)
@given(texts, markers, st.integers(5, 60))
def test_snippets_without_limit_show_every_span_once(
    text: str, marker: Marker, characters: int
) -> None:
    def within_a_passage(span: Span) -> bool:
        return any(p.start <= span.start and span.end <= p.end for p in passages(text))

    spans = [span for span in marker.spans(text, "text") if within_a_passage(span)]
    shown = snippets(text, spans, len(text), characters)
    marked = [piece.text for snippet in shown for piece in snippet if piece.match]
    assert marked == [text[span.start : span.end] for span in spans]
