"""Images of pages, in one file, in a file of several, and in a folder."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from indexer.errors import DocumentError
from indexer.ingest import Source, SourceLimits, corpus_listing, read_source
from indexer.ingest.files import readings_of
from indexer.ingest.images import grey_page, opened_image
from indexer.ingest.reading import Reading
from indexer.ingest.sources import page_names
from indexer.model import Document, PageOrigin

LIMITS = SourceLimits(20_000_000, ocr_pages=0)


def page(size: tuple[int, int] = (300, 400), marked: bool = False) -> Image.Image:
    """An empty page, or one with a mark in its upper left corner."""
    image = Image.new("L", size, 255)
    if marked:
        ImageDraw.Draw(image).rectangle((20, 20, 60, 50), fill=0)
    return image


def reading(folder: Path, name: str) -> Reading:
    """The reading of the only source of `folder`."""
    (source,) = corpus_listing(folder).sources
    assert source.name == name
    (found,) = readings_of(source, LIMITS)
    assert isinstance(found, Reading)
    return found


def reason(path: Path) -> str:
    (found,) = readings_of(Source(path, path.name, path.stat().st_size), LIMITS)
    assert isinstance(found, DocumentError)
    return found.reason


@pytest.mark.parametrize("suffix", [".jpg", ".jpeg", ".png", ".tif", ".webp", ".bmp", ".gif"])
def test_every_kind_of_image_is_a_page(suffix: str, tmp_path: Path) -> None:
    page(marked=True).save(tmp_path / f"صفحة{suffix}")
    found = reading(tmp_path, f"صفحة{suffix}")
    assert found.id == f"صفحة{suffix}"
    (only,) = found.pages
    assert (only.number, only.origin) == (1, PageOrigin.UNREAD)
    assert len(found.digest) == 64


def test_a_file_of_several_pages_has_them_all(tmp_path: Path) -> None:
    page().save(tmp_path / "a.tiff", save_all=True, append_images=[page(marked=True), page()])
    pages = reading(tmp_path, "a.tiff").pages
    assert [(one.number, one.origin.value) for one in pages] == [
        (1, "ocr"),
        (2, "unread"),
        (3, "ocr"),
    ]


def test_an_animation_is_one_page(tmp_path: Path) -> None:
    page().save(tmp_path / "a.gif", save_all=True, append_images=[page(marked=True)])
    assert len(reading(tmp_path, "a.gif").pages) == 1


def test_the_size_of_a_page_is_told_in_points(tmp_path: Path) -> None:
    page((1240, 1754)).save(tmp_path / "a.png", dpi=(150, 150))
    (only,) = reading(tmp_path, "a.png").pages
    assert (only.width, only.height) == pytest.approx((595, 842), abs=1)


@pytest.mark.parametrize("dpi", [(1, 1), (72, 300), (30_000, 30_000)])
def test_a_density_that_no_page_has_is_not_believed(dpi: tuple[int, int], tmp_path: Path) -> None:
    page((600, 800)).save(tmp_path / "a.png", dpi=dpi)
    (only,) = reading(tmp_path, "a.png").pages
    assert (only.width, only.height) == (216.0, 288.0)  # as at 200 dots per inch


def test_a_page_is_turned_as_the_camera_says(tmp_path: Path) -> None:
    image = page(marked=True)
    exif = image.getexif()
    exif[0x0112] = 6  # a quarter to the right
    image.save(tmp_path / "a.jpg", exif=exif)
    with opened_image(tmp_path / "a.jpg") as opened:
        upright, _ = grey_page(opened, 1)
    assert upright.size == (400, 300)
    assert upright.getpixel((370, 40)) == 0  # the upper right corner


@pytest.mark.parametrize("mode", ["1", "P", "RGB", "CMYK", "I;16", "LA", "RGBA"])
def test_ink_is_dark_whatever_the_mode(mode: str, tmp_path: Path) -> None:
    if mode == "I;16":
        image = Image.new("I;16", (300, 400), 65_535)
        image.paste(0, (20, 20, 60, 50))
    elif mode.endswith("A"):
        image = Image.new(mode, (300, 400), (0,) * len(mode))  # transparent
        image.paste((0,) * (len(mode) - 1) + (255,), (20, 20, 60, 50))
    else:
        image = page(marked=True).convert(mode)
    image.save(tmp_path / "a.tif")
    with opened_image(tmp_path / "a.tif") as opened:
        grey, _ = grey_page(opened, 1)
    assert grey.mode == "L"
    assert grey.getpixel((40, 35)) < 10
    assert grey.getpixel((200, 200)) > 245


def test_a_bomb_is_told_before_it_is_decoded(tmp_path: Path) -> None:
    def chunk(kind: bytes, content: bytes) -> bytes:
        whole = kind + content
        return struct.pack(">I", len(content)) + whole + struct.pack(">I", zlib.crc32(whole))

    header = struct.pack(">II5B", 30_000, 30_000, 8, 0, 0, 0, 0)
    content = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(1_000)))
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n" + content)
    assert reason(tmp_path / "a.png") == "is larger than 89 megapixels"


def test_a_file_that_is_no_image_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"no image")
    assert reason(tmp_path / "a.jpg") == "is damaged, or no image of a known kind"


def test_a_page_that_breaks_off_is_said_and_the_others_are_read(tmp_path: Path) -> None:
    for name in ("1.png", "2.png"):
        page((500, 500)).save(tmp_path / name)
    content = (tmp_path / "1.png").read_bytes()
    (tmp_path / "1.png").write_bytes(content[: len(content) // 2])
    folder = Source(tmp_path, "كتاب/", 1)
    (found,) = readings_of(folder, LIMITS)
    assert isinstance(found, Reading)
    assert [(one.origin.value, one.reason) for one in found.pages] == [
        ("unread", "is damaged: its picture cannot be decoded"),
        ("ocr", ""),
    ]


@pytest.mark.parametrize(
    ("names", "pages"),
    [
        (["001.jpg", "002.jpg"], ["001.jpg", "002.jpg"]),
        (["p10.png", "p9.png"], ["p9.png", "p10.png"]),  # by number, not by letter
        (["سجل 1.TIF", "سجل 2.tif", "README.md", ".x"], ["سجل 1.TIF", "سجل 2.tif"]),
        (["page-1-front.jpg", "page-2-front.jpg"], []),  # the number is the end of the name
        (["1.jpg"], []),  # one image is a file
        (["1.jpg", "2.png"], []),
        (["a1.jpg", "b2.jpg"], []),
        (["1.jpg", "01.jpg"], []),  # the same number twice
        (["1.jpg", "2.jpg", "notes.txt"], []),
        (["1.txt", "2.txt"], []),
    ],
)
def test_images_that_differ_only_in_a_number_are_pages(names: list[str], pages: list[str]) -> None:
    assert [name for name, _ in page_names(names)] == pages


def test_a_folder_of_pages_is_one_document(tmp_path: Path) -> None:
    folder = tmp_path / "أرشيف" / "سجل 1912"
    folder.mkdir(parents=True)
    for number in (9, 10, 12):
        page().save(folder / f"{number:03}.png")
    found = reading(tmp_path, "أرشيف/سجل 1912/")
    assert found.id == "أرشيف/سجل 1912"
    assert [(one.number, one.label) for one in found.pages] == [(1, "9"), (2, "10"), (3, "12")]


def test_the_digest_of_a_folder_changes_with_its_pages(tmp_path: Path) -> None:
    folder = tmp_path / "سجل"
    folder.mkdir()
    digests = set()
    for number in (1, 2, 3):
        page().save(folder / f"{number}.png")
        if number > 1:
            digests.add(reading(tmp_path, "سجل/").digest)
    page(marked=True).save(folder / "2.png")
    digests.add(reading(tmp_path, "سجل/").digest)
    (folder / "3.png").unlink()
    digests.add(reading(tmp_path, "سجل/").digest)
    assert len(digests) == 4


def test_the_corpus_itself_is_no_document(tmp_path: Path) -> None:
    for number in (1, 2):
        page().save(tmp_path / f"{number}.png")
    assert [source.name for source in corpus_listing(tmp_path).sources] == ["1.png", "2.png"]


def test_a_folder_with_a_folder_in_it_is_no_document(tmp_path: Path) -> None:
    (tmp_path / "سجل" / "3.png").mkdir(parents=True)
    for number in (1, 2):
        page().save(tmp_path / "سجل" / f"{number}.png")
    listed = [source.name for source in corpus_listing(tmp_path).sources]
    assert listed == ["سجل/1.png", "سجل/2.png"]


def test_a_document_of_unread_pages_is_reported_with_the_reason(tmp_path: Path) -> None:
    page(marked=True).save(tmp_path / "a.png")
    (source,) = corpus_listing(tmp_path).sources
    (found,) = read_source(source, LIMITS)
    assert isinstance(found, DocumentError)
    assert "ocr_pages" in found.reason
    assert not isinstance(found, Document)
