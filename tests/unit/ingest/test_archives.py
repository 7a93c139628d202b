"""Archives of files: each member is a document, none is a path, and limits hold."""

from __future__ import annotations

import gzip
import io
import struct
import tarfile
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from indexer.errors import DocumentError, FormatError
from indexer.ingest import SourceLimits, corpus_sources, members, read_source
from indexer.model import Document

LIMITS = SourceLimits(20_000_000)


def read(folder: Path) -> list[Document | DocumentError]:
    return [found for source in corpus_sources(folder) for found in read_source(source, LIMITS)]


def told(folder: Path) -> list[str]:
    """The id of each document in `folder`, and what is said of each that is none."""
    return [found.id if isinstance(found, Document) else str(found) for found in read(folder)]


def zipped(files: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def zipped_in(encoding: str, names: list[str]) -> bytes:
    """A zip that has its names in an old encoding, as programs for Windows make it."""
    plain = {"xyz"[n] * len(name.encode(encoding)): "نص" for n, name in enumerate(names)}
    content = zipped(plain)
    for given, name in zip(plain, names, strict=True):
        content = content.replace(given.encode(), name.encode(encoding))
    return content


def tarred(*entries: tuple[tarfile.TarInfo, bytes], mode: str = "w:gz") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        for entry, content in entries:
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return out.getvalue()


def entry(name: str, kind: bytes = tarfile.REGTYPE) -> tarfile.TarInfo:
    found = tarfile.TarInfo(name)
    found.type = kind
    found.linkname = "/etc/passwd" if kind in (tarfile.SYMTYPE, tarfile.LNKTYPE) else ""
    return found


def test_a_member_is_a_document_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "أرشيف.zip").write_bytes(
        zipped({"سنة/قانون.txt": "نص القانون", "b.md": "# عنوان\n\nنص"})
    )
    law, note = read(tmp_path)
    assert isinstance(law, Document)
    assert isinstance(note, Document)
    assert (law.id, law.path, law.member) == (
        "أرشيف.zip/سنة/قانون",
        "أرشيف.zip",
        "سنة/قانون.txt",
    )
    assert (note.id, note.title, note.text) == ("أرشيف.zip/b", "عنوان", "نص")


def test_archives_lie_in_archives(tmp_path: Path) -> None:
    inner = zipped({"a.txt": "نص"})
    (tmp_path / "x.tar.gz").write_bytes(
        tarred((entry("y/inner.zip"), inner), (entry("b.txt"), b"b"))
    )
    assert told(tmp_path) == ["x.tar.gz/y/inner.zip/a", "x.tar.gz/b"]


def test_a_gz_has_one_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress("نص".encode()))
    assert told(tmp_path) == ["a.txt.gz/a"]


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1256", "cp720"])
@pytest.mark.parametrize("names", [["قانون.txt", "مذكرة أولى.txt"], ["حق.txt"]], ids=["two", "one"])
def test_arabic_names_are_read_in_each_encoding(
    tmp_path: Path, encoding: str, names: list[str]
) -> None:
    (tmp_path / "a.zip").write_bytes(zipped_in(encoding, names))
    assert told(tmp_path) == [f"a.zip/{name.removesuffix('.txt')}" for name in names]


def test_french_names_are_read_in_the_code_page_of_zip(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped_in("cp437", ["été à Fès.txt"]))
    assert told(tmp_path) == ["a.zip/été à Fès"]


def test_files_of_systems_are_passed_over(tmp_path: Path) -> None:
    names = ["__MACOSX/._a.txt", ".DS_Store", "b/Thumbs.db", "desktop.ini", "~$a.docx", "a.txt"]
    (tmp_path / "a.zip").write_bytes(zipped(dict.fromkeys(names, "نص")))
    assert told(tmp_path) == ["a.zip/a"]


def test_names_are_labels_and_no_paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus = tmp_path / "corpus"
    (corpus / "in").mkdir(parents=True)
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    names = ["../../x.txt", "/abs.txt", "C:\\w\\z.txt", "a//./b.txt", "x.txt", "..", "n\x01l.txt"]
    content = zipped({name: f"نص {number}" for number, name in enumerate(names)})
    (corpus / "in/a.zip").write_bytes(content)
    found = told(corpus)
    assert found[:5] == [f"in/a.zip/{name}" for name in ("x", "abs", "w/z", "a/b", "x~2")]
    assert found[6:] == ["in/a.zip/nl"]
    assert [path.name for path in tmp_path.rglob("*")] == ["corpus", "temporary", "in", "a.zip"]


def test_a_member_of_unknown_format_is_told_like_a_file_of_one(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped({"x.exe": "MZ", "a.txt": "نص"}))
    unknown, read_one = read(tmp_path)
    assert isinstance(unknown, FormatError)
    assert (unknown.path, unknown.member_id) == ("a.zip", "a.zip/x.exe")
    assert str(unknown).startswith("a.zip: x.exe: unknown format")
    assert isinstance(read_one, Document)


def test_a_locked_member_is_named(tmp_path: Path) -> None:
    content = bytearray(zipped({"a.txt": "سر", "b.txt": "نص"}))
    content[6] |= 1  # the flag of encryption in the header of the first
    content[content.index(b"PK\x01\x02") + 8] |= 1  # and in the directory
    (tmp_path / "a.zip").write_bytes(content)
    assert told(tmp_path) == ["a.zip: a.txt: is locked with a password", "a.zip/b"]


def test_a_damaged_member_does_not_cost_the_others(tmp_path: Path) -> None:
    content = zipped({"a.txt": "كتاب", "b.txt": "نص"}, zipfile.ZIP_STORED)
    (tmp_path / "a.zip").write_bytes(content.replace("كتاب".encode(), b"\x00" * 8))
    assert told(tmp_path) == [
        "a.zip: a.txt: is damaged: it cannot be unpacked",
        "a.zip/b",
    ]


@pytest.mark.parametrize("cut", [30, -10], ids=["head", "tail"])
def test_a_zip_without_its_directory_is_one_sentence(tmp_path: Path, cut: int) -> None:
    (tmp_path / "a.zip").write_bytes(zipped({"a.txt": "نص"})[:cut])
    assert told(tmp_path) == ["a.zip: is no zip that can be opened; it may be cut off"]


def test_links_and_devices_of_a_tar_are_told_once(tmp_path: Path) -> None:
    kinds = (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE)
    odd = [(entry(f"l{number}", kind), b"") for number, kind in enumerate(kinds)]
    (tmp_path / "a.tar").write_bytes(tarred(*odd, (entry("a.txt"), "نص".encode()), mode="w"))
    assert told(tmp_path) == [
        "a.tar/a",
        "a.tar: l0: is a link or a device, which is not read, and 3 more are no files either",
    ]


def test_a_tar_that_is_cut_gives_what_came_before(tmp_path: Path) -> None:
    content = tarred(*((entry(f"{n}.txt"), b"a" * 40_000) for n in range(3)), mode="w")
    (tmp_path / "a.tar").write_bytes(content[:60_000])
    assert told(tmp_path) == [
        "a.tar/0",
        "a.tar: 1.txt: is damaged: it cannot be unpacked",
        "a.tar: is no tar that can be read to its end",
    ]


# What a container may cost


def test_a_member_that_unpacks_to_too_much_ends_its_archive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(members, "_SMALL_BYTES", 1_000_000)
    (tmp_path / "a.zip").write_bytes(
        zipped({"a.txt": "نص", "b.txt": b"0" * 1_500_000, "c.txt": "نص"})
    )
    assert told(tmp_path) == [
        "a.zip/a",
        "a.zip: unpacks to more than 1 MB, 200 times its size; the rest is not read",
    ]


def test_archives_within_one_another_have_one_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(members, "MAX_UNPACKED_BYTES", 1_000_000_000)
    monkeypatch.setattr(members, "MAX_MEMBERS", 6)
    inner = zipped({f"{n}.txt": "نص" for n in range(3)})
    (tmp_path / "a.zip").write_bytes(zipped({"x.zip": inner, "y.zip": inner}))
    assert told(tmp_path) == [
        *(f"a.zip/x.zip/{n}" for n in range(3)),
        "a.zip/y.zip/0",
        "a.zip: y.zip: holds more than 6 files; the others are not read",
    ]


def test_no_more_than_three_archives_are_opened_within_one_another(tmp_path: Path) -> None:
    content = zipped({"a.txt": "نص"})
    for _ in range(3):
        content = zipped({"z.zip": content, "b.txt": "نص"})
    (tmp_path / "a.zip").write_bytes(content)
    assert told(tmp_path) == [
        "a.zip: z.zip/z.zip/z.zip: lies in 3 containers; no more than 3 are opened",
        "a.zip/z.zip/z.zip/b",
        "a.zip/z.zip/b",
        "a.zip/b",
    ]


def test_of_many_members_only_so_many_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(members, "MAX_MEMBERS", 20)
    (tmp_path / "a.zip").write_bytes(zipped({f"{n}.txt": "نص" for n in range(1000)}))
    *found, last = told(tmp_path)
    assert len(found) == 20
    assert last == "a.zip: holds more than 20 files; the others are not read"


def test_a_sparse_file_of_a_tar_is_not_written_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(members, "_SMALL_BYTES", 1_000_000)
    sparse = entry("a.txt", tarfile.GNUTYPE_SPARSE)
    header = bytearray(sparse.tobuf(tarfile.GNU_FORMAT))
    header[483:495] = b"%011o\0" % 5_000_000_000  # its real size; nothing of it is stored
    header[386:410] = b"%011o\0%011o\0" % (5_000_000_000, 0)
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    (tmp_path / "a.tar").write_bytes(bytes(header) + b"\0" * 1024)
    (only,) = told(tmp_path)
    assert only == "a.tar: unpacks to more than 1 MB, 200 times its size; the rest is not read"


def test_the_name_in_an_extra_field_counts(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        info = zipfile.ZipInfo("old.txt")
        name = b"\x01\0\0\0\0" + "قانون.txt".encode()
        info.extra = struct.pack("<HH", 0x7075, len(name)) + name
        archive.writestr(info, "نص")
    (tmp_path / "a.zip").write_bytes(out.getvalue())
    assert told(tmp_path) == ["a.zip/قانون"]
