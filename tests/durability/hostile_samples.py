"""Small files of every format that is read, and damages to them that a seed decides."""

from __future__ import annotations

import gzip
import io
import os
import random
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path

from PIL import Image

from tests.unit.ingest.compound import compound

ROOT = Path(__file__).resolve().parents[2]
FILES = ROOT / "tests" / "files"
CORPUS = ROOT / "tests" / "corpus"
LONG = bool(os.environ.get("KHIZANA_LONG_TESTS"))
_BY_LIBREOFFICE = (".xls", ".ppt")  # which takes 2 s to start
_ZIPPED = (".zip", ".docx", ".odt", ".epub", ".pptx", ".odp", ".xlsx")
TEXT = "اجتمع المجلس في دورة عادية ونظر في الميزانية سنة 2019.\n\nورفعت الجلسة.\n"


def samples() -> dict[str, bytes]:
    """Name of a file → its bytes: what is kept for the tests, and what is made here."""
    kept = [path for path in (*FILES.rglob("*"), *CORPUS.iterdir()) if path.is_file()]
    unwanted = {".md"} if LONG else {".md", *_BY_LIBREOFFICE}
    found = {path.name: path.read_bytes() for path in kept if path.suffix not in unwanted}
    return found | {name: made() for name, made in _MADE.items()}


def _zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("قانون.txt", TEXT)
        archive.writestr("inner/page.html", f"<p>{TEXT}</p>")
        archive.write(FILES / "chromium-library.pdf", "library.pdf")
    return out.getvalue()


def _tar(mode: str) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        archive.add(CORPUS / "law-1956.md", "law.md")
        archive.add(CORPUS / "bilingual.html", "page.html")
    return out.getvalue()


def _letter() -> EmailMessage:
    letter = EmailMessage()
    letter["Subject"], letter["From"] = "محضر الاجتماع", "أمين <a@example.org>"
    letter["Date"] = "Thu, 12 May 2011 10:00:00 +0000"
    letter.set_content(TEXT, charset="utf-8", cte="quoted-printable")
    letter.add_alternative(f"<p>{TEXT}</p>", subtype="html")
    letter.add_attachment(_zip(), "application", "zip", filename="مرفقات.zip")
    return letter


def _mailbox() -> bytes:
    between = b"From a@example.org Thu May 12 10:00:00 2011\n"
    return b"".join(between + _letter().as_bytes() + b"\n" for _ in range(3))


def _outlook() -> bytes:
    def text(tag: str, value: str) -> dict[str, bytes]:
        return {f"__substg1.0_{tag}001F": value.encode("utf-16-le")}

    attached = {**text("3707", "a.txt"), "__substg1.0_37010102": TEXT.encode() * 50}
    return compound(
        {
            **text("0037", "محضر"),
            **text("1000", TEXT),
            "__properties_version1.0": b"\0" * 32,
            "__attach_version1.0_#00000000": {**attached, "__properties_version1.0": b"\0" * 8},
        }
    )


def _web_archive() -> bytes:
    page = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + f"<p>{TEXT}</p>".encode()
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/a\r\n"
        f"WARC-Date: 2021-05-12T10:00:00Z\r\nContent-Length: {len(page)}\r\n\r\n"
    )
    return (head.encode() + page + b"\r\n\r\n") * 2


def _image(form: str) -> bytes:
    out = io.BytesIO()
    Image.new("L", (300, 200), 200).save(out, form)
    return out.getvalue()


_MADE: dict[str, Callable[[], bytes]] = {
    "law.md": (CORPUS / "law-1956.md").read_bytes,
    "text.txt": TEXT.encode,
    "old.txt": lambda: TEXT.encode("windows-1256"),
    "chat.txt": lambda: "".join(f"1{n}/05/2021, 10:15 - ليلى: نص\n" for n in range(9)).encode(),
    "film.srt": lambda: f"1\n00:00:01,000 --> 00:00:04,000\n{TEXT}\n".encode() * 5,
    "film.vtt": lambda: b"WEBVTT\n\n" + f"00:01.000 --> 00:04.000\n<v A>{TEXT}\n".encode() * 5,
    "letter.eml": lambda: _letter().as_bytes(),
    "letters.mbox": _mailbox,
    "letter.msg": _outlook,
    "files.zip": _zip,
    "files.tar": lambda: _tar("w"),
    "files.tar.gz": lambda: _tar("w:gz"),
    "text.txt.gz": lambda: gzip.compress(TEXT.encode()),
    "web.warc": _web_archive,
    "web.warc.gz": lambda: gzip.compress(_web_archive()),
    "table.csv": lambda: b"id,title,text\n" + f'1,x,"{TEXT}"\n'.encode(),
    "list.json": lambda: f'[{{"id": "a", "text": "{TEXT.strip()}"}}]'.replace("\n", " ").encode(),
    "page.xhtml": lambda: (
        f"<html xmlns='http://www.w3.org/1999/xhtml'><p>{TEXT}</p></html>".encode()
    ),
    "page.xml": lambda: f"<TEI><text><body><p>{TEXT}</p></body></text></TEI>".encode(),
    "picture.png": lambda: _image("PNG"),
    "picture.jpg": lambda: _image("JPEG"),
    "picture.tif": lambda: _image("TIFF"),
}


def damaged(name: str, content: bytes, seed: str) -> bytes:
    """`content` with damages that `seed` decides; of a zip, often of a file in it."""
    chance = random.Random(seed)
    if name.endswith(_ZIPPED) and chance.random() < 0.6:
        return _damaged_inside(content, chance)
    for _ in range(chance.choice((1, 1, 2, 5))):
        content = chance.choice(_DAMAGES)(content, chance)
    return content


def _damaged_inside(content: bytes, chance: random.Random) -> bytes:
    """A zip, of which one file is damaged."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        names = old.namelist()
        hit = chance.choice(names)
        for name in names:
            inner = old.read(name)
            new.writestr(name, chance.choice(_DAMAGES)(inner, chance) if name == hit else inner)
    return out.getvalue()


def _flipped(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.randint(1, 40) if changed else 0):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _cut(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content) + 1)]


def _without(content: bytes, chance: random.Random) -> bytes:
    start, stop = _span(content, chance)
    return content[:start] + content[stop:]


def _repeated(content: bytes, chance: random.Random) -> bytes:
    start, stop = _span(content, chance)
    return content[:stop] + content[start:stop] * chance.choice((1, 20, 200)) + content[stop:]


def _inserted(content: bytes, chance: random.Random) -> bytes:
    start, _ = _span(content, chance)
    return content[:start] + chance.randbytes(chance.randint(1, 2000)) + content[start:]


def _filled(content: bytes, chance: random.Random) -> bytes:
    start, stop = _span(content, chance)
    return content[:start] + chance.choice((b"\0", b"\xff")) * (stop - start) + content[stop:]


def _numbered(content: bytes, chance: random.Random) -> bytes:
    """One number is made huge, negative or zero."""
    places = [at for at, byte in enumerate(content) if 48 <= byte <= 57]
    if not places:
        return content
    at = chance.choice(places)
    number = chance.choice((b"99999999999", b"-1", b"0", b"4294967295"))
    return content[:at] + number + content[at + 1 :]


def _span(content: bytes, chance: random.Random) -> tuple[int, int]:
    start = chance.randrange(len(content) + 1)
    return start, min(len(content), start + chance.choice((1, 4, 64, 1000)))


_DAMAGES: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _flipped,
    _cut,
    _without,
    _repeated,
    _inserted,
    _filled,
    _numbered,
)


def fuzzed(count: int) -> Iterator[tuple[str, bytes]]:
    """(name, bytes) of `count` damaged files, in turn of each format."""
    whole = samples()
    names = sorted(whole)
    for number in range(count):
        name = names[number % len(names)]
        yield f"{number:03}-{name}", damaged(name, whole[name], f"{number} {name}")
