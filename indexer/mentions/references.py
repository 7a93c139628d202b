"""References in a text: to laws and their articles, gazettes, symbols and files of courts.

An article belongs to the law that is named after it (المادة 7 من القانون رقم 31.13), to the one
named before it (منه), or to the document itself (أعلاه, من هذا القانون); else to none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from indexer.mentions.acts import Act, act_at, acts_after, folded_letters, named_act_at
from indexer.mentions.article_numbers import articles_at
from indexer.mentions.called import Called, called_after
from indexer.mentions.mention import Mention

THIS = "this"  # the act of an article of the document itself
CONSTITUTION = "constitution"
_BEFORE = 250  # characters within which منه means the law that was named


@dataclass(frozen=True, slots=True)
class Reference(Mention):
    """A reference. `act` is the key of the law it names: `law 31.13`; THIS; empty for none.

    `articles` are the numbers of its articles.
    """

    act: str = ""
    articles: tuple[str, ...] = ()


# The letters of words that a reference may begin with.
_ARABIC = "مادت ماده مواد فصل فصول قانون قوانين ظهير ظهائر مرسوم مراسيم قرار دستور مدونه جريده"
_LATIN = "article art. loi law dahir décr decr arrêt arret code constitution bulletin"
_CORES = (
    *(*_ARABIC.split(), *_LATIN.split(), *_LATIN.title().split()),
    *("B.O. n", "B.O n", "BO. n", "BO n"),
)
# Any of them, of which the first letter is tried alone: seven times as quick as a plain choice.
_CORE = re.compile(
    f"[{''.join({core[0] for core in _CORES})}]"
    f"(?:{'|'.join(f'{re.escape(core[1:])}(?<={re.escape(core)})' for core in _CORES)})"
)
_SLASH = re.compile(r"/(?:(?<=[A-Z]/)(?=[A-Z0-9])|(?<=\d/)(?=\d))")
_ARTICLE = re.compile(
    r"(?:ال|لل|ل)?(?:(?P<two>مادتين|مادتان|فصلين|فصلان)|(?P<many>مواد|فصول)"
    r"|(?P<one>ماده|فصل))(?![ء-ي])\s*،?\s*"
    r"|(?:(?P<plural>articles)|(?P<single>article|art\.))\s*",
    re.IGNORECASE,
)
_GAZETTE = re.compile(
    r"(?:ال|لل)?جريده\s+الرسميه[\s،(]*(?:ال)?عدد[\s:]*(?P<number>\d{2,5})(?!\d)"
    r"|(?:bulletin officiel|b\.?o\.?)\s*n[°ºo]\.?\s*(?P<numero>\d{3,5})(?!\d)",
    re.IGNORECASE,
)
# The bodies whose symbols are known (United Nations, Document symbols), then parts in capitals and
# digits.
_SYMBOL = re.compile(
    r"(?<![\w/.-])(?:A|S|E|ST|CCPR|CAT|CEDAW|CRC|CERD|CED|CMW|CRPD|HRI|CESCR)"
    r"(?:/[A-Z0-9][A-Za-z0-9.-]*){1,7}(?![\w/])"
)
_FILE = re.compile(
    r"(?<![\w./-])(?:(?P<first>(?:19|20)\d\d)/(?P<code>\d{2,5})/(?P<number>\d{1,6})"
    r"|(?P<last>\d{1,6})/(?P<same>\d{2,5})/(?P<year>(?:19|20)\d\d))(?![\w/]|[.-]\d)"
)
_HIGHEST_MONTH = 31  # what stands in the middle of a file is above it, or it may be a date

_OF = re.compile(r"\s*(?:من|of|de la|de l'|des|du|de)\s+", re.IGNORECASE)
_ACTS = r"(?:قانون|ظهير|مرسوم|قرار|نظام|اتفاقي|عهد|بروتوكول|ميثاق|اعلان|مدونه)[ء-ي]*"
_THIS = re.compile(
    rf"(?:هذا|هذه)\s+(?:ال)?{_ACTS}(?:\s-?(?:التنظيمي|الاطار|الشريف|الداخلي|الاساسي))*"
    rf"|(?:ظهيرنا الشريف|(?:ال){_ACTS}(?:\sالتنظيمي)?)\s+هذا"
    r"|(?:la présente|le présent|présente|présent|this)\s+\w+",
    re.IGNORECASE,
)
_SAME = re.compile(r"(?:نفس|ذات)\s+ال(?P<kind>قانون|ظهير|مرسوم|قرار)(?:\s(?:التنظيمي|الشريف))?")
_SAID = re.compile(
    r"ال(?P<kind>قانون|ظهير|مرسوم|قرار)(?:\s-?(?:التنظيمي|الشريف|الاطار))*"
    r"\s+(?:المذكور|السالف|سالف|المشار اليه|المومأ اليه)[ء-ي]*(?:\s+(?:اعلاه|الذكر))?"
)
_ITS_KIND = {"قانون": "law", "ظهير": "dahir", "مرسوم": "decree", "قرار": "order"}
_CONSTITUTION = re.compile(
    r"(?:ال|لل)?دستور(?![ء-ي])"
    r"(?:\s(?:الجديد|الحالي|المملكه(?:\sالمغربيه)?|المغربي|لسنه 2011|2011))*"
    r"(?!\s(?:ال[ء-ي]+(?:ي|يه)(?![ء-ي])|لسنه|سنه|\d))|constitution",
    re.IGNORECASE,
)
_ITS = re.compile(r"\s*،?\s*(?:منه|منها)(?![ء-ي])")
_HERE = re.compile(
    r"\s*،?\s*(?:(?:المذكور|المشار اليه|المنصوص عليه)[ء-ي]*\s+)?(?:اعلاه|ادناه|بعده)(?![ء-ي])"
    r"|\s*(?:ci-dessus|ci-dessous|above|below)\b",
    re.IGNORECASE,
)
_SAID_BEFORE = re.compile(r"\s+المذكور(?:ه|تين|ات)(?![ء-ي])")
_LETTER = re.compile(r"[ء-يA-Za-z]")
_CLITICS = frozenset(("", "و", "ف", "ب", "ك", "ل", "وب", "ول", "وك", "فب", "فل", "بـ", "l", "d"))
_HEADING_START = re.compile(r"[\s#*_\-–«\"]*")


def references(text: str) -> Iterator[Reference]:
    """The references in `text`, in their order."""
    return ReferenceReader(text).references()


def _cores(text: str) -> list[tuple[int, str]]:
    """The places of `text` where a reference may be, and the letters that stand there."""
    words = [(core.start(), core[0]) for core in _CORE.finditer(text)]
    slashes = [slash.start() - 1 for slash in _SLASH.finditer(text)]
    return sorted((*words, *((at, text[at : at + 3]) for at in slashes)))


class ReferenceReader:
    """Reads one text from its beginning: what was named before tells what منه means.

    `called` are the names of laws that are told in what was read so far.
    """

    def __init__(self, text: str) -> None:
        self.called: dict[Called, None] = {}
        self._written = text
        self._text = folded_letters(text)
        self._named: list[tuple[int, str]] = []  # (place, key) of what was named, in order
        self._last: dict[tuple[str, ...], str] = {}  # articles → the act they were last tied to
        self._own: set[str] = set()  # the acts that were named with a number
        self._numbered: Act | None = None  # the last of them

    def references(self) -> Iterator[Reference]:
        """The references, in order; none overlap."""
        done = 0
        for core, head in _cores(self._text):
            if core < done:
                continue
            found = self._at(core, head)
            done = core + len(head) if found is None else found.end
            if found is None:
                continue
            yield found
            if self._numbered is not None and self._numbered.end == done:
                for act in acts_after(self._text, self._numbered):
                    done = act.end
                    self._remember(act)
                    yield Reference(act.start, act.end, act.kind, (act.key,), act.key)

    def _at(self, core: int, head: str) -> Reference | None:
        """The reference that the word begins which has the letters `head` at the place `core`."""
        if head[1:2] == "/":
            return self._symbol(core) if head[0].isalpha() else self._file(core)
        start = self._start(core)
        if start is None:
            return None
        if head[0] in "مف" and head not in ("مرسوم", "مراسيم", "مدونه"):
            return self._article(start)
        if head[:3].lower() == "art":
            return self._article(start)
        if head == "جريده" or head[0] in "bB":
            return self._gazette(start)
        return self._act(start)

    def _start(self, core: int) -> int | None:
        """Where the word that has `core` begins, its clitics left out; None in another word."""
        start = core
        while start and core - start < 6 and _LETTER.match(self._text, start - 1):
            start -= 1
        before = self._text[start:core]
        for article in ("ال", "لل"):
            if before.endswith(article) and before.removesuffix(article) in _CLITICS:
                return core - 2
        return core if before in _CLITICS else None

    def _symbol(self, slash: int) -> Reference | None:
        start = slash
        while start and self._text[start - 1].isalpha() and self._text[start - 1].isascii():
            start -= 1
        found = _SYMBOL.match(self._text, start)
        written = found[0].rstrip(".-") if found else ""
        if not any(map(str.isdigit, written)):
            return None
        key = f"un {written.lower()}"
        return Reference(start, start + len(written), "symbol", (key,), key)

    def _file(self, slash: int) -> Reference | None:
        start = slash
        while start and self._text[start - 1].isdigit():
            start -= 1
        found = _FILE.match(self._text, start)
        if found is None:
            return None
        code = found["code"] or found["same"]
        if int(code) <= _HIGHEST_MONTH:
            return None
        year, number = found["first"] or found["year"], found["number"] or found["last"]
        key = f"court {year}/{code}/{int(number)}"
        return Reference(start, found.end(), "court", (key,), key)

    def _gazette(self, start: int) -> Reference | None:
        found = _GAZETTE.match(self._text, start)
        if found is None:
            return None
        key = f"gazette {found['number'] or found['numero']}"
        return Reference(start, found.end(), "gazette", (key,), key)

    def _act(self, start: int) -> Reference | None:
        """A numbered act; one with a name alone is remembered and is no reference."""
        act = act_at(self._text, start)
        if act is not None:
            self._remember(act)
            return Reference(start, act.end, act.kind, (act.key,), act.key)
        if _CONSTITUTION.match(self._text, start):
            self._named.append((start, CONSTITUTION))
        elif (named := named_act_at(self._text, start)) is not None:
            self._named.append((start, named.key))
            self.called |= dict.fromkeys(called_after(self._text, self._written, named))
        return None

    def _remember(self, act: Act) -> None:
        self._named.append((act.start, act.key))
        self._own.add(act.key)
        self._numbered = act
        self.called |= dict.fromkeys(called_after(self._text, self._written, act))

    def _article(self, start: int) -> Reference | None:
        word = _ARTICLE.match(self._text, start)
        if word is None:
            return None
        most = 99 if word["many"] or word["plural"] else 2 if word["two"] else 1
        found = articles_at(self._text, word.end(), most)
        if found is None:
            return None
        numbers, end = found
        act, tied_end = self._tie(numbers, end)
        if not act and (self._is_heading(start) or self._is_chapter(word, end)):
            return None
        if act:
            self._last[numbers] = act
        keys: tuple[str, ...] = ()
        if act not in ("", THIS):
            keys = (*(f"{act} art {number}" for number in numbers), act)
        kind = act.partition(" ")[0] or "article"
        return Reference(start, tied_end, kind, keys, act, numbers)

    def _is_heading(self, start: int) -> bool:
        """Whether the line begins with the article, as the heading of it does."""
        line = self._text.rfind("\n", 0, start) + 1
        return _HEADING_START.fullmatch(self._text, line, start) is not None

    def _is_chapter(self, word: re.Match[str], end: int) -> bool:
        """Whether فصل has its number in words: it may be a chapter."""
        return "فصل" in word[0] and not self._text[end - 1].isdigit()

    def _tie(self, numbers: tuple[str, ...], end: int) -> tuple[str, int]:
        """The act that articles belong to, empty for none, and where the reference ends."""
        text = self._text
        if (of := _OF.match(text, end)) is not None:
            return self._named_after(of.end(), end)
        if (its := _ITS.match(text, end)) is not None:
            for place, key in reversed(self._named):
                if end - place > _BEFORE or re.search(r"[؛\n]", text[place:end]):
                    break
                return key, its.end()
        elif (here := _HERE.match(text, end)) is not None:
            before = self._last.get(numbers) if "مذكور" in here[0] else None
            return before or THIS, here.end()
        elif (said := _SAID_BEFORE.match(text, end)) is not None and numbers in self._last:
            return self._last[numbers], said.end()
        return "", end

    def _named_after(self, at: int, end: int) -> tuple[str, int]:
        """The act that is named at `at`, and where its name ends; empty and `end` for none."""
        text = self._text
        if (this := _THIS.match(text, at)) is not None:
            return THIS, this.end()
        if (act := act_at(text, at)) is not None:
            self._remember(act)
            return act.key, act.end
        if (same := _SAME.match(text, at)) is not None:
            kind = _ITS_KIND[same["kind"]]
            for _, key in reversed(self._named):
                if key.startswith(f"{kind} "):
                    return key, same.end()
        elif (said := _SAID.match(text, at)) is not None:
            kind = _ITS_KIND[said["kind"]]
            only = {key for key in self._own if key.startswith(f"{kind} ")}
            if len(only) == 1:
                return only.pop(), said.end()
        elif (found := _CONSTITUTION.match(text, at)) is not None:
            self._named.append((at, CONSTITUTION))
            return CONSTITUTION, found.end()
        elif (named := named_act_at(text, at)) is not None:
            self._named.append((at, named.key))
            written = " ".join(self._written[named.start : named.end].split())
            told = (Called(named.key, "", written), *called_after(text, self._written, named))
            self.called |= dict.fromkeys(told)
            return named.key, named.end
        return "", end
