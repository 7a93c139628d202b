"""Words that only a sign tells apart have keys of their own; a word without signs may be each."""

from __future__ import annotations

import pytest

from indexer.analysis import Homographs

HOMOGRAPHS = Homographs(
    {
        "اليه": ("إليه", "آلية"),
        "مكتبه": ("مكتبة", "مكتبه"),
        "اعلام": ("إعلام", "أعلام"),
    }
)


@pytest.mark.parametrize(
    ("form", "key", "meant"),
    [
        ("إليه", "اليه", ("اليه",)),
        ("آلية", "آلية", ("آلية",)),
        ("آلِيَّة", "آلية", ("آلية",)),  # marks tell nothing
        ("آليه", "آلية", ("آلية",)),  # ه for ة
        ("الية", "آلية", ("آلية",)),  # إليه has no ة
        ("اليه", "اليه", ("اليه", "آلية")),  # each of the two without its signs
        ("إلية", "اليه", ("اليه", "آلية")),  # neither of the two
        ("مكتبة", "مكتبه", ("مكتبه",)),
        ("مكتبه", "مكتبـه", ("مكتبه", "مكتبـه")),  # a reader may write ه for ة
        ("أعلام", "أعلام", ("أعلام",)),
        ("اعلام", "اعلام", ("اعلام", "أعلام")),
        ("مسؤول", "مسءول", ("مسءول",)),  # one word alone
    ],
)
def test_a_written_form_has_a_key_and_the_keys_it_may_be_meant_for(
    form: str, key: str, meant: tuple[str, ...]
) -> None:
    assert HOMOGRAPHS.key_of(form) == key
    assert HOMOGRAPHS.keys_of(form) == meant


def test_the_keys_that_are_no_folded_forms_are_told_with_these() -> None:
    assert HOMOGRAPHS.keys() == {"آلية": "اليه", "مكتبـه": "مكتبه", "أعلام": "اعلام"}
