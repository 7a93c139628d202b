"""Pages are drawn as they are, within limits, and of no file but the one that was read."""

from __future__ import annotations

import hashlib
import io
import os
import signal
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from indexer import Document, Page, Settings
from indexer.drawing import page_drawer
from indexer.drawing.page_drawer import PageDrawer
from indexer.ingest.cache import source_digest
from indexer.ingest.sources import Source

DPI = 36  # two pixels for four points


@pytest.fixture
def drawer(settings: Settings) -> Iterator[PageDrawer]:
    made = PageDrawer(settings)
    yield made
    made.close()


def document(path: Path, pages: int = 1, member: str | None = None, width: float = 0) -> Document:
    return Document(
        id=path.name,
        title="",
        text="",
        path=path.name,
        digest=hashlib.sha256(path.read_bytes()).hexdigest(),
        pages=tuple(Page(0, number, width=width) for number in range(1, pages + 1)),
        member=member,
    )


def opened(picture: bytes | None) -> Image.Image:
    assert picture is not None
    image = Image.open(io.BytesIO(picture))
    assert image.format == "JPEG"
    return image


def test_each_page_of_a_pdf_is_drawn_at_the_size_asked_for(
    drawer: PageDrawer, settings: Settings, write_pdf: Callable[[Path, int], Path]
) -> None:
    of = document(write_pdf(settings.corpus.folder / "a.pdf", 3), pages=3)
    for number in (3, 1, 2):
        image = opened(drawer.picture(of, number, DPI))
        assert image.size == (150, 200)
        assert image.convert("L").getpixel((75, 100)) == pytest.approx(40 * number, abs=2)
    assert opened(drawer.picture(of, 1, 2 * DPI)).size == (300, 400)


def test_no_picture_is_larger_than_the_limit(
    drawer: PageDrawer, settings: Settings, write_pdf: Callable[[Path, int], Path]
) -> None:
    of = document(write_pdf(settings.corpus.folder / "a.pdf", 1))
    width, height = opened(drawer.picture(of, 1, 5_000)).size
    assert (width, 3_990 <= height <= 4_000) == (3_000, True)


def test_frames_of_an_image_are_pages_upright_and_never_enlarged(
    drawer: PageDrawer, settings: Settings
) -> None:
    frames = [Image.new("L", (200, 100), shade) for shade in (0, 250)]
    turned = Image.Exif()
    turned[0x0112] = 6  # to be turned by 90 degrees
    path = settings.corpus.folder / "a.tif"
    frames[0].save(path, save_all=True, append_images=frames[1:])
    of = document(path, pages=2, width=144)  # two inches
    assert opened(drawer.picture(of, 2, 50)).getpixel((10, 10)) == (250, 250, 250)
    assert opened(drawer.picture(of, 1, 50)).size == (100, 50)
    assert opened(drawer.picture(of, 1, 300)).size == (200, 100)
    frames[0].save(settings.corpus.folder / "b.jpg", exif=turned)
    upright = document(path.with_name("b.jpg"), width=72)
    assert opened(drawer.picture(upright, 1, 50)).size == (50, 100)


def test_the_images_of_a_folder_are_its_pages_in_the_order_of_their_numbers(
    drawer: PageDrawer, settings: Settings
) -> None:
    folder = settings.corpus.folder / "register"
    folder.mkdir()
    for number in (1, 2, 10):
        Image.new("L", (400, 200), 20 * number).save(folder / f"page {number}.png")
    of = Document(
        id="register",
        title="",
        text="",
        path="register/",
        digest=source_digest(Source(folder, "register/", 0)),
        pages=tuple(Page(0, number, width=288) for number in (1, 2, 3)),
    )
    assert drawer.offers(of)
    image = opened(drawer.picture(of, 3, 36))  # half a point, of four inches
    assert image.size == (144, 72)
    assert image.convert("L").getpixel((20, 20)) == pytest.approx(200, abs=2)
    Image.new("L", (400, 200)).save(folder / "page 2.png")
    assert drawer.picture(of, 3, 36) is None  # it is another document now


def test_only_files_with_pages_to_draw_are_offered(
    drawer: PageDrawer, settings: Settings, write_pdf: Callable[[Path, int], Path]
) -> None:
    path = write_pdf(settings.corpus.folder / "a.pdf", 1)
    text = settings.corpus.folder / "b.txt"
    text.write_text("نص")
    assert drawer.offers(document(path))
    assert not drawer.offers(document(path, pages=0))
    assert drawer.offers(document(path, member="letter.pdf"))
    assert not drawer.offers(document(path, member="letter.docx"))
    assert not drawer.offers(document(text))
    gone = document(path)
    path.unlink()
    assert not drawer.offers(gone)
    assert drawer.picture(gone, 1, DPI) is None


def test_pages_of_a_file_in_a_container_are_drawn(
    drawer: PageDrawer, settings: Settings, write_pdf: Callable[[Path, int], Path], tmp_path: Path
) -> None:
    own = write_pdf(tmp_path / "a.pdf", 2)
    with zipfile.ZipFile(settings.corpus.folder / "files.zip", "w") as archive:
        archive.write(own, "in/a.pdf")
    of = replace(document(own, pages=2), path="files.zip", member="in/a.pdf")
    assert drawer.offers(of)
    for number in (2, 1):
        image = opened(drawer.picture(of, number, DPI))
        assert image.convert("L").getpixel((75, 100)) == pytest.approx(40 * number, abs=2)
    assert drawer.picture(replace(of, digest="0" * 64), 1, DPI) is None


def test_nothing_is_drawn_of_a_file_that_changed(
    drawer: PageDrawer, settings: Settings, write_pdf: Callable[[Path, int], Path]
) -> None:
    path = settings.corpus.folder / "a.pdf"
    old = document(write_pdf(path, 2), pages=2)
    assert drawer.picture(old, 2, DPI)
    write_pdf(path, 3)
    assert drawer.picture(old, 2, DPI) is None
    assert drawer.picture(document(path, pages=3), 3, DPI)


def test_a_page_that_is_not_there_is_not_drawn(
    drawer: PageDrawer, settings: Settings, write_pdf: Callable[[Path, int], Path]
) -> None:
    of = document(write_pdf(settings.corpus.folder / "a.pdf", 1), pages=2)
    assert drawer.picture(of, 2, DPI) is None  # of the file
    assert drawer.picture(of, 3, DPI) is None  # of the document
    assert drawer.picture(of, 1, DPI)


def test_a_file_that_takes_too_much_is_not_drawn_and_the_next_one_is(
    drawer: PageDrawer, settings: Settings, write_pdf: Callable[[Path, int], Path]
) -> None:
    bomb = settings.corpus.folder / "bomb.png"
    Image.new("1", (13_000, 13_000)).save(bomb)  # 0.5 GB as it is drawn
    less = PageDrawer(settings_with(settings, max_memory_megabytes=100))
    try:
        assert less.picture(document(bomb), 1, DPI) is None
        assert less.picture(document(write_pdf(bomb.with_name("a.pdf"), 1)), 1, DPI)
    finally:
        less.close()


def settings_with(settings: Settings, **corpus: float) -> Settings:
    return replace(settings, corpus=replace(settings.corpus, **corpus))  # type: ignore[arg-type]


def test_a_picture_is_drawn_once_and_by_a_new_process_where_the_last_has_ended(
    drawer: PageDrawer,
    settings: Settings,
    write_pdf: Callable[[Path, int], Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    started: list[int] = []

    class Process(page_drawer.DrawingProcess):
        def __init__(self, *given: object) -> None:
            super().__init__(*given)  # type: ignore[arg-type]
            started.append(self.pid)

    monkeypatch.setattr(page_drawer, "DrawingProcess", Process)
    of = document(write_pdf(settings.corpus.folder / "a.pdf", 2), pages=2)
    first = drawer.picture(of, 1, DPI)
    assert len(started) == 1
    os.kill(started[0], signal.SIGKILL)
    assert drawer.picture(of, 1, DPI) == first
    assert len(started) == 1  # the picture is kept
    assert drawer.picture(of, 2, DPI)
    assert len(started) == 2
