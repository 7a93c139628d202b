"""The judgement of dates, on sentences of our own and on the marked documents."""

from __future__ import annotations

from pathlib import Path

from bench.dates import DEV, TEST, Judged, Stretch, judge, marked_stretches, own_sentences

LEAST_PRECISION, LEAST_RECALL = 0.97, 0.93


def judged_of(stretches: list[Stretch]) -> Judged:
    judged = Judged()
    for stretch in stretches:
        list(judge(stretch, judged))
    return judged


def test_dates_of_our_sentences_are_found_and_nothing_else() -> None:
    sentences = list(own_sentences())
    judged = judged_of(sentences)
    assert judged.marked == sum(len(one.marks) for one in sentences) >= 40
    assert judged.right >= LEAST_PRECISION * judged.read
    assert judged.found >= LEAST_RECALL * judged.marked


def test_dates_of_the_marked_documents_are_found_and_nothing_else(shared: Path) -> None:
    stretches = list(marked_stretches(shared / "corpus"))
    marks = [mark for stretch in stretches for mark in stretch.marks]
    assert len(marks) >= 400
    assert len({stretch.document for stretch in stretches}) >= 25
    for half in (DEV, TEST):
        judged = judged_of([one for one in stretches if one.half == half])
        assert judged.right >= LEAST_PRECISION * judged.read
        assert judged.found >= LEAST_RECALL * judged.marked


def test_a_number_taken_for_a_date_and_a_missed_date_are_faults() -> None:
    text = "سنة 1956 ثم يوم الأحد"
    stretch = Stretch("a", text, 0, len(text), ())
    judged = Judged()
    (fault,) = judge(stretch, judged)
    assert fault.startswith("wrong")
    assert (judged.read, judged.right) == (1, 0)
