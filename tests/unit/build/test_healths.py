"""The health of many documents at once, and of their pages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.damage import damaged_pages, pages_of
from bench.speed.passages import folder_texts
from indexer import Archive, Settings, reindex, update
from indexer.analysis.batch_tokenizer import Vocabulary
from indexer.build.healths import WordHealths
from indexer.build.spool import TextWords
from indexer.ingest.health import health_of
from indexer.model import Document, Page

CORPUS = Path(__file__).resolve().parents[3] / "corpus"
SOUND = "تتولى المديرية العامة للأمن الوطني حماية الأشخاص والممتلكات وحفظ النظام العام"


def healths(documents: list[Document]) -> list[Document]:
    """`documents` with their healths, in two batches."""
    vocabulary = Vocabulary()
    half = len(documents) // 2
    batches = [batch for batch in (documents[:half], documents[half:]) if batch]
    words = [TextWords(*vocabulary.batch([d.text for d in batch])) for batch in batches]
    of_words = WordHealths(vocabulary.words)
    return [
        document
        for batch, texts in zip(batches, words, strict=True)
        for document in of_words.with_healths(batch, texts)
    ]


def test_many_texts_at_once_have_the_health_of_each_alone() -> None:
    pages = (page for text in folder_texts(CORPUS) for page in pages_of(text, most=1))
    texts = [text for _, _, text in damaged_pages(pages, Random(1))]
    documents = healths([Document(str(number), "", text) for number, text in enumerate(texts)])
    assert len(documents) > 200
    assert [document.health for document in documents] == [health_of(text) for text in texts]


@given(st.lists(st.text("بتسلاوي\u064e\u200c ﻗabé\ufffd\ue0011. \n", max_size=60), max_size=4))
def test_so_has_any_text(texts: list[str]) -> None:
    documents = healths([Document(str(number), "", text) for number, text in enumerate(texts)])
    assert [document.health for document in documents] == [health_of(text) for text in texts]


@pytest.mark.parametrize(("language", "known"), [("ar", True), ("ar-ma", True), ("fa", False)])
def test_only_arabic_has_a_health(language: str, known: bool) -> None:
    document = Document("a", "", SOUND, language=language, pages=(Page(0, 1, health=0.9),))
    (found,) = healths([document])
    assert (found.health is not None) == known
    assert (found.pages[0].health is not None) == known


def test_pages_have_their_own_and_keep_that_of_their_reader() -> None:
    text = f"{SOUND}\n\n{SOUND[::-1]}\n\n2011\n\n{SOUND}"
    starts = (0, len(SOUND) + 2, 2 * len(SOUND) + 4, 2 * len(SOUND) + 10)
    pages = [Page(start, number) for number, start in enumerate(starts, 1)]
    pages[3] = Page(starts[3], 4, health=0.75)
    (found,) = healths([Document("a", "", text, pages=tuple(pages))])
    first, second, third, fourth = (page.health for page in found.pages)
    assert (first, second) == (health_of(SOUND), health_of(SOUND[::-1]))
    assert (third, fourth) == (None, 0.75)


def test_documents_of_the_archive_have_it_after_reindex_and_update(
    settings: Settings, write: Callable[..., Path]
) -> None:
    write("sound.txt", SOUND)
    reindex(settings)
    write("turned.txt", SOUND[::-1])
    update(settings)
    with Archive(settings) as archive:
        found = {name: archive.document(name).health for name in ("sound", "turned")}
    assert found == {"sound": health_of(SOUND), "turned": health_of(SOUND[::-1])}
