"""The laws of an archive: which keys are one law, and the name it goes by."""

from __future__ import annotations

from pathlib import Path

from indexer.lexicon.laws import Laws, stored_laws, write_laws
from indexer.mentions import Called

NAME = "named قانون المراعي"
PASTURES = Called("law 22.05", NAME, "المتعلق بالمراعي")


def laws(*told: tuple[Called, int]) -> Laws:
    return Laws(dict(told))


def test_a_name_and_a_dahir_are_keys_of_the_law_that_texts_tell() -> None:
    known = laws((PASTURES, 1), (Called("law 22.05", "dahir 1.07.255"), 2))
    assert known.key(NAME) == known.key("dahir 1.07.255") == "law 22.05"
    assert known.alike(NAME) == ("law 22.05", "dahir 1.07.255", NAME)
    assert known.key("law 9.08") == "law 9.08"


def test_a_name_of_two_laws_stays_apart_and_says_so() -> None:
    known = laws((PASTURES, 4), (Called("law 36.84", NAME), 1))
    assert known.key(NAME) == NAME
    assert known.several(NAME) == ("law 22.05", "law 36.84")


def test_a_slip_in_a_number_makes_no_second_law() -> None:
    slip, reverse = Called("law 22.6", NAME), Called("law 5.22", NAME)
    known = laws((PASTURES, 20), (slip, 1), (reverse, 9))
    assert (known.key(NAME), known.several(NAME)) == ("law 22.05", ())


def test_a_name_of_a_dahir_that_promulgates_a_law_is_that_of_the_law() -> None:
    known = laws(
        (PASTURES, 1), (Called("law 22.05", "dahir 1.7.255"), 1), (Called("dahir 1.7.255", NAME), 1)
    )
    assert known.key(NAME) == "law 22.05"


def test_a_dahir_that_few_texts_tell_of_a_law_with_another_is_not_its_own() -> None:
    own, other = Called("law 22.05", "dahir 1.7.255"), Called("law 22.05", "dahir 1.11.150")
    assert laws((own, 2), (other, 1)).key("dahir 1.11.150") == "dahir 1.11.150"


def test_a_code_that_everyone_knows_is_joined_where_its_number_is_mentioned() -> None:
    assert laws().key("named مدونه الشغل") == "named مدونه الشغل"
    assert laws((Called("law 65.99"), 1)).key("named مدونه الشغل") == "law 65.99"


def test_the_title_of_a_law_is_that_of_its_document_without_the_number() -> None:
    longer = Called("law 22.05", "", "المتعلق بالمراعي وتدبيرها")
    title = Called("law 22.05", written="القانون رقم 22.05 المتعلق بالمراعي الجبلية", own=True)
    assert laws((PASTURES, 2), (longer, 1)).title("law 22.05") == "المتعلق بالمراعي"
    assert laws((PASTURES, 2), (title, 1)).title("law 22.05") == "المتعلق بالمراعي الجبلية"
    assert laws().title("law 22.05") == ""


def test_the_laws_that_a_document_cites_are_values_without_itself() -> None:
    known = laws((PASTURES, 1), (Called("named مدونه السقي", "", "مدونة السقي"), 1))
    keys = ("is law 31.13", "law 31.13", f"{NAME} art 3", NAME, "named مدونه السقي", "un a/1")
    assert known.cited(keys, "is ") == ("law 22.05", "named مدونة السقي")


def test_a_reader_names_a_law_by_number_or_by_name() -> None:
    known = laws((PASTURES, 1))
    for asked in ("law 22.05", "22-05", "القانون رقم 22.05", "قانون المراعي", "loi n° 22-05"):
        assert "law 22.05" in known.meant(asked), asked
    assert known.meant("المراعي") == frozenset()


def test_what_texts_tell_is_kept_in_a_file(tmp_path: Path) -> None:
    told = {PASTURES: 3, Called("law 9.08", written="ع\tنوان", own=True): 1}
    write_laws(tmp_path, Laws(told))
    stored = stored_laws(tmp_path)
    assert stored.told[PASTURES] == 3
    assert stored.told[Called("law 9.08", written="ع نوان", own=True)] == 1
