"""The list of an archive: words that are, or are not, of one family."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from indexer import SettingsError
from indexer.analysis import RunningText, learnt_families, read_family_list

# Forms of رجال, رجل, حكومي and حكومية, of which the rules join the last two alone.
COUNTS = {
    "رجال": 9,
    "والرجال": 5,
    "الرجل": 9,
    "رجل": 9,
    "حكومي": 9,
    "الحكومي": 9,
    "حكومية": 5,
    "الحكومية": 5,
}


def families(tmp_path: Path, *lines: str) -> dict[str, str]:
    """The families of COUNTS under a list of these `lines`."""
    path = tmp_path / "families.txt"
    path.write_text("\n".join(lines), "utf-8")
    text = RunningText(tuple(COUNTS), np.zeros(0, np.int32), np.zeros(0, np.int64))
    return learnt_families(COUNTS, text, read_family_list(path))[0]


def test_an_empty_list_leaves_the_rules(tmp_path: Path) -> None:
    found = families(tmp_path, "# a remark", "")
    assert found["رجال"] == "رجال"
    assert found["حكوميه"] == found["حكومي"]


def test_words_are_joined_with_their_affixes(tmp_path: Path) -> None:
    found = families(tmp_path, "رجال = رجل  # men")
    assert found["والرجال"] == found["رجال"] == found["رجل"] == "رجل"


@pytest.mark.parametrize("line", ["حكومية ≠ حكومي", "حكومي ≠ حكومية", "حكومية != حكومي"])
def test_words_are_kept_apart(tmp_path: Path, line: str) -> None:
    found = families(tmp_path, line)
    assert found["الحكوميه"] == found["حكوميه"] == "حكوميه"
    assert found["الحكومي"] == found["حكومي"] == "حكومي"


def test_a_join_against_a_rule_goes_one_way(tmp_path: Path) -> None:
    found = families(tmp_path, "حكومي = حكومية")
    assert found["حكومي"] == found["الحكوميه"] == "حكوميه"


def test_every_fault_is_told_with_its_line(tmp_path: Path) -> None:
    lines = (
        "رجال = رجل",
        "رجال رجل",
        "بيت = بيوت كبيرة",
        "رجال = مدينة",
        "رجل = رجال",
        "قلم = القلم = كلم",
        "رجل ≠ رجال",
        "كتاب = كتاب",
    )
    with pytest.raises(SettingsError) as raised:
        families(tmp_path, *lines)
    told = str(raised.value)
    for line in (2, 3, 4, 5, 6, 7, 8):
        assert f"families.txt:{line}: " in told
    assert "families.txt:1: " not in told


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        read_family_list(tmp_path / "none.txt")
    (tmp_path / "latin.txt").write_bytes("رجال = رجل".encode("cp1256"))
    with pytest.raises(SettingsError, match="not UTF-8"):
        read_family_list(tmp_path / "latin.txt")
