"""The words that stand with a word, and its years."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from indexer import Archive, Collocate, Filters, NeighbourForm, SearchRequest, Width
from indexer.explore.collocations import log_likelihood


@pytest.mark.parametrize(
    ("together", "neighbours", "everywhere", "words", "score"),
    [
        (10, 100, 10, 10_000, 92.1034 + 0.0),  # always together
        (1, 100, 100, 10_000, 0.0),  # as often as by chance
        (0, 100, 100, 10_000, 0.0),
        (1, 100, 500, 10_000, 0.0),  # less often
        (5, 10, 5, 10, 0.0),  # in an archive of nothing else
    ],
)
def test_the_log_likelihood_of_a_collocate(
    together: int, neighbours: int, everywhere: int, words: int, score: float
) -> None:
    assert log_likelihood(together, neighbours, everywhere, words) == pytest.approx(score, rel=0.02)


def test_a_surer_neighbour_has_a_higher_score() -> None:
    assert log_likelihood(20, 100, 20, 10_000) > log_likelihood(10, 100, 10, 10_000)
    assert log_likelihood(10, 100, 10, 10_000) > log_likelihood(10, 100, 50, 10_000) > 0


DOCUMENTS = {
    "a.md": "---\ntitle: أ\ndate: 1956\n---\n\n"
    + "الشرطة القضائية تحرس. ثم ضابط الشرطة القضائية يكتب.\n\nبيت كبير وشجر كثير\n",
    "b.md": "---\ntitle: ب\ndate: 2011\nkind: law\n---\n\n"
    + "رأى ضابط الشرطة القضائية ما جرى. والشرطة الإدارية غيرها.\n",
    "b-2.md": "---\ntitle: السوق والسوق\ndate: 2011\n---\n\nيوم\n",
    "c.txt": "ت\n\nشرطة المدينة وبيت كبير وماء كثير وشجر في كل بيت",
}


@pytest.fixture
def archive(archive_of: Callable[[Mapping[str, str]], Archive]) -> Archive:
    return archive_of(DOCUMENTS)


def test_neighbours_are_told_by_their_side(archive: Archive) -> None:
    report = archive.terms(SearchRequest("شرطة"))
    assert [(word.word, word.count) for word in report.before] == [("ضابط", 2)]
    assert [(word.word, word.count) for word in report.after] == [("القضائية", 3)]
    assert {"ضابط", "القضائية"} <= {word.word for word in report.near}
    assert (report.total, report.documents, report.basis.complete) == (5, 3, True)
    assert [word.word for word in report.words] == ["شرطة"]


def test_neighbours_stay_within_the_paragraph(archive: Archive) -> None:
    report = archive.terms(SearchRequest("يكتب"))
    assert "بيت" not in {word.word for word in report.near}


JOINED = {
    "a.txt": "أ\n\nالشرطة المغربية تحرس. شرطة مغربية والمغربية. الشرطة والمغربي.",
    "b.txt": "ب\n\nحقوق الشرطة. وحقوق شرطة. قال حقوقها الشرطة. قوانين كثيرة وبالقوانين",
    "c.txt": "ت\n\nالمغرب بلد مغربي. حقوق كثيرة وحقوقهم وحق وقانون.\n\n"
    + "كلام آخر عن أمور بعيدة. " * 40,
}


def counted(words: tuple[Collocate, ...]) -> dict[str, tuple[int, dict[str, int]]]:
    return {word.word: (word.count, dict(word.forms)) for word in words}


def test_neighbours_are_counted_in_their_bare_form_or_as_written(
    archive_of: Callable[[Mapping[str, str]], Archive],
) -> None:
    archive = archive_of(JOINED)
    bare = archive.terms(SearchRequest("شرطة"))
    assert bare.neighbours is NeighbourForm.BARE
    before = counted(bare.before)
    (joined,) = (forms for count, forms in before.values() if count == 3)
    assert joined == {"حقوق": 1, "وحقوق": 1, "حقوقها": 1}  # not of حق: the number stays
    near = counted(bare.near)
    (feminine,) = (forms for _, forms in near.values() if "مغربية" in forms)
    assert set(feminine) == {"المغربية", "مغربية", "والمغربية"}  # not والمغربي
    written = archive.terms(SearchRequest("شرطة"), NeighbourForm.WRITTEN)
    assert all(forms == {word: count} for word, (count, forms) in counted(written.near).items())
    assert written.total == bare.total


def test_the_counts_of_joined_forms_add_up(
    archive_of: Callable[[Mapping[str, str]], Archive],
) -> None:
    report = archive_of(JOINED).terms(SearchRequest("شرطة"))
    for words in (report.before, report.near, report.after):
        for word in words:
            assert word.count == sum(count for _, count in word.forms)
            assert word.word == word.forms[0][0]


@pytest.mark.parametrize(
    ("request_", "years"),
    [
        (SearchRequest("شرطة"), ((1956, 2), (2011, 2))),  # the one without a date left out
        (SearchRequest("الشرطة", Width.EXACT), ((1956, 2), (2011, 1))),
        (SearchRequest("شرطة", Width.ROOT), ((1956, 2), (2011, 2))),
        (SearchRequest("شرطة", without=("والشرطة",)), ((1956, 2), (2011, 1))),
        (SearchRequest("شرطة أو ضابط"), ((1956, 3), (2011, 3))),
        (SearchRequest("«شرطة قضائية»"), ((1956, 2), (2011, 1))),  # places, not words
        (SearchRequest("شرطة -رأى"), ((1956, 2),)),
        (SearchRequest("شرطة", filters=Filters((("kind", ("law",)),))), ((2011, 2),)),
        (SearchRequest("السوق"), ()),  # in a title: no place of a text
        (SearchRequest("سوق أو يوم"), ((2011, 1),)),
        (SearchRequest("برتقال"), ()),
        (SearchRequest(""), ()),
    ],
)
def test_the_years_count_the_places_that_answer(
    archive: Archive, request_: SearchRequest, years: tuple[tuple[int, int], ...]
) -> None:
    assert archive.terms(request_).years == years
