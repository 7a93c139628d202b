"""Where names end, one row per rule; the words are our own."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from indexer.names.rules import (
    body_ends,
    foreign_end,
    is_believed,
    is_sure,
    name_key,
    name_start,
    person_end,
    place_end,
    turned_round,
)


@dataclass(frozen=True)
class Told:
    """Evidence that names each word it tells of."""

    names: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    proper: frozenset[str] = frozenset()

    def follows_names(self, word: str) -> bool:
        return word in self.names

    def follows_places(self, word: str) -> bool:
        return word in self.places

    def is_proper(self, word: str) -> bool:
        return word in self.proper


TOLD = Told(
    frozenset(("الزروالي", "خلدون", "زفزاف")),
    frozenset(("تنغير",)),
    frozenset(("كلينتون", "ميستورا", "إفني", "تشرشل", "ونستون")),
)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("محمد الزروالي حضر", "محمد الزروالي"),  # a given name and one that follows names
        ("محمد حضر الورشة", ""),  # a given name alone
        ("عبد الله الزروالي", "عبد الله الزروالي"),
        ("محمد بن الحسن بن طفيل رحمه", "محمد بن الحسن بن طفيل"),  # any word may stand after بن
        ("محمد الخامس ملك", "محمد الخامس"),  # a ruler with a number ends there
        ("ابن خلدون في مقدمته", "ابن خلدون"),
        ("ابن الجيران", ""),  # a son, not a name
        ("أبو بكر قال", "أبو بكر"),
        ("علي المكتب", ""),  # a name that is another word as well
        ("علي بن عمر", "علي بن عمر"),
        ("هيلاري كلينتون قالت", "هيلاري كلينتون"),  # a foreign given name
        ("ستافان دي ميستورا", "ستافان دي ميستورا"),
        ("محمد زفزاف عبد الله الزروالي", "محمد زفزاف"),  # after a family name another begins
        ("صلاح الدين الزروالي", "صلاح الدين الزروالي"),
    ],
)
def test_the_name_of_a_person_ends(text: str, name: str) -> None:
    words = text.split()
    assert " ".join(words[: person_end(words, TOLD)]) == name


def test_after_a_title_a_rare_name_begins() -> None:
    words = ["ونستون", "تشرشل", "رئيس"]
    assert person_end(words, TOLD) == 0
    assert foreign_end(words, TOLD) == 2


@pytest.mark.parametrize(
    ("text", "role", "at"),
    [
        ("الرئيس السابق محمد", False, 2),
        ("وزيرة الخارجية الأمريكية هيلاري", True, 3),
        ("السيد محمد", False, 1),
    ],
)
def test_words_may_stand_between_a_role_and_a_name(text: str, role: bool, at: int) -> None:
    assert name_start(text.split(), role) == at


@pytest.mark.parametrize(
    ("text", "words"),
    [("تنغير في الجنوب", 1), ("سيدي إفني الجميلة", 2), ("كبيرة في الجنوب", 0), ("محمد", 0)],
)
def test_the_name_of_a_place_ends(text: str, words: int) -> None:
    assert place_end(text.split(), TOLD) == words


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("المجلس الوطني للصحافة والنشر", ["للصحافة", "والنشر"]),  # which, the archive tells
        ("وزارة الثقافة والتواصل أعلنت", ["الثقافة", "والتواصل"]),
        ("المجلس الجماعي", []),  # there are many
        ("مجلس الجهة", []),
        ("مجلس الأمن القومي", ["القومي"]),  # of one kind only with an adjective
        ("الجيش التونسي", ["التونسي"]),  # of a nation
        ("حزب الشمس وزارة الثقافة", ["الشمس"]),  # another body begins
    ],
)
def test_the_name_of_a_body_may_end(text: str, ends: list[str]) -> None:
    words = text.split()
    assert [words[end - 1] for end in body_ends(words, TOLD)] == ends


def test_a_body_is_believed_once_by_its_head_or_by_what_it_is_for() -> None:
    assert is_believed(["حزب", "الشمس"])
    assert is_believed(["المجلس", "الأعلى", "للتعليم"])
    assert not is_believed(["مجلس", "الأمن", "القومي"])
    assert not is_believed(["المجلس", "الوطني", "للحزب"])


def test_a_person_is_sure_if_all_words_are_names() -> None:
    assert is_sure(["محمد", "بن", "عمر"])
    assert is_sure(["محمد", "الزروالي"])
    assert not is_sure(["محمد", "زفزاف"])


@pytest.mark.parametrize(
    ("name", "turned"),
    [
        ("محمد الزروالي", "الزروالي محمد"),
        ("عبد الله الزروالي", "الزروالي عبد الله"),
        ("محمد بن عمر", None),
        ("محمد الخامس", None),
    ],
)
def test_a_family_name_may_stand_first(name: str, turned: str | None) -> None:
    assert turned_round(name) == turned


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("عبد الله الزروالي", "عبدالله الزروالي"),
        ("عبد الرحمان اليوسفي", "عبد الرحمن اليوسفي"),
        ("عبد الإله ابن كيران", "عبد الاله بنكيران"),
        ("أبي بكر", "أبو بكر"),
        ("منظمة الأمم المتحدة", "منظمة الامم المتحدة"),
    ],
)
def test_spellings_of_one_name_have_one_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)
