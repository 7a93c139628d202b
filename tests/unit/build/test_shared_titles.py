"""Titles that several documents have, and what files about other files give, across updates."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from indexer import Archive, Settings, load_settings, reindex, update
from indexer.build.shared_titles import derived_title, retitled, shared
from indexer.engine.registry import engine_of
from indexer.model import Document

ROOT = Path(__file__).resolve().parents[3]
LETTERHEAD = "بلوم للاستشارات"  # that no list of offices has


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "corpus").mkdir()
    found = load_settings(ROOT / "config.toml")
    return found.with_folders(tmp_path / "corpus", tmp_path / "index")


def write(settings: Settings, name: str, text: str) -> None:
    path = settings.corpus.folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")


def documents(settings: Settings) -> dict[str, Document]:
    engine = engine_of(settings.index)
    return {one.id: one for one in engine.stored_documents(engine.current())}


def titles(settings: Settings) -> dict[str, tuple[str, str | None]]:
    return {name: (one.title, one.title_origin) for name, one in documents(settings).items()}


def afresh(settings: Settings) -> Settings:
    """The same corpus under an index of its own, built at once."""
    other = settings.with_folders(
        settings.corpus.folder, settings.index.folder.with_name("another")
    )
    reindex(other)
    return other


def test_thirty_files_with_one_letterhead_have_thirty_titles(settings: Settings) -> None:
    for number in range(30):
        write(settings, f"{number:02}.txt", f"{LETTERHEAD}\n\nنص الوثيقة {number}.")
    reindex(settings)
    found = titles(settings)
    assert len({title for title, _ in found.values()}) == len(found) == 30
    assert found["07"] == ("07", "file_name")


def test_a_title_is_shared_from_the_second_document_to_the_last_but_one(settings: Settings) -> None:
    write(settings, "a.txt", f"{LETTERHEAD}\n\nنص أول.")
    write(settings, "c.txt", "كتاب آخر\n\nنص.")
    reindex(settings)
    assert titles(settings)["a"] == (LETTERHEAD, "first_line")
    added = documents(settings)["a"]
    write(settings, "b.txt", f"{LETTERHEAD}\n\nنص ثان.")
    update(settings)
    assert titles(settings)["a"] == ("a", "file_name")
    assert titles(settings)["b"] == ("b", "file_name")
    assert titles(settings)["c"] == ("كتاب آخر", "first_line")
    now = documents(settings)["a"]
    assert (now.added, now.changed) == (added.added, added.changed)
    assert now.shared_title == f"first_line: {LETTERHEAD}"
    (settings.corpus.folder / "b.txt").unlink()
    update(settings)
    assert titles(settings)["a"] == (LETTERHEAD, "first_line")


@pytest.mark.parametrize("seed", range(3))
def test_after_any_operations_an_update_has_the_titles_of_a_reindex(
    settings: Settings, seed: int
) -> None:
    chance = random.Random(seed)
    lines = [LETTERHEAD, "نادي الهلال", "دراسة في الأسواق", "هذا نص."]
    write(settings, "z.txt", "كتاب.")
    for _ in range(6):
        for _ in range(3):
            name = f"{chance.randrange(6)}.txt"
            path = settings.corpus.folder / name
            match chance.randrange(4):
                case 0:
                    path.unlink(missing_ok=True)
                case 1:
                    path.with_name(f"{name}.toml").write_text(f'title = "{chance.random()}"')
                case 2:
                    path.with_name(f"{name}.toml").unlink(missing_ok=True)
                case _:
                    write(settings, name, f"{chance.choice(lines)}\n\nنص {chance.random()}.")
        update(settings)
        whole = [
            {name: replace(one, added=None, changed=None) for name, one in documents(of).items()}
            for of in (settings, afresh(settings))
        ]
        assert whole[0] == whole[1]


def test_an_update_sees_that_a_file_about_another_was_changed(settings: Settings) -> None:
    write(settings, "a.txt", "نص عن السوق.")
    write(settings, "b.txt", "نص عن السوق.")
    reindex(settings)
    for name, content in (
        ("a.txt.toml", 'title = "الأول"'),
        ("a.txt.toml", 'title = "الثاني"'),
        ("metadata.csv", "file,title,author\nb.txt,الثالث,سمير; ليلى\n"),
    ):
        write(settings, name, content)
        assert update(settings).changed
    assert titles(settings) == {"a": ("الثاني", None), "b": ("الثالث", None)}
    assert not update(settings).changed
    (settings.corpus.folder / "a.txt.toml").unlink()
    update(settings)
    assert titles(settings)["a"] == ("a", "file_name")


def test_a_table_that_names_an_absent_file_is_reported_until_it_is_there(
    settings: Settings,
) -> None:
    write(settings, "a.txt", "نص.")
    write(settings, "metadata.csv", "file,title\nb.txt,العنوان\n")
    (error,) = reindex(settings).skipped
    assert (error.path, error.reason) == ("metadata.csv", "names a file that is not there: b.txt")
    write(settings, "b.txt", "نص.")
    assert update(settings).skipped == ()
    (settings.corpus.folder / "b.txt").unlink()
    (error,) = update(settings).skipped
    assert error.path == "metadata.csv"


@pytest.fixture
def archive(settings: Settings) -> Iterator[Archive]:
    write(settings, "المجلس الأعلى للماء.txt", "مديرية الوثائق\n\nيحدث مجلس لدى الوزير.")
    write(settings, "b.txt", "تقرير حول السوق\n\nنص طويل عن القنطرة والطريق.")
    reindex(settings)
    with Archive(settings) as opened:
        yield opened


def test_the_words_of_a_text_are_counted_without_those_of_its_name(archive: Archive) -> None:
    assert archive.status().words == 6 + 8


def test_a_shared_title_is_given_up_and_taken_back() -> None:
    one = Document("x", "نادي", "نادي", title_origin="first_line", path="س ع.txt")
    many = shared(["first_line: نادي", "first_line: نادي", "first_line: آخر"])
    assert many == {"first_line: نادي"}
    given_up = retitled(one, many)
    assert (given_up.title, given_up.title_origin) == ("س ع", "file_name")
    assert derived_title(given_up) == derived_title(one) == "first_line: نادي"
    assert retitled(given_up, many) == given_up
    assert retitled(given_up, frozenset()) == one
    given = Document("x", "نادي", "نادي")
    assert retitled(given, many) == given


def test_fields_that_are_left_out_are_told_with_their_files(settings: Settings) -> None:
    write(settings, "a.md", "---\ndate: أمس\nkind: [law, news]\n---\nنص.")
    report = reindex(settings)
    assert report.skipped == ()
    assert [sentence.partition(" ")[0] for sentence in report.dropped] == ["a.md:", "a.md:"]
    assert "date: “أمس” is not a date" in report.dropped[0]
    assert update(settings).dropped == ()
