"""The passages of a generation: where they stand, and that an update keeps them true."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from indexer import IndexDamaged, PassageFamily, Settings, reindex, update
from indexer.engine.copies import copies_in
from indexer.engine.registry import engine_of
from indexer.reuse.file import REUSE, ReuseFile

Write = Callable[[str, str], Path]
PASSAGE = (
    "خرج الفلاحون في الصباح الباكر إلى حقولهم البعيدة وهم يحملون ما بقي لهم من بذور الشتاء الماضي "
    "ثم رجعوا عند الغروب وقد زرعوا كل شبر من أرض الوادي"
)
# The same with a clitic, a letter lost, a word dropped, another word.
COPY = (
    "وخرج الفلاحون في الصباح الباكر إلى حقولهم البعيدة وهم يحملون ما بقي لهم من بدور الشتاء "
    "ثم رجعوا عند الغروب وقد زرعوا كل متر من أرض الوادي"
)

LETTERS = "بتثجحخدذرزسشصضطظعغفقكلمنهوي"
OTHER = "نص آخر لا علاقة له بما سبق كتبه صحفي عن كرة القدم أمس."


def dated(title: str, date: str, text: str) -> str:
    return f"---\ntitle: {title}\ndate: {date}\n---\n{text}\n"


@pytest.fixture
def three(settings: Settings, write: Write) -> Settings:
    """An archive of three documents: two share a passage, the later one is listed first."""
    write("a.md", dated("مقال", "2010-05-01", f"كلمة أولى.\n\n## عنوان\n\nقال الكاتب: {COPY}."))
    write("b.md", dated("كتاب", "1950", f"{PASSAGE}. وهذا آخر الكلام."))
    write("c.md", dated("خبر", "2001", OTHER))
    reindex(settings)
    return settings


def families(settings: Settings) -> tuple[PassageFamily, ...]:
    engine = engine_of(settings.index)
    file = ReuseFile(engine.files(engine.current()))
    return tuple(map(file.family, range(file.families)))


def words_at(settings: Settings, path: str, start: int, end: int) -> list[str]:
    text = Path(settings.corpus.folder, path).read_text("utf-8").split("---\n")[2].strip()
    return text[start:end].split()


def test_a_passage_is_found_where_it_stands_the_oldest_first(three: Settings) -> None:
    (family,) = families(three)
    assert [(place.id, place.anchor) for place in family.places] == [("b", "p1"), ("a", "p2")]
    oldest, later = family.places
    assert words_at(three, "b.md", oldest.start, oldest.end) == PASSAGE.split()
    assert words_at(three, "a.md", later.start, later.end) == COPY.split()


def test_an_update_finds_the_documents_with_the_same_text(three: Settings, write: Write) -> None:
    def groups() -> tuple[tuple[str, ...], ...]:
        engine = engine_of(three.index)
        return copies_in(engine.files(engine.current()))

    assert groups() == (("b", "a"),)
    write("e.md", f"---\ntitle: خبر منقول\n---\n{OTHER}\n")
    update(three)
    assert groups() == (("b", "a"), ("c", "e"))
    Path(three.corpus.folder, "b.md").unlink()
    update(three)
    assert groups() == (("c", "e"),)


def test_every_engine_stores_the_same_passages(three: Settings) -> None:
    found = families(three)
    other = replace(three, index=replace(three.index, engine="memory"))
    other = other.with_folders(index=three.index.folder.with_name("memory"))
    reindex(other)
    assert families(other) == found


def test_an_update_serves_no_passage_of_a_document_that_was_withdrawn(three: Settings) -> None:
    Path(three.corpus.folder, "b.md").unlink()
    update(three)
    assert families(three) == ()


def test_an_update_finds_the_passages_of_changed_and_new_documents(
    three: Settings, write: Write
) -> None:
    write("a.md", dated("مقال", "2010-05-01", "غير الكاتب رأيه وحذف كل ما نقله عن غيره من قبل."))
    write("d.md", dated("جديد", "1949-12-31", f"سبق الجميع.\n\n{PASSAGE}"))
    update(three)
    assert [place.id for family in families(three) for place in family.places] == ["d", "b"]
    afresh = three.with_folders(index=three.index.folder.with_name("afresh"))
    reindex(afresh)
    assert families(afresh) == families(three)


SEEDS = range(24 if os.environ.get("KHIZANA_LONG_TESTS") else 2)


@pytest.mark.parametrize("seed", SEEDS)
def test_updates_find_what_a_fresh_reindex_finds(
    seed: int, settings: Settings, write: Write
) -> None:
    random = Random(seed)
    words = [f"{first}{second}" for first in ("كتاب", "قلم", "باب") for second in LETTERS]
    words += ["في", "من", "لا", "التي"] * 5
    pool = [" ".join(random.choices(words, k=random.randint(9, 40))) for _ in range(9)]

    def put(name: str) -> None:
        text = ". ".join(random.choice(pool) for _ in range(random.randint(1, 6)))
        write(f"{name}.md", dated(name, str(random.randint(1900, 1909)), f"{text}."))

    def copies(of: Settings) -> tuple[tuple[str, ...], ...]:
        engine = engine_of(of.index)
        return copies_in(engine.files(engine.current()))

    write("words.md", dated("كلمات", "1890", " ".join(words)))  # so that none is new to an update
    for number in range(12):
        put(f"m{number}")
    reindex(settings)
    for step in range(3):
        put(f"{random.choice('az')}{step}")  # before all others, or after them
        put(f"m{random.randrange(12)}")
        gone = Path(settings.corpus.folder, f"m{random.randrange(12)}.md")
        gone.unlink(missing_ok=True)
        update(settings)
    afresh = settings.with_folders(index=settings.index.folder.with_name("afresh"))
    reindex(afresh)
    assert families(settings) == families(afresh)
    assert families(settings)
    assert copies(settings) == copies(afresh)


def test_a_document_without_a_date_comes_last(three: Settings, write: Write) -> None:
    write("0.md", f"---\ntitle: بلا تاريخ\n---\n{PASSAGE}\n")
    update(three)
    assert [place.id for place in families(three)[0].places] == ["b", "a", "0"]


def test_a_file_that_is_not_as_it_was_written_is_damage(three: Settings) -> None:
    engine = engine_of(three.index)
    generation = engine.current()
    path = engine.files(generation) / REUSE
    content = path.read_bytes()
    path.write_bytes(content[:100] + bytes([content[100] ^ 1]) + content[101:])
    assert engine.damaged(generation) == (REUSE,)
    path.write_bytes(b"KHIZARR2" + bytes(100))
    with pytest.raises(IndexDamaged):
        ReuseFile(path.parent)


def test_the_passages_of_one_document(three: Settings) -> None:
    engine = engine_of(three.index)
    file = ReuseFile(engine.files(engine.current()))
    assert file.of("a") == file.of("b") == families(three)
    assert file.of("c") == file.of("") == file.of("zz") == ()
