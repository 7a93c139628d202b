"""The report on one file: its pages, their origin, and what was mended."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from indexer.__main__ import DONE, SOME_SKIPPED, WRONG_USAGE, main

FILES = Path(__file__).resolve().parents[1] / "files"


def test_a_file_is_shown_page_by_page(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(FILES / "chromium-vowelled.pdf")]) == DONE
    shown = capsys.readouterr().out.splitlines()
    assert shown[0].startswith("chromium-vowelled.pdf: ")
    (page,) = [line for line in shown if line.startswith("page 1")]
    assert "health" in page
    assert "actual_text" in page


def test_json_has_what_the_lines_have(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", "--json", str(FILES / "chromium-library.pdf")]) == DONE
    report = json.loads(capsys.readouterr().out)
    (document,) = report["documents"]
    (page,) = document["pages"]
    assert page["number"] == 1
    assert page["text"] == document["text"]
    assert 0 < page["health"] <= 1
    assert report["errors"] == []


def test_one_page_of_several(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cues = [f"{n}\n00:0{n}:00,000 --> 00:0{n}:09,000\nالجلسة رقم {n}\n" for n in range(1, 4)]
    path = tmp_path / "film.srt"
    path.write_text("\n".join(cues), "utf-8")
    assert main(["read", "--page", "2", str(path)]) == DONE
    shown = capsys.readouterr().out
    assert "الجلسة رقم 2" in shown
    assert "الجلسة رقم 1" not in shown


def test_what_cannot_be_read_says_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.7 and no more")
    assert main(["read", str(path)]) == SOME_SKIPPED
    assert "a.pdf: is damaged" in capsys.readouterr().err
    assert main(["read", str(tmp_path / "absent.pdf")]) == WRONG_USAGE
