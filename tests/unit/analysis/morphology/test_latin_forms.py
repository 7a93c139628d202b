"""The forms of French and English words, as the archive attests them."""

from __future__ import annotations

from collections.abc import Callable, Container

import pytest

from indexer.analysis.morphology.latin_forms import latin_stem, nearer_form
from indexer.analysis.morphology.roots import likely_root, roots_of
from indexer.analysis.morphology.stemmer import families_of


def counted(words: Container[str]) -> Callable[[str], int]:
    return lambda word: int(word in words)


@pytest.mark.parametrize(
    ("word", "form"),
    [
        ("lois", "loi"),
        ("journaux", "journal"),
        ("travaux", "travail"),
        ("nationale", "national"),
        ("marocaine", "marocain"),
        ("policies", "policy"),
        ("churches", "church"),
    ],
)
def test_a_form_leads_to_one_that_the_archive_has(word: str, form: str) -> None:
    there = nearer_form(word, counted((word, form)))
    assert there is not None
    assert there[1] == form
    assert nearer_form(word, counted((word,))) is None


@pytest.mark.parametrize(
    ("word", "other"),
    [("rabais", "rabat"), ("rabat", "rabais"), ("news", "new"), ("fes", "fe"), ("paris", "pari")],
)
def test_a_name_stays_itself(word: str, other: str) -> None:
    assert nearer_form(word, counted((word, other))) is None


def test_a_singular_that_the_archive_lacks_leads_to_its_plural() -> None:
    assert nearer_form("prefecture", counted(("prefectures",))) == ("", "prefectures")
    assert nearer_form("prefecture", counted(("prefecture", "prefectures"))) is None


def test_families_and_roots_of_latin_words() -> None:
    counts = {"nations": 2, "nation": 1, "nationale": 3, "national": 1, "رباط": 1}
    families = families_of(counts, {})
    assert families["nations"] == "nation"
    assert families["nationale"] == "national"
    roots = roots_of(families, counts, {})
    assert roots["nation"] == roots["national"] == "nation"
    assert likely_root("nationaux", lambda _: ()) == latin_stem("nationaux")


def test_accents_do_not_part_words() -> None:
    families = families_of({"européenne": 1, "européen": 2, "europeen": 1}, {})
    assert set(families.values()) == {"europeen"}
