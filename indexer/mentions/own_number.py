"""The laws that a document is: by its title, and by the dahir before its text that promulgates it.

A title that begins with the name or the number of a law says that the document is this law. A title
that begins otherwise (مرسوم بتطبيق القانون رقم 02.03) says nothing of the kind.
"""

from __future__ import annotations

import re

from indexer.mentions.acts import Act, act_at, folded_letters, name_of, named_act_at
from indexer.mentions.references import CONSTITUTION
from indexer.model import Document

OWN = "is "  # before the key of a law that a document is: `is law 31.13`
BEGINNING = 1_200  # characters of a text in which its own number may stand
_KINDS = frozenset(("law", "dahir", "decree", "order"))
_WORD = re.compile(
    r"قانون|القانون|ظهير|الظهير|مرسوم|المرسوم|قرار|loi|dahir|d[ée]cret|arr[êe]t", re.IGNORECASE
)
_BEFORE = re.compile(r"[\s#*_«\"–-]*(?:(?:نص|متن|النص الكامل ل)\s?)?")
_PROMULGATES = re.compile(r"بتنفيذ\s+(?:نص\s+)?")
_ABOUT = re.compile(
    r"(?:ال)?(?:متعلق|يتعلق|قاضي|بمثابه|بشان)\s+(?:ب|باحداث\s|)(?P<name>(?:ال)?[ء-ي]{3,}(?:\s(?:و?ال)?[ء-ي]{2,}){0,5})"
)
_CONSTITUTION = re.compile(
    r"(?:ال)?دستور\s+(?:الممل|الجمهوري|المغرب|ال[ء-ي]+ي(?![ء-ي])|(?:لسنه\s)?\d{4})|الدستور\s*$|^constitution",
    re.IGNORECASE,
)
_MOST_WORDS = 6


def own_acts(document: Document) -> tuple[str, ...]:
    """The keys of the laws that `document` is, by number and by name: `law 31.13`."""
    found: dict[str, None] = {}
    titles = (document.title, document.title_fr, document.title_en)
    for title in filter(None, titles):
        found |= dict.fromkeys(_of_title(folded_letters(title)))
    own = [key for key in found if not key.startswith("named ")]
    beginning = folded_letters(document.text[:BEGINNING])
    start = _BEFORE.match(beginning)
    for word in _WORD.finditer(beginning) if _PROMULGATES.search(beginning) else ():
        act = act_at(beginning, word.start())
        if act is None or act.kind != "dahir":
            continue
        promulgated = _promulgated(beginning, act)
        if promulgated and (
            promulgated.key in own or (not found and start and start.end() == act.start)
        ):
            found |= dict.fromkeys((act.key, promulgated.key))
        break
    return tuple(found)


def _of_title(title: str) -> tuple[str, ...]:
    """The keys of the law that a folded `title` names at its beginning."""
    start = _BEFORE.match(title)
    at = start.end() if start else 0
    if _CONSTITUTION.match(title, at):
        return (CONSTITUTION,)
    act = act_at(title, at)
    if act is not None and act.kind in _KINDS:
        more = _promulgated(title, act)
        acts = (act, more) if more else (act,)
        return (*(one.key for one in acts), *_names(title, acts[-1]))
    named = named_act_at(title, at)
    return (named.key,) if named and named.start == at else ()


def _promulgated(text: str, dahir: Act) -> Act | None:
    """The law that a dahir promulgates, as its title says: بتنفيذ القانون رقم 31.13."""
    if dahir.kind != "dahir":
        return None
    found = _PROMULGATES.search(text, dahir.end, dahir.end + 150)
    act = act_at(text, found.end()) if found else None
    return act if act and act.kind == "law" else None


def name_after(text: str, at: int) -> str | None:
    """The key of the name that a law has after المتعلق ب, at the place `at` of a folded `text`."""
    about = _ABOUT.match(text, at)
    if about is None:
        return None
    name = " ".join(about["name"].split()[:_MOST_WORDS])
    head = "" if name.startswith(("مدونه", "مجموعه")) else "قانون "
    return f"named {name_of(head + name)}"


def _names(title: str, act: Act) -> tuple[str, ...]:
    """The names that a law goes by, from its title: قانون الأرشيف of المتعلق بالأرشيف."""
    name = name_after(title, act.end + 1) if act.kind == "law" else None
    return (name,) if name else ()
