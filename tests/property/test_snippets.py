"""What holds for the passages and marks of every text."""

from __future__ import annotations

from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.analysis import Token, folded, irregular_offsets, tokens
from indexer.explore.layout import blocks
from indexer.highlight import matcher
from indexer.highlight.matcher import Highlighter, Span, Writings, pieces
from indexer.highlight.parts import parts as parts_of
from indexer.highlight.passages import passages
from indexer.highlight.sections import Text
from indexer.highlight.snippets import snippets
from indexer.model import Snippet, Width
from indexer.query.expansion import Expansion
from indexer.query.plan import Highlight

WORDS = ("امن", "شرطه", "حق", "1\u00a0200", "4")
NUMBERS = ("1\u00a0200", "1\u202f200", "36‑15")
words = st.sampled_from((*WORDS, *NUMBERS, "امــن", "شرطةً", "قانون", "غيرها"))
gaps = st.sampled_from((" ", "  ", "، ", "\n", "\n\n", "\n\n## ", "\t", "\u00a0", "«", "4"))
spaced = st.lists(words | gaps, max_size=40).map(" ".join) | st.text(max_size=25)
vowelled = st.text(st.sampled_from("أبة\u064b\u064e\u0651\u0652\u0653\u0654\u0670ـé\u0301Aaß٣3"))
gapless = st.lists(
    words | st.sampled_from(("4", "/", "ـ", "x", " ", "\u200f", "\u202f", "\u0651\u064e")),
    max_size=30,
).map("".join)
texts = st.lists(words | gaps, max_size=40).map("".join) | st.text(max_size=30)
forms = st.sets(st.sampled_from(WORDS), min_size=1).map(frozenset)
slots = st.builds(
    lambda width, forms: Expansion(width, (), lambda: forms),
    st.sampled_from((Width.WORD, Width.EXACT)),
    forms,
)
runs = st.lists(slots, min_size=1, max_size=3).map(tuple)
parts = st.sampled_from((("title", "text"), ("text",), ("title",)))
marks = st.builds(Highlight, runs, parts, st.sampled_from((0, 0, 1, 3)))
markers = st.lists(marks, max_size=3).map(lambda some: Highlighter(tuple(some)))


def joined(snippet: Snippet) -> str:
    return "".join(piece.text for piece in snippet)


@settings(max_examples=100)
@given(texts, markers)
def test_spans_are_whole_words_in_order_and_apart(text: str, highlighter: Highlighter) -> None:
    spans = highlighter.spans(text, "text")
    found = list(tokens(text))
    assert {span.start for span in spans} <= {token.start for token in found}
    assert {span.end for span in spans} <= {token.end for token in found}
    assert all(before.end <= after.start for before, after in pairwise(spans))


@settings(max_examples=100)
@given(texts)
def test_every_word_that_answers_a_mark_is_marked(text: str) -> None:
    single = Highlighter((Highlight((Expansion(Width.WORD, (), lambda: WORDS),)),))
    covered = [text[span.start : span.end] for span in single.spans(text, "text")]
    expected = [token for token in tokens(text) if token.surface in WORDS]
    assert covered == [text[token.start : token.end] for token in expected]


@settings(max_examples=500)
@given(texts | gapless, st.lists(marks, max_size=3).map(tuple))
def test_marks_are_those_of_a_slow_reading(text: str, some: tuple[Highlight, ...]) -> None:
    expected = slowly(text, some)
    for highlighter in (Highlighter(some), Highlighter(some, writings_of(text))):
        assert [(span.start, span.end) for span in highlighter.spans(text, "text")] == expected


@settings(max_examples=200)
@given(texts | gapless, st.lists(marks, max_size=3).map(tuple))
def test_marks_are_the_same_however_a_text_is_cut(text: str, some: tuple[Highlight, ...]) -> None:
    expected = slowly(text, some)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(matcher, "_STRETCH", 3)
        for highlighter in (Highlighter(some), Highlighter(some, writings_of(text))):
            assert [(span.start, span.end) for span in highlighter.spans(text, "text")] == expected


def writings_of(text: str) -> Writings:
    """What the lexicon of an archive of `text` alone tells of its written forms."""
    found = {token.written for token in tokens(text)}
    return lambda surface: [(form, 1) for form in found if folded(form) == surface]


@settings(max_examples=1_000)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | vowelled)
def test_words_of_plain_characters_are_written_as_they_stand(text: str) -> None:
    places = irregular_offsets(text + " " * 20 * len(text))
    odd = range(len(text)) if places is None else set(places)
    for token in tokens(text):
        if not any(token.start <= place < token.end for place in odd):
            assert token.written == text[token.start : token.end]


def slowly(text: str, some: tuple[Highlight, ...]) -> list[tuple[int, int]]:
    """The spans of `text`, by trying every choice of words for every mark."""
    found = list(tokens(text))
    spans = set()
    for mark in some:
        if "text" not in mark.parts:
            continue
        columns = [[token for token in found if answers(token, slot)] for slot in mark.expansions]
        for run in product(*columns):
            steps = [after.position - before.position for before, after in pairwise(run)]
            if not mark.reach and all(step == 1 for step in steps):
                spans.add((run[0].start, run[-1].end))
            elif mark.reach and all(0 < abs(step) <= mark.reach for step in steps):
                spans.update((token.start, token.end) for token in run)
    kept: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


def answers(token: Token, slot: Expansion) -> bool:
    return (token.written if slot.width is Width.EXACT else token.surface) in slot.forms


@settings(max_examples=100)
@given(texts, markers)
def test_pieces_join_to_the_text_and_the_marked_are_the_spans(
    text: str, highlighter: Highlighter
) -> None:
    spans = highlighter.spans(text, "text")
    cut = pieces(text, 0, len(text), spans)
    assert joined(cut) == text
    assert [p.text for p in cut if p.match] == [text[span.start : span.end] for span in spans]
    assert all(piece.text for piece in cut)


@settings(max_examples=100)
@given(texts, markers)
def test_blocks_hold_every_word_once(text: str, highlighter: Highlighter) -> None:
    shown = [
        joined(block.pieces)
        for block in blocks(text, parts_of(text)[0], highlighter.spans(text, "text"))
    ]
    expected = [text[p.start : p.end] for p in passages(text)]
    assert [*filter(None, shown)] == [*filter(None, expected)]  # a heading may be empty
    surfaces = [token.surface for block in shown for token in tokens(block)]
    assert surfaces == [token.surface for token in tokens(text)]


@settings(max_examples=200)
@given(spaced, markers, st.integers(1, 5), st.integers(30, 60))
def test_snippets_are_parts_of_the_text_apart_and_of_whole_words(
    text: str, highlighter: Highlighter, most: int, characters: int
) -> None:
    shown = snippets(Text.of(text), highlighter.spans(text, "text"), most, characters)
    assert len(shown) <= most
    inside = {at for token in tokens(text) for at in range(token.start + 1, token.end)}
    end = 0
    for part in (joined(snippet.pieces) for snippet in shown):
        places = (at for at in range(end, len(text)) if text.startswith(part, at))
        whole = (at for at in places if inside.isdisjoint((at, at + len(part))))
        end = next(whole) + len(part)


@settings(max_examples=200)
@given(texts, markers, st.integers(5, 60))
def test_snippets_without_limit_show_every_span_once(
    text: str, highlighter: Highlighter, characters: int
) -> None:
    def within_a_passage(span: Span) -> bool:
        return any(p.start <= span.start and span.end <= p.end for p in passages(text))

    spans = [span for span in highlighter.spans(text, "text") if within_a_passage(span)]
    shown = snippets(Text.of(text), spans, len(text), characters)
    marked = [piece.text for snippet in shown for piece in snippet.pieces if piece.match]
    assert marked == [text[span.start : span.end] for span in spans]
