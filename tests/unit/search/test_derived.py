"""The width between word and root: a word finds its near derivatives, in a small archive."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from indexer import Archive, SearchRequest, Settings, Width, update

Open = Callable[[Mapping[str, str]], Archive]

# One root with two forms of the verb; each word often enough to be judged.
TEXTS = {
    "noun.txt": "تقرير\n\n" + "نتائج الانتخاب، وكل انتخاب. " * 4,
    "verb.txt": "تقرير\n\n" + "الشعب ينتخب نوابه. " * 4,
    "participle.txt": "تقرير\n\n" + "المجلس المنتخب، ومجلس منتخب. " * 4,
    "both.txt": "تقرير\n\nينتخب المجلس لجنة.",
    "root.txt": "تقرير\n\n" + "النخبة ونخبة النخب. " * 4,
    "other.txt": "تقرير\n\nالجيش في المدينة.",
}


@pytest.fixture
def archive(archive_of: Open) -> Archive:
    return archive_of(TEXTS)


def found(archive: Archive, query: str, width: Width = Width.WORD) -> set[str]:
    page = archive.search(SearchRequest(query, width))
    return {hit.document.id for hit in page.hits}


def test_near_derivatives_are_found_and_no_other_words_of_the_root(archive: Archive) -> None:
    noun = {"noun"}
    near = noun | {"verb", "participle", "both"}
    assert found(archive, "انتخاب") == noun
    assert found(archive, "انتخاب", Width.DERIVED) == near
    assert found(archive, "انتخاب", Width.ROOT) == near | {"root"}
    for query in ("~~انتخاب", "مشتقات:انتخاب", "dérivés:انتخاب", "derived:انتخاب"):
        assert found(archive, query) == near, query


def test_each_width_says_how_many_documents_it_finds(archive: Archive) -> None:
    page = archive.search(SearchRequest("انتخاب"))
    assert page.widths == (
        (Width.EXACT, 1),
        (Width.WORD, 1),
        (Width.DERIVED, 4),
        (Width.ROOT, 5),
    )


@pytest.mark.parametrize("width", Width)
def test_without_near_derivatives_two_widths_find_the_same(archive: Archive, width: Width) -> None:
    widths = dict(archive.search(SearchRequest("المدينة الجيش", width)).widths)
    assert list(widths) == list(Width)
    assert widths[Width.WORD] == widths[Width.DERIVED] == 1


def test_the_forms_are_told_and_can_be_switched_off(archive: Archive) -> None:
    page = archive.search(SearchRequest("انتخاب", Width.DERIVED))
    (word,) = page.words
    assert word.width is Width.DERIVED
    assert {form.text: form.count for form in word.forms} == {
        "ينتخب": 5,
        "انتخاب": 4,
        "الانتخاب": 4,
        "المنتخب": 4,
        "منتخب": 4,
    }
    off = archive.search(SearchRequest("انتخاب", Width.DERIVED, without=("ينتخب",)))
    assert {hit.document.id for hit in off.hits} == {"noun", "participle"}


def test_near_derivatives_are_highlighted(archive: Archive) -> None:
    page = archive.search(SearchRequest("انتخاب", Width.DERIVED))
    pieces = (piece for hit in page.hits for snippet in hit.snippets for piece in snippet)
    marked = {piece.text for piece in pieces if piece.match}
    assert {"ينتخب", "المنتخب", "الانتخاب"} <= marked


def test_a_phrase_is_of_near_derivatives_too(archive: Archive) -> None:
    assert found(archive, "«الشعب انتخاب»") == set()
    assert found(archive, "«الشعب انتخاب»", Width.DERIVED) == {"verb"}
    assert found(archive, "=الشعب ضمن 2 كلمات ~~انتخاب") == {"verb"}


def test_an_update_keeps_near_derivatives(
    archive_of: Open, settings: Settings, write: Callable[..., object]
) -> None:
    archive = archive_of(TEXTS)
    write("new.txt", "تقرير\n\nسينتخب رئيسا.")
    update(settings)
    assert found(archive, "انتخاب", Width.DERIVED) == {"noun", "verb", "participle", "both", "new"}


@pytest.mark.parametrize("width", Width)
def test_no_other_width_is_counted_where_only_the_exact_one_takes_a_name_apart(
    archive_of: Open, width: Width
) -> None:
    archive = archive_of({"a.txt": "تقرير\n\nعبد الرحيم في مسجد النبي."})
    page = archive.search(SearchRequest("عبد النبي", width))
    assert page.widths == ((width, 1 if width is Width.EXACT else 0),)


def test_the_analysis_of_a_word_names_its_near_derivatives(archive: Archive) -> None:
    (word,) = archive.words("الانتخاب")
    assert set(word.derived) == {"ينتخب", "منتخب"}
