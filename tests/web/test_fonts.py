"""The archive's own fonts."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from tools import fonts
from webapp.assets import FACES as FIRST
from webapp.assets import Assets, digest


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two faces, made anew."""
    folder = tmp_path_factory.mktemp("fonts") / "static" / "fonts"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fonts, "FACES", (fonts.FACES[3], fonts.FACES[4]))
        patch.setattr(fonts, "FAMILIES", fonts.FAMILIES[5:7])
        fonts.make_fonts(folder)
    return folder


def test_a_face_has_its_letters_joined_and_no_others(made: Path) -> None:
    font = TTFont(BytesIO((made / "sans-arabic.woff2").read_bytes()))
    letters = font.getBestCmap()
    assert {ord("ا"), ord("ة"), ord("،")} <= letters.keys()
    assert ord("a") not in letters
    features = {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}
    assert {"init", "medi", "fina"} <= features


def test_the_styles_name_each_file_by_its_content(made: Path) -> None:
    named = re.findall(r"url\(\.\./\.\./(\w+)/fonts/([\w.-]+)\)", (made / "fonts.css").read_text())
    assert {name for _, name in named} == {"sans-arabic.woff2", "sans-latin.woff2"}
    for content, name in named:
        assert digest((made / name).read_bytes()) == content


def test_licences_are_kept_beside(made: Path) -> None:
    licence = (made / "LICENSE-fontpkg-ibm-plex-sans-arabic.txt").read_text("utf-8")
    assert "SIL OPEN FONT LICENSE" in licence.upper()
    assert not (made.parent.parent / "fonts.building").exists()


def test_pages_are_served_without_fonts_too() -> None:
    assert Assets({}, "").fonts("rtl") == []
    assert Assets({"fonts/sans-arabic.woff2": "1"}, "").fonts("rtl") == ["fonts/sans-arabic.woff2"]


def test_each_family_names_faces_there_are() -> None:
    faces = {face.name for face in fonts.FACES}
    assert {name for _, name, _ in fonts.FAMILIES} == faces
    assert {name for names in FIRST.values() for name in names} <= faces
