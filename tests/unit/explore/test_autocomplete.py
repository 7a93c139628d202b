"""What is offered to a reader who types."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from indexer import Archive, Completion, CompletionKind, Settings, load_settings, reindex
from indexer.analysis import tokens
from indexer.model.answers import CountUnit

ROOT = Path(__file__).resolve().parents[3]

TEXTS = {
    "a.md": "---\ntitle: وزارة العدل\n---\nوزارة العدل\n\n"
    "الوزارة ووزارة ووزارات، والوزير وزير، والوزارة الأولى. قانون العدل",
    "b.md": "---\ntitle: مدونة الأسرة\n---\nمدونة الأسرة\n\n"
    "الأُسرة، والأسرة، وزن القانون. قرار المدينة",
    "c.md": "---\ntitle: Sûreté nationale\n---\nSûreté nationale\n\nLa sûreté et la surveillance",
}


@pytest.fixture
def archive(archive_of: Callable[[Mapping[str, str]], Archive]) -> Archive:
    return archive_of(TEXTS)


def texts(archive: Archive, typed: str, kind: CompletionKind, most: int = 8) -> list[str]:
    found = archive.completions(typed, most).found
    return [completion.text for completion in found if completion.kind == kind]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("وز", ["وزارة", "وزير", "وزن"]),  # a family once, the most frequent first
        ("الوز", ["الوزارة", "وزير", "وزن"]),  # as it is typed; with the article or without it
        ("المدي", ["المدينة"]),
        ("وزّا", ["وزارة"]),  # whatever its marks
        ("اسر", ["الأسرة"]),  # the archive has it with the article only
        ("الاس", ["الأسرة"]),
        ("Sur", ["sûreté", "surveillance"]),
        ("\u200fوزا", ["وزارة"]),
        ("قانون وزا", ["قانون وزارة"]),  # the last word of several
        ("قرار وزا", []),  # which no document holds together
        ("وزارة عد", ["وزارة العدل"]),
        ("غائب", []),
        ("و", []),  # too short
        ("ال", []),
        ("وزا ", []),  # the word is whole
        ("وزا؟", []),
        ("", []),
        ("ا" * 31, []),
    ],
)
def test_words(archive: Archive, typed: str, words: list[str]) -> None:
    assert texts(archive, typed, CompletionKind.WORD) == words


@pytest.mark.parametrize(
    ("typed", "titles"),
    [
        ("وزا", ["وزارة العدل"]),
        ("وزارة ال", []),
        ("وزارة الع", ["وزارة العدل"]),
        ("عدل وزا", ["وزارة العدل"]),  # in any order
        ("اسر", ["مدونة الأسرة"]),
        ("surete nat", ["Sûreté nationale"]),
        ("قانون وزا", []),  # of the text
    ],
)
def test_titles(archive: Archive, typed: str, titles: list[str]) -> None:
    assert texts(archive, typed, CompletionKind.TITLE) == titles


def test_no_more_than_asked_for(archive: Archive) -> None:
    assert texts(archive, "وز", CompletionKind.WORD, most=1) == ["وزارة"]


def test_a_word_is_counted_in_its_forms_and_a_title_names_its_document(archive: Archive) -> None:
    word, title = archive.completions("وزار").found
    assert (word.count, word.document_id) == (6, None)
    assert (title.text, title.document_id) == ("وزارة العدل", "a")


EXPRESSIONS = {
    "a.txt": "أ\n\nحقوق الإنسان، وحقوق الانسان، حقوق المرأة. شرطة القرب، شرطة قريبة من الناس",
    "b.txt": "ب\n\nالمجلس الوطني لحقوق الإنسان. حقوق. الإنسان القديم، وحق إنسان",
    "c.md": "---\ntitle: حقوق\n---\nالقانون والقانون والشرطة. المجلس الوطنيّ للصحافة",
}


def words(archive: Archive, typed: str) -> list[tuple[str, int, CountUnit]]:
    found = archive.completions(typed).found
    return [(c.text, c.count, c.counted) for c in found if c.kind == CompletionKind.WORD]


PLACES, DOCUMENTS = CountUnit.PLACES, CountUnit.DOCUMENTS


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        # the article alone is enough after a word; signs between words do not part them
        ("حقوق ال", [("حقوق الإنسان", 2, PLACES), ("حقوق المرأة", 1, PLACES)]),
        # the article that the archive writes, and that the reader typed
        ("حقوق انس", [("حقوق الإنسان", 2, PLACES)]),
        ("شرطة القر", [("شرطة القرب", 1, PLACES)]),
        ("شرطة قر", [("شرطة القرب", 1, PLACES), ("شرطة قريبة", 1, PLACES)]),
        # one letter; marks and spellings of what is typed do not matter
        (
            "المجلس الوطنى ل",
            [("المجلس الوطنى لحقوق", 1, PLACES), ("المجلس الوطنى للصحافة", 1, PLACES)],
        ),
        ("المجلس الوطني لحقوق ال", [("المجلس الوطني لحقوق الإنسان", 1, PLACES)]),
        # without the article where nothing stands there with it
        ("وحق الان", [("وحق إنسان", 1, PLACES)]),
        # the title is not followed by its text: documents that hold both
        ("حقوق القان", [("حقوق القانون", 1, DOCUMENTS)]),
        ("شرطة قدي", []),  # no document holds both
        ("غائب ال", []),
    ],
)
def test_expressions(
    archive_of: Callable[[Mapping[str, str]], Archive],
    typed: str,
    found: list[tuple[str, int, CountUnit]],
) -> None:
    assert words(archive_of(EXPRESSIONS), typed) == found


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """The archive of the documents that are shipped."""
    folder = tmp_path_factory.mktemp("index")
    settings = load_settings(ROOT / "config.toml").with_folders(ROOT / "corpus", folder)
    reindex(settings)
    with Archive(settings) as archive:
        yield archive


def places(rows: list[list[str]], wanted: list[str]) -> int:
    """How often the words `wanted` stand in a row in one of `rows`."""
    size = len(wanted)
    return sum(
        row[at : at + size] == wanted
        for row in rows
        for at, word in enumerate(row)
        if word == wanted[0]
    )


def test_an_expression_stands_somewhere_as_often_as_it_says(shipped: Archive) -> None:
    with shipped.session() as session:
        documents = list(session.searcher.scan())
        families = session.lexicon.family
    rows = [[t.surface for t in tokens(part)] for d in documents for part in (d.title, d.text)]
    held = [
        {families(t.surface) for part in (d.title, d.text) for t in tokens(part)} for d in documents
    ]
    chance = random.Random(7)
    for _ in range(150):
        row = chance.choice([row for row in rows if len(row) > 4])
        at, size = chance.randrange(len(row) - 3), chance.randint(1, 2)
        *before, last = row[at : at + size + 1]
        if chance.random() < 0.2:  # words that seldom stand in a row
            before = [chance.choice(chance.choice(rows))]
        typed = " ".join((*before, last[: chance.randint(1, 4)]))
        found = [c for c in shipped.completions(typed).found if c.kind == CompletionKind.WORD]
        assert found == sorted(found, key=order) or found[0].counted is DOCUMENTS, typed
        for completion in found:
            wanted = [token.surface for token in tokens(completion.text)]
            assert wanted[:-1] == before
            if completion.counted is PLACES:
                assert completion.count == places(rows, wanted) > 0, completion
            else:
                every = set(map(families, wanted))
                assert completion.count == sum(every <= words for words in held) > 0, completion
                assert not places(rows, wanted), completion


def order(completion: Completion) -> int:
    return -completion.count


@pytest.mark.parametrize("typed", ["وزا", "الأسرة وزا", "قانون وزا"])
def test_completions_keep_to_the_time_limit_and_say_so(
    archive: Archive, settings: Settings, typed: str
) -> None:
    assert archive.completions(typed).complete
    hurried = replace(settings.search, seconds=0.0)
    with Archive(replace(settings, search=hurried)) as other:
        assert not other.completions(typed).complete
