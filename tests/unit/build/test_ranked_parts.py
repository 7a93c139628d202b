"""The parts by which a long document is ranked."""

from __future__ import annotations

import numpy as np
import pytest

from indexer.analysis.batch_tokenizer import Vocabulary
from indexer.build.indexed_text import indexed_texts
from indexer.build.ranked_parts import pieces_of_parts, with_ranked_parts
from indexer.model import Document
from indexer.structure.tree import with_divisions


def ranked(*sizes: int, title: str = "عنوان النص") -> tuple[int, ...]:
    """Where the ranked parts begin in a law whose articles have so many words."""
    articles = (f"## المادة {at}\n\n{'كلمة ' * size}" for at, size in enumerate(sizes, start=1))
    document = with_divisions(Document("a", title, "\n\n".join(articles), line=1))
    text = indexed_texts(document)["text"]
    cut = pieces_of_parts(document, text)
    assert "".join(cut) == text
    numbers, lengths = Vocabulary().batch(cut)
    whole, _ = Vocabulary().batch([text])
    assert numbers.tolist() == whole.tolist()  # no word is cut
    titles = np.array([len(title.split())])
    (found,) = with_ranked_parts([document], titles, np.array([len(cut)]), lengths)
    return found.ranked_parts


@pytest.mark.parametrize(
    ("sizes", "due"),
    [
        ((200, 300, 500), (0, 205, 507)),  # two words of the title, BOUNDARY, two of each heading
        ((50, 60, 400, 400), (0, 117, 519)),  # the first two are one
        ((200, 2_000), (0, 205, 1_005, 1_805)),  # a long one is cut
        ((100, 200), ()),  # the document is no longer than a stretch
        ((), ()),
    ],
)
def test_parts_are_together_while_short_and_cut_while_long(
    sizes: tuple[int, ...], due: tuple[int, ...]
) -> None:
    assert ranked(*sizes) == due
