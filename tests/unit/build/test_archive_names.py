"""The names of a generation: gathered over all documents, corrected, and kept by an update."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from indexer import Settings, SettingsError, reindex, update
from indexer.engine.registry import engine_of
from indexer.model.names import ArchiveName, NameCue, NameKind
from indexer.names.file import stored_names
from indexer.names.matching import name_places
from indexer.names.rules import name_key

Write = Callable[[str, str], Path]


def names(settings: Settings) -> dict[str, ArchiveName]:
    engine = engine_of(settings.index)
    return {name.shown: name for name in stored_names(engine.files(engine.current()))}


def of_documents(settings: Settings) -> dict[str, tuple[str, ...]]:
    engine = engine_of(settings.index)
    with closing(engine.open(engine.current())) as searcher:
        return {document.id: document.names for document in searcher.scan()}


def document(title: str, text: str) -> str:
    return f"---\ntitle: {title}\n---\n{text}\n"


@pytest.fixture
def archive(settings: Settings, write: Write) -> Settings:
    write(
        "a.md", document("خبر", "التقى السيد عبد الله الزروالي بعمدة طنجة، ثم زار مدينة تنبكتور.")
    )
    write(
        "b.md", document("تقرير", "قال عبدالله الزروالي إن المجلس الوطني للصحافة اجتمع في الرباط.")
    )
    write("c.md", document("رأي", "في تنبكتور اجتمع المجلس الوطني للصحافة، وحضر أعضاء كثيرون."))
    return settings


def test_names_are_grouped_over_spellings_and_told_by_their_cues(archive: Settings) -> None:
    reindex(archive)
    found = names(archive)
    person = found["عبد الله الزروالي"]
    assert (person.kind, person.documents, person.places) == (NameKind.PERSON, 2, 2)
    assert dict(person.spellings) == {"عبد الله الزروالي": 1, "عبدالله الزروالي": 1}
    assert dict(person.cues) == {NameCue.TITLE: 1, NameCue.SAID: 1}
    assert found["المجلس الوطني للصحافة"].documents == 2
    assert found["طنجة"].cues == ((NameCue.LISTED, 1),)


def test_a_place_that_a_cue_tells_is_found_without_it(archive: Settings) -> None:
    reindex(archive)
    place = names(archive)["تنبكتور"]
    assert (place.kind, place.places, place.cues) == (
        NameKind.PLACE,
        2,
        ((NameCue.PLACE_WORD, 1),),
    )


def test_documents_have_their_names_and_pages_find_the_same_places(archive: Settings) -> None:
    reindex(archive)
    stored = list(names(archive).values())
    assert of_documents(archive) == {
        "a": ("عبد الله الزروالي", "طنجة", "تنبكتور"),
        "b": ("عبد الله الزروالي", "المجلس الوطني للصحافة", "الرباط"),
        "c": ("تنبكتور", "المجلس الوطني للصحافة"),
    }
    keys = {name.key: name.shown for name in stored}
    engine = engine_of(archive.index)
    with closing(engine.open(engine.current())) as searcher:
        for one in searcher.scan():
            again = dict.fromkeys(keys[key] for _, _, key in name_places(one.text, stored))
            assert tuple(again) == one.names


def test_a_family_name_that_stands_first_is_the_same_name(archive: Settings, write: Write) -> None:
    write("d.md", document("محضر", "حضر الزروالي عبد الله، وغاب السلطان الزروالي عبد الله الثاني."))
    reindex(archive)
    found = names(archive)["عبد الله الزروالي"]
    assert dict(found.spellings)["الزروالي عبد الله"] == 1
    text = "حضر الزروالي عبد الله، وغاب السلطان الزروالي عبد الله الثاني."
    assert len(list(name_places(text, [found]))) == 1


def test_corrections_remove_add_join_and_rename(archive: Settings, tmp_path: Path) -> None:
    file = tmp_path / "names.tsv"
    file.write_text(
        "طنجة\tno\nأعضاء كثيرون\tkind\tperson\nعبد الله الزروالي\tshown\tالزروالي (عبد الله)\n",
        "utf-8",
    )
    corpus = dataclasses.replace(archive.corpus, names=str(file))
    settings = dataclasses.replace(archive, corpus=corpus)
    reindex(settings)
    found = names(settings)
    assert "طنجة" not in found
    assert found["أعضاء كثيرون"].cues == ((NameCue.CORRECTED, 1),)
    assert found["الزروالي (عبد الله)"].key == name_key("عبد الله الزروالي")


def test_a_fault_in_the_corrections_stops_the_build(archive: Settings, tmp_path: Path) -> None:
    file = tmp_path / "names.tsv"
    file.write_text("طنجة\tnever\n", "utf-8")
    corpus = dataclasses.replace(archive.corpus, names=str(file))
    with pytest.raises(SettingsError, match=r"line 1: “never ” is none of"):
        reindex(dataclasses.replace(archive, corpus=corpus))


def test_an_archive_may_do_without_names(archive: Settings) -> None:
    index = dataclasses.replace(archive.index, names=False)
    settings = dataclasses.replace(archive, index=index)
    reindex(settings)
    assert names(settings) == {}
    assert set(of_documents(settings).values()) == {()}


def test_an_update_finds_known_names_in_new_documents(archive: Settings, write: Write) -> None:
    reindex(archive)
    write("d.md", document("خبر", "زار تنبكتور الأستاذ عمر البقالي."))
    update(archive)
    assert of_documents(archive)["d"] == ("تنبكتور", "عمر البقالي")
    assert names(archive)["تنبكتور"].documents == 3
