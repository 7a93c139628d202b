"""Where the name of a person, a place or a body ends, from its words and what an archive taught.

    person   محمد بن الحسن العلوي        words that names have, up to the first that is none
    place    مدينة شفشاون                one word after a word for places, two after بني or سيدي
    body     المجلس الوطني لحقوق الإنسان  a word for bodies and what defines it; where it ends is a
                                        choice, which the archive makes by what it has again

Words are given as they are spelled, without diacritics; a name has no comma or other sign inside.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from indexer.analysis import folded, value_key
from indexer.names import words as listed

_AL, _AND, _FOR, _FOR_THE, _HER = "ال", "و", "ل", "لل", "ها"
_LEAST_LETTERS = 3
_MERCIFUL = folded("رحمان"), folded("رحمن")  # الرحمان and الرحمن are one name
MOST_WORDS = 12  # of a name
MOST_OF_BODY = 7
_MOST_FOREIGN = 4
_MOST_OF_ROLE = 3
_SERVANT_WORDS = 2  # of عبد الله


class Evidence(Protocol):
    """The answers of an archive about a word."""

    def follows_names(self, word: str) -> bool:
        """Whether `word` stands after given names and titles more than elsewhere."""

    def follows_places(self, word: str) -> bool:
        """Whether `word` stands after words for places more than elsewhere."""

    def is_proper(self, word: str) -> bool:
        """Whether `word` takes neither the article nor the endings of verbs, as names do not."""


def person_end(words: Sequence[str], evidence: Evidence, titled: bool = False) -> int:
    """The number of `words` that are the name of a person; 0 if it is none, or one alone.

    With `titled` a title stands before, so that words that are rare as names may begin one.
    """
    at = parts = 0
    surnamed = False  # after a family name another person may be named
    linked = titled  # what stands before tells that a name follows
    while at < len(words):
        foreign = words[0] in listed.FOREIGN and 0 < at < _MOST_FOREIGN
        taken = _part(words, at, evidence, begun=parts > 0, linked=linked)
        if not taken and foreign and is_free(words[at]) and evidence.is_proper(words[at]):
            taken = 1
        if not taken or (surnamed and (words[at] in listed.GIVEN or words[at] in listed.SERVANT)):
            break
        surnamed = parts > 0 and not linked and is_surname_only(words[at])
        linked = words[at] in listed.SONS or words[at] in listed.FATHERS
        parts += 2 if linked else 1
        if words[at] in listed.ORDINALS:
            at += taken
            break
        at += taken
    if at and (words[at - 1] in listed.SONS or words[at - 1] in listed.FATHERS):
        return 0 if at == 1 else person_end(words[: at - 1], evidence, titled)
    if parts == 2 and words[0] in listed.AMBIGUOUS and not titled:
        strong = words[1] in listed.GIVEN or evidence.follows_names(words[1])
        return at if strong else 0
    return at if parts > 1 else 0


def _part(words: Sequence[str], at: int, evidence: Evidence, begun: bool, linked: bool) -> int:
    """How many words the part of a name at `at` has; 0 if there is none."""
    word = words[at]
    after = words[at + 1] if at + 1 < len(words) else ""
    if word in listed.SERVANT:
        return 2 if after.startswith(_AL) and len(after) > _LEAST_LETTERS else 0
    if word in listed.BEFORE_DIVINE and after in listed.DIVINE:
        return 2
    if word in listed.SONS or word in listed.FATHERS:
        if word in listed.NOT_FIRST and not begun:
            return 0
        return 1 if after and _after_link(after, word in listed.SONS, begun, evidence) else 0
    if word in listed.GIVEN:
        return 1
    if word in listed.AMBIGUOUS:
        return 1 if begun or linked or after in listed.SONS or after in listed.GIVEN else 0
    if not begun:
        return 1 if linked and _is_surname(word, evidence) else 0
    if word in listed.ORDINALS:
        return 1 if words[at - 1] in listed.GIVEN else 0
    if word in listed.FOREIGN_LINKS:
        return 2 if after and evidence.is_proper(after) else 0
    if linked:
        return 1
    return 1 if _is_surname(word, evidence) else 0


def is_surname_only(word: str) -> bool:
    """Whether `word` is none of the words that a name may have before its last."""
    return not (
        word in listed.GIVEN
        or word in listed.AMBIGUOUS
        or word in listed.SONS
        or word in listed.FATHERS
        or word in listed.SERVANT
        or word in listed.BEFORE_DIVINE
    )


def _after_link(word: str, son: bool, begun: bool, evidence: Evidence) -> bool:
    """Whether `word` may stand after بن or أبو; in a name that has `begun`, nearly any word may."""
    if begun:
        return is_free(word) or word in listed.SERVANT or (son and word in listed.FATHERS)
    if word in listed.GIVEN or word in listed.AMBIGUOUS or word in listed.SERVANT:
        return True
    if word in listed.FATHERS or word in listed.BEFORE_DIVINE:
        return son
    return is_free(word) and evidence.follows_names(word)


def _is_surname(word: str, evidence: Evidence) -> bool:
    return is_free(word) and evidence.follows_names(word)


def is_free(word: str) -> bool:
    """Whether `word` is none of the words that stand between names."""
    return (
        len(word) >= _LEAST_LETTERS
        and word not in listed.STOPS
        and word not in listed.SAYING
        and word not in listed.TITLES
        and word not in listed.ROLES
        and word not in listed.SCOPES
        and word not in listed.NATIONS
        and word not in listed.PLACE_CUES
        and word not in listed.THE_BODY_HEADS
        and word not in listed.PLACES
    )


def name_start(words: Sequence[str], role: bool) -> int:
    """Where a name may begin after the title or the `role` that begins `words`.

    Words of what a minister or a president is one of may stand between: وزيرة الخارجية الأمريكية.
    """
    at = 1
    while at < len(words) and (
        words[at] in listed.NATIONS
        or words[at] in listed.LAST
        or (role and at < _MOST_OF_ROLE and words[at].startswith(_AL))
    ):
        at += 1
    return at


def foreign_end(words: Sequence[str], evidence: Evidence) -> int:
    """The number of `words`, which stand after a title, that are a name in another language."""
    at = 0
    while at < min(len(words), _MOST_FOREIGN):
        word = words[at]
        if at and word in listed.FOREIGN_LINKS and at + 1 < len(words):
            at += 1
        elif not (is_free(word) and evidence.is_proper(word)):
            break
        at += 1
    return at if at > 1 else 0


def place_end(words: Sequence[str], evidence: Evidence) -> int:
    """The number of `words`, which stand after a word for places, that are the name of a place."""
    first = words[0]
    after = words[1] if len(words) > 1 else ""
    if first in listed.PLACE_FIRSTS and after and is_free(after) and evidence.is_proper(after):
        return 2
    if not is_free(first) or first in listed.GIVEN or first.startswith(_AND):
        return 0
    return 1 if evidence.follows_places(first) else 0


def body_ends(words: Sequence[str], evidence: Evidence) -> Iterator[int]:
    """Each number of `words`, the first a word for bodies, after which the name may end."""
    head = words[0]
    at = 1
    if head in listed.THE_BODY_HEADS:
        national = False
        while at < len(words) and (words[at] in listed.SCOPES or words[at] in listed.NATIONS):
            national |= words[at] in listed.NATIONS
            at += 1
        if at == 1:
            return
        if national:
            yield at
        if at < len(words) and words[at].startswith(_FOR) and len(words[at]) > _LEAST_LETTERS:
            yield from _ends(words, at)
        return
    if at == len(words):
        return
    second = words[1]
    if second.startswith(_AL) and is_free(second) and second not in listed.ANY_BODY:
        for end in _ends(words, at):
            if head in listed.NAMED_HEADS or any(
                word in listed.SCOPES or word in listed.NATIONS for word in words[2:end]
            ):
                yield end


def _ends(words: Sequence[str], at: int) -> Iterator[int]:
    """Each number of `words` after which a definition that begins at `at` may end."""
    for end in range(at, min(len(words), MOST_OF_BODY)):
        word = words[end]
        if (word in listed.STOPS and word not in listed.INSIDE) or _is_head(word):
            return
        if is_definite(word):
            if word not in listed.STOPS and (end > at or word not in listed.ANY_BODY):
                yield end + 1
        else:
            goes_on = end + 1 < len(words) and is_definite(words[end + 1])
            begins = end == at or word.startswith(_AND) or word in listed.INSIDE
            if not (goes_on and begins):
                return


def is_believed(words: Sequence[str]) -> bool:
    """Whether a body is believed by these `words` where they stand once, before a sign."""
    if words[0] in listed.SURE_HEADS:
        return True
    scoped = sum(word in listed.SCOPES or word in listed.NATIONS for word in words)
    return (
        words[0] in listed.THE_BODY_HEADS
        and len(words) > 1 + scoped
        and words[1 + scoped].startswith(_FOR_THE)
        and _AL + words[1 + scoped].removeprefix(_FOR_THE) not in listed.ANY_BODY
    )


def _is_head(word: str) -> bool:
    return word in listed.BODY_HEADS or word.removeprefix(_AND) in listed.BODY_HEADS


def is_definite(word: str) -> bool:
    """Whether `word` has the article, also after و or ل."""
    if word.startswith(_AND) and word.endswith(_HER):
        return True
    bare = word[1:] if word.startswith(_AND) else word
    return bare.startswith((_AL, _FOR_THE)) and len(bare) > _LEAST_LETTERS


def name_key(name: str) -> str:
    """The words of `name` as all its spellings have them: عبد الله and عبدالله, ابن and بن."""
    return " ".join(map(_one_spelling, value_key(name).split()))


def _one_spelling(word: str) -> str:
    return word.replace(*_MERCIFUL) if word.endswith(_MERCIFUL[0]) else word


def turned_round(name: str) -> str | None:
    """The name of a person with its family name first: الزروالي محمد of محمد الزروالي.

    None if it is not a given name and one family name of the form of العلوي.
    """
    *given, last = name.split()
    one = len(given) == 1 and (given[0] in listed.GIVEN or given[0] in listed.AMBIGUOUS)
    servant = len(given) == _SERVANT_WORDS and given[0] in listed.SERVANT
    if not (one or servant) or not (last.startswith(_AL) and last.endswith("ي")):
        return None
    return " ".join((last, *given)) if is_free(last) else None


def is_sure(words: Sequence[str]) -> bool:
    """Whether each word of the name of a person is listed, or has the form of a family's.

    After a given name of another language no common word was learnt as a family's.
    """
    return words[0] in listed.FOREIGN or all(
        not is_surname_only(word)
        or word in listed.ORDINALS
        or word in listed.DIVINE
        or (word.startswith(_AL) and word.endswith("ي"))
        or (number and (words[number - 1] in listed.SONS or words[number - 1] in listed.SERVANT))
        for number, word in enumerate(words)
    )
