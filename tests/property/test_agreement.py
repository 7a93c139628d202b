"""After any changes to a corpus, the index is what a reading of it, by hand as it were, says.

The rules of docs/reliability.md are written once more below, as plainly as possible, and what the
index holds is compared with them after every run: ids and texts, what is kept, and answers; now and
then, with a fresh index of a corpus written out of the model. KHIZANA_LONG_TESTS=1 does four times
as many operations.

Permissions are really taken away (see `permissions` in tests/conftest.py). Where that cannot be
done, a link to itself stands in for them, which nobody can read, root included.
"""

from __future__ import annotations

import json
import os
import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from indexer import Archive, SearchRequest, Settings, reindex, update
from indexer.engine import generations
from indexer.engine.records import failures_in

KEYS = ("id", "text")
LONG = bool(os.environ.get("KHIZANA_LONG_TESTS"))
OPERATIONS = 400 if LONG else 100  # of each of five seeds
WORDS = ("كتاب", "مدرسة", "قانون", "شرطة", "المغرب", "وثيقة", "بحر", "سوق")
Lines = list[tuple[str, str] | int]  # (id, text); a number: one of the lines that cannot be read


@dataclass
class Entry:
    """A file as it was made: what is in it, and whether that can be read."""

    id: str | None = None  # of a file of one document, where it gives one
    text: str = ""
    lines: Lines | None = None  # of a file of many
    readable: bool = True


@dataclass
class Model:
    """A corpus, by the names of its files, and what an archive of it holds."""

    files: dict[str, Entry] = field(default_factory=dict)
    folders: set[str] = field(default_factory=set)  # that stand in place of a file
    locked: set[str] = field(default_factory=set)  # folders that cannot be listed
    held: dict[str, tuple[str, str]] = field(default_factory=dict)  # id → (text, file)
    order: dict[str, list[str]] = field(default_factory=dict)  # file of many → ids, by line
    kept: set[str] = field(default_factory=set)
    # file → lines that could not be read, each with what it stood for, if that is certain
    broken: dict[str, list[tuple[int, list[str] | None]]] = field(default_factory=dict)

    def run(self) -> None:
        """What a run makes of it: file by file, in their order, the first document of an id."""
        now: dict[str, tuple[str, str]] = {}
        kept: set[str] = set()
        order: dict[str, list[str]] = {}
        broken, self.broken = self.broken, {}

        def keep(name: str, ids: list[str]) -> None:
            for document in ids:
                if document not in now:
                    now[document] = self.held[document]
                    kept.add(document)

        def known(name: str) -> list[str]:
            ids = [i for i, (_, path) in self.held.items() if path == name]
            places = self.order.get(name, ids)
            return sorted(ids, key=places.index)

        for name in sorted({*self.files, *(path for _, path in self.held.values())}):
            entry = self.files.get(name)
            if self.hidden(name) or name in self.folders:
                keep(name, known(name))
                order[name] = [i for i in known(name) if i in kept]
            elif entry is None:
                continue
            elif not entry.readable or entry.lines == []:
                keep(name, known(name))
                order[name] = [i for i in known(name) if i in kept]
            elif entry.lines is None:
                now.setdefault(entry.id or name.rpartition(".")[0], (entry.text, name))
            else:
                order[name] = self.read_lines(
                    name, entry.lines, known(name), broken.get(name, []), now, keep
                )
        self.held, self.kept, self.order = now, kept, order

    def hidden(self, name: str) -> bool:
        return any(name.startswith(f"{folder}/") for folder in self.locked)

    def read_lines(
        self,
        name: str,
        lines: Lines,
        known: list[str],
        met: list[tuple[int, list[str] | None]],
        now: dict[str, tuple[str, str]],
        keep: Callable[[str, list[str]], None],
    ) -> list[str]:
        """The ids of a file of many documents by line, once what it says and keeps is in `now`."""
        read: list[str | int] = []  # what each line gave: an id, "" for one refused, a number
        for line in lines:
            if isinstance(line, int):
                read.append(line)
            elif line[0] in now:
                read.append("")
            else:
                now[line[0]] = (line[1], name)
                read.append(line[0])
        missing = [i for i in known if i not in now]
        places: list[str] = []
        found: list[tuple[int, list[str] | None]] = []
        for at, item in enumerate(read):
            if isinstance(item, int):
                before = [known.index(i) for i in read[:at] if i in known]
                after = [known.index(i) for i in read[at:] if i in known]
                low, high = (before or [-1])[-1], (after or [len(known)])[0]
                these = [i for i in missing if low >= high or low < known.index(i) < high]
                same = [ids for number, ids in met if number == item]
                if read.count(item) == len(same) == 1 and same[0] is not None:
                    these = [i for i in same[0] if i in missing]
                keep(name, these)
                own = [i for i in these if i not in places]
                found.append((item, own if own == these else None))
                places += own
            elif item:
                places.append(item)
        self.broken[name] = found
        return places


class Corpus:
    """A folder of files and its model, changed together at random."""

    def __init__(self, folder: Path, chance: random.Random, permissions: bool) -> None:
        self.folder = folder
        self.chance = chance
        self.permissions = permissions
        self.model = Model()
        self.texts = 0

    # One operation each

    def add(self) -> None:
        name = f"{self.chance.choice(['', '', 'sub/', 'deep/er/'])}{self.chance.randrange(12)}"
        self.write(name + self.chance.choice([".txt", ".md", ".md", ".jsonl"]))

    def edit(self) -> None:
        self.write(self.some())

    def delete(self) -> None:
        self.remove(self.some())

    def rename(self) -> None:
        old, new = self.some(), f"r{self.chance.randrange(9)}"
        new = f"{new}.{old.rpartition('.')[2]}"
        if new in self.model.files or old in self.model.folders or new in self.model.folders:
            return
        (self.folder / old).rename(self.folder / new)
        self.model.files[new] = self.model.files.pop(old)

    def copy_folder(self) -> None:
        """`sub` → `backup`, with the same ids where files give them."""
        if self.model.locked:
            return
        if (self.folder / "backup").exists():
            for name in [n for n in self.model.files if n.startswith("backup/")]:
                self.remove(name)
            shutil.rmtree(self.folder / "backup", ignore_errors=True)
        for name in [n for n in self.model.files if n.startswith("sub/")]:
            entry = self.model.files[name]
            if entry.readable and name not in self.model.folders:
                copy = "backup/" + name.removeprefix("sub/")
                (self.folder / copy).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(self.folder / name, self.folder / copy)
                lines = None if entry.lines is None else list(entry.lines)
                self.model.files[copy] = Entry(entry.id, entry.text, lines)

    def lock(self) -> None:
        name = self.some()
        if name in self.model.folders or not self.model.files[name].readable:
            return
        if self.permissions:
            (self.folder / name).chmod(0)
        else:
            (self.folder / name).rename(self.folder / (name + ".away"))
            (self.folder / name).symlink_to(Path(name).name)
        self.model.files[name].readable = False

    def lock_folder(self) -> None:
        if self.permissions and (self.folder / "sub").is_dir():
            (self.folder / "sub").chmod(0)
            self.model.locked.add("sub")

    def empty(self) -> None:
        self.spoil(b"")

    def truncate(self) -> None:
        """Cut within a letter, or a line."""
        name = self.some()
        entry = self.model.files[name]
        if entry.lines is None:
            self.spoil("نص".encode()[:-1], name)
        elif entry.readable and entry.lines and name not in self.model.folders:
            whole = self.chance.randrange(len(entry.lines))
            entry.lines[whole:] = [0]
            self.write_lines(name, entry.lines)

    def break_line(self) -> None:
        names = [n for n, entry in self.model.files.items() if entry.lines and entry.readable]
        names = [n for n in names if n not in self.model.folders and not self.model.hidden(n)]
        if not names:
            return
        name = self.chance.choice(names)
        lines = self.model.files[name].lines or []
        lines[self.chance.randrange(len(lines))] = self.chance.randrange(9)
        self.write_lines(name, lines)

    def a_folder(self) -> None:
        name = self.some()
        if name not in self.model.folders and self.model.files[name].readable:
            (self.folder / name).unlink()
            (self.folder / name).mkdir()
            self.model.folders.add(name)

    def bad_front_matter(self) -> None:
        names = sorted(name for name in self.model.files if name.endswith(".md"))
        if names:
            self.spoil(b"---\nkind: [\n---\n", self.chance.choice(names))

    def touch(self) -> None:
        os.utime(self.folder / self.some(), (1, self.chance.randrange(10**9)))

    def mend(self) -> None:
        """All that is locked can be read again."""
        for folder in self.model.locked:
            (self.folder / folder).chmod(0o755)
        self.model.locked.clear()
        for name, entry in list(self.model.files.items()):
            if not entry.readable:
                self.write(name)

    # What they are made of

    def some(self) -> str:
        """The name of a file that is not in a folder that is locked."""
        names = [name for name in self.model.files if not self.model.hidden(name)]
        if not names:
            self.write("first.txt")
            return "first.txt"
        return self.chance.choice(sorted(names))

    def words(self) -> str:
        self.texts += 1
        return (
            " ".join(self.chance.choices(WORDS, k=self.chance.randint(1, 5))) + f" رقم{self.texts}"
        )

    def write(self, name: str) -> None:
        """A file anew, or for the first time."""
        if self.model.hidden(name):
            return
        self.remove(name)
        (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
        if name.endswith(".jsonl"):
            stem = self.chance.randrange(3)  # so that files have ids in common
            lines: Lines = [
                (f"l{stem}/{self.chance.randrange(5)}", self.words())
                for _ in range(self.chance.randint(1, 5))
            ]
            self.model.files[name] = Entry(lines=lines)
            self.write_lines(name, lines)
            return
        entry = self.model.files[name] = Entry(text=self.words())
        head = ""
        if name.endswith(".md") and self.chance.random() < 0.5:
            entry.id = f"given{self.chance.randrange(6)}"
            head = f"---\nid: {entry.id}\n---\n"
        (self.folder / name).write_text(head + entry.text, "utf-8")

    def write_lines(self, name: str, lines: Lines) -> None:
        rows = (
            f'{{"id": {line or ""}'
            if isinstance(line, int)
            else json.dumps(dict(zip(KEYS, line, strict=True)))
            for line in lines
        )
        (self.folder / name).write_text("\n".join(rows), "utf-8")

    def spoil(self, content: bytes, name: str | None = None) -> None:
        name = name or self.some()
        if self.model.hidden(name) or name in self.model.folders:
            return
        if self.model.files[name].readable:
            (self.folder / name).write_bytes(content)
            self.model.files[name].readable = False

    def remove(self, name: str) -> None:
        path = self.folder / name
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
        path.with_name(path.name + ".away").unlink(missing_ok=True)
        self.model.files.pop(name, None)
        self.model.folders.discard(name)


OPERATION = (
    [Corpus.add] * 5
    + [Corpus.edit, Corpus.delete] * 2
    + [Corpus.rename, Corpus.copy_folder, Corpus.lock, Corpus.lock_folder, Corpus.empty]
    + [Corpus.truncate, Corpus.break_line, Corpus.break_line, Corpus.a_folder]
    + [Corpus.bad_front_matter, Corpus.touch, Corpus.mend, Corpus.mend]
)


def held(settings: Settings) -> dict[str, tuple[str, str]]:
    """id → (text, file) of every document of the index, read as readers do."""
    with Archive(settings) as archive:
        found = (archive.document(name) for name in archive.ids())
        return {d.id: (d.text, d.path) for d in found if d is not None}


def answers(settings: Settings) -> dict[str, list[str]]:
    with Archive(settings) as archive:
        pages = {w: archive.search(SearchRequest(f"={w}", page_size=100)) for w in WORDS}
        return {word: sorted(hit.document.id for hit in page.hits) for word, page in pages.items()}


def holders(documents: dict[str, tuple[str, str]]) -> dict[str, list[str]]:
    """word → ids of the documents that hold it."""
    return {
        word: sorted(i for i, (text, _) in documents.items() if word in text.split())
        for word in WORDS
    }


def written_out(model: Model, folder: Path) -> None:
    """What `model` holds, as a corpus of one file."""
    folder.mkdir()
    rows = [json.dumps({"id": name, "text": text}) for name, (text, _) in model.held.items()]
    (folder / "all.jsonl").write_text("\n".join(rows), "utf-8")


@pytest.fixture
def locks(request: pytest.FixtureRequest) -> Iterator[bool]:
    """Whether permissions can be taken away here."""
    try:
        request.getfixturevalue("permissions")
    except pytest.skip.Exception:
        yield False
    else:
        yield True


@pytest.mark.parametrize("seed", range(5))
def test_the_corpus_and_the_index_agree(
    settings: Settings, tmp_path: Path, locks: bool, seed: int
) -> None:
    chance = random.Random(seed)
    corpus = Corpus(settings.corpus.folder, chance, locks)
    model = corpus.model
    corpus.write("first.txt")
    done = 0
    checks = 0
    while done < OPERATIONS:
        for _ in range(chance.choice((1, 1, 2, 3))):
            chance.choice(OPERATION)(corpus)
            done += 1
        before = dict(model.held)
        model.run()
        if not model.held:
            model.held = before
            corpus.write("first.txt")
            continue
        run = chance.choice((update, update, reindex))
        report = run(settings)
        assert held(settings) == model.held
        assert report.documents == len(model.held)
        assert report.kept == len(model.kept)
        generation = generations.current(settings.index.folder)
        assert failures_in(generation.folder).kept_since.keys() == model.kept
        assert answers(settings) == holders(model.held)
        if done // 25 > checks:  # an index is compared as a whole, scores and all
            checks = done // 25
            fresh = settings.with_folders(tmp_path / f"c{done}", tmp_path / f"i{done}")
            written_out(model, fresh.corpus.folder)
            reindex(fresh)
            assert held(fresh).keys() == model.held.keys()
            assert answers(fresh) == answers(settings)
            with Archive(fresh) as anew, Archive(settings) as here:
                assert anew.status().words == here.status().words
