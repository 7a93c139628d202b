"""What holds for the chunks that are found in every text, for all that is looked for."""

from __future__ import annotations

import re
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.analysis import ChunkSearch, irregular_offsets

CORES = ("سجن", "مجلس", "حق", "قانون", "a", "8", "31.13", "كتب", "كتاب", "دستور", "نص", "ۇ", "𐤀")
cores = st.lists(st.sampled_from(CORES), unique=True, max_size=12)
words = st.sampled_from((*CORES, "والمجلس", "السجون", "قلم", "مُحَمَّد", "Loi", "١٢", "\ud800"))
gaps = st.sampled_from((" ", "  ", "\n\n", "\t", "\u00a0", "،", "", "\u3000"))
texts = st.lists(words | gaps, max_size=60).map("".join) | st.text(max_size=30)


@settings(max_examples=500)
@given(texts, cores)
def test_every_place_of_a_core_and_every_irregular_character_is_in_a_chunk(
    text: str, cores: list[str]
) -> None:
    chunks = ChunkSearch(cores).chunks(text)
    odd = irregular_offsets(text)
    if chunks is None:
        assert odd is None
        return
    assert odd is not None
    places = [(at, at + 1) for at in odd if text[at] not in "\t\n\r\f\v "]
    for core in cores:
        places += (found.span() for found in re.finditer(re.escape(core), text))
    for first, last in places:
        assert any(start <= first and last <= end for start, end in chunks)


@given(texts, cores, st.data())
def test_chunks_are_in_order_and_apart_and_end_at_white_space(
    text: str, cores: list[str], data: st.DataObject
) -> None:
    more = data.draw(st.lists(st.integers(0, max(0, len(text) - 1)), max_size=2)) if text else []
    chunks = ChunkSearch(cores).chunks(text, *more) or []
    assert all(before[1] < after[0] for before, after in pairwise(chunks))
    for start, end in chunks:
        assert not re.search(r"[\t\n\r\f\v ]", text[start:end])
        assert not text[:start] or text[start - 1].isspace()
        assert not text[end:] or text[end].isspace()
