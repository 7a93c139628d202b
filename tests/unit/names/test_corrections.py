"""The archivist's file of corrections."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.errors import SettingsError
from indexer.model.names import NameKind
from indexer.names.corrections import name_corrections, parse_corrections
from indexer.names.rules import name_key


def test_corrections_are_read_by_the_key_of_a_name() -> None:
    text = (
        "# corrections\n\nمحمد زفزاف\tno\nالزروالي محمد\tsame\tمحمد الزروالي\n"
        "سيدي قاسم\tkind\tplace\nعبدالاله كيران\tshown\tعبد الإله كيران\n"
    )
    found = parse_corrections(text, "names.tsv")
    assert found.removed == {name_key("محمد زفزاف")}
    assert found.same == {name_key("الزروالي محمد"): "محمد الزروالي"}
    assert found.kinds == {name_key("سيدي قاسم"): (NameKind.PLACE, "سيدي قاسم")}
    assert found.shown == {name_key("عبد الإله كيران"): "عبد الإله كيران"}


@pytest.mark.parametrize(
    "line",
    ["محمد", "محمد\tnever", "محمد\tkind\tplanet", "محمد\tsame", "\tno", "محمد\tno\t\tmore"],
)
def test_each_fault_is_told_with_its_line(line: str) -> None:
    with pytest.raises(SettingsError, match=r"names\.tsv, line 2"):
        parse_corrections(f"محمد زفزاف\tno\n{line}", "names.tsv")


def test_a_file_that_is_missing_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        name_corrections(tmp_path / "names.tsv")
