"""The parts of a document as they are stored, and looked up."""

from __future__ import annotations

from indexer.model.divisions import (
    Division,
    DivisionTable,
    division_path,
    divisions_of,
    written_divisions,
)

PARTS = (
    Division(0, 1, "q", "1", "s1-aaaaaa", "q-1", "القسم الأول"),
    Division(20, 2, "b", "1", "s2-bbbbbb", "q-1.b-1", "الباب الأول"),
    Division(40, 3, "m", "1", "s3-cccccc", "m-1", "المادة 1"),
    Division(60, 3, "m", "2", "s4-dddddd", "m-2", "المادة 2"),
    Division(80, 1, "", "", "s5-eeeeee", "s5-eeeeee", "ملحق: جداول"),
)
WRITTEN = written_divisions(PARTS)


def titles(path: tuple[Division, ...]) -> list[str]:
    return [part.title for part in path]


def test_what_is_written_is_read() -> None:
    assert divisions_of(WRITTEN) == PARTS
    assert divisions_of(None) == ()


def test_the_path_of_a_place() -> None:
    paths = {place: titles(DivisionTable(WRITTEN).path(place)) for place in (0, 45, 60, 99)}
    assert paths == {
        0: ["القسم الأول"],
        45: ["القسم الأول", "الباب الأول", "المادة 1"],
        60: ["القسم الأول", "الباب الأول", "المادة 2"],
        99: ["ملحق: جداول"],
    }


def test_both_ways_to_a_path_agree() -> None:
    table = DivisionTable(WRITTEN)
    assert all(table.path(place) == division_path(PARTS, place) for place in range(100))


def test_before_the_first_part_there_is_no_path() -> None:
    later = written_divisions([Division(10, 1, "m", "1", "s1-aaaaaa", "m-1", "المادة 1")])
    assert DivisionTable(later).path(5) == ()
    assert DivisionTable(later).part(5) is None
    assert DivisionTable(None).path(5) == ()


def test_places_are_counted_by_their_deepest_part() -> None:
    counts = DivisionTable(WRITTEN).counts([41, 61, 62, 63, 81])
    assert [(part.address, count) for part, count in counts] == (
        [("m-2", 3), ("m-1", 1), ("s5-eeeeee", 1)]
    )
    assert DivisionTable(None).counts([1, 2]) == []
