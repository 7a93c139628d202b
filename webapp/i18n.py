"""Every visible word: the messages of a language, with its plurals, dates and numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from indexer import ArchiveDate, in_hijri

_RTL_LANGUAGES = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})

# They reorder the text that follows them: ALM, LRM and RLM, embeddings, isolates.
_BIDI_CONTROLS = dict.fromkeys(
    [0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)


def arabic_category(count: int) -> str:
    """The plural category of `count` (Unicode CLDR, plural rules, ar)."""
    if count < 3:
        return ("zero", "one", "two")[count]
    rest = count % 100
    if rest < 3:
        return "other"
    return "few" if rest <= 10 else "many"


def french_category(count: int) -> str:
    """The plural category of `count` (CLDR, fr, whole numbers below a million)."""
    return "one" if count < 2 else "other"


def english_category(count: int) -> str:
    """The plural category of `count` (CLDR, en)."""
    return "one" if count == 1 else "other"


@dataclass(frozen=True, slots=True)
class Plural:
    """A plural rule: count → category, and the categories that it gives."""

    category: Callable[[int], str]
    categories: tuple[str, ...]


# name of a rule in languages.toml → the rule
PLURALS = {
    "ar": Plural(arabic_category, ("zero", "one", "two", "few", "many", "other")),
    "fr": Plural(french_category, ("one", "other")),
    "en": Plural(english_category, ("one", "other")),
}


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the interface: its row in languages.toml, which says what each value is."""

    tag: str
    name: str
    direction: str
    plural: str
    locale: str
    thousands: str
    comma: str

    def category(self, count: int) -> str:
        """The plural category of `count`."""
        return PLURALS[self.plural].category(count)


@dataclass(frozen=True, slots=True)
class Messages:
    """The messages of `language`, by dotted key: `sort.newest`."""

    language: Language
    texts: dict[str, Any]

    def __contains__(self, key: str) -> bool:
        try:
            self.entry(key)
        except KeyError:
            return False
        return True

    def entry(self, key: str) -> Any:
        """The text, list or table at `key`; KeyError when there is none."""
        found: Any = self.texts
        for part in key.split("."):
            if not isinstance(found, dict):
                raise KeyError(key)
            found = found[part]
        return found

    def message(self, key: str, count: int | None = None, **values: object) -> Markup:
        """The text at `key`, escaped, with `values` escaped in their places.

        `count` chooses among plural forms and is `{n}` unless `n` is given; a text for none is
        taken where there is one. What a template has already made into markup stays markup.
        """
        text = self.entry(key)
        if count is not None:
            category = "zero" if count == 0 and "zero" in text else self.language.category(count)
            text = text[category]
            values.setdefault("n", self.number(count))
        shown = {name: escape(value) for name, value in values.items()}
        return Markup(str(escape(text)).format(**shown))  # noqa: S704

    def label(self, field: str, value: str) -> str:
        """The name of a document's `value` of `field`; the value itself when it has none."""
        names = self.texts.get(field)
        return str(names.get(value, value)) if isinstance(names, dict) else value

    def date(self, date: ArchiveDate) -> str:
        """`date` in words, to the precision it has."""
        if date.month is None:
            return str(date.year)
        month = self.texts["months"][date.month - 1]
        kind = "month" if date.day is None else "first" if date.day == 1 else "day"
        return str(self.texts["date"][kind].format(day=date.day, month=month, year=date.year))

    def hijri(self, date: ArchiveDate) -> str:
        """The Hijri day of `date` in words, or the months or years it lies in; else nothing."""
        found = in_hijri(date)
        if found is None:
            return ""
        if date.month is None:
            return self.hijri_year(date)
        texts = self.texts["hijri"]
        first, last = found.first, found.last
        months = [texts["months"][day.month - 1] for day in (first, last)]
        if date.day is None and first.year != last.year:
            span = f"{months[0]} {first.year}–{months[1]}"
            return str(texts["month"].format(month=span, year=last.year))
        if date.day is None:
            months = list(dict.fromkeys(months))
            return str(texts["month"].format(month="–".join(months), year=first.year))
        return str(texts["day"].format(day=first.day, month=months[0], year=first.year))

    def hijri_year(self, date: ArchiveDate) -> str:
        """The Hijri year of `date`, or the years it lies in; else nothing."""
        found = in_hijri(date)
        if found is None:
            return ""
        years = dict.fromkeys((found.first.year, found.last.year))
        return str(self.texts["hijri"]["year"].format(year="–".join(map(str, years))))

    def in_both_calendars(self, date: ArchiveDate) -> str:
        """`date` in words, and in parentheses the same in the Hijri calendar."""
        hijri = self.hijri(date)
        return f"{self.date(date)} ({hijri})" if hijri else self.date(date)

    def number(self, number: int) -> str:
        """`number` with its thousands set apart; show it in a `<bdi dir="ltr">`."""
        return f"{number:,}".replace(",", self.language.thousands)


def direction(language: str) -> str:
    """The direction a text in `language` (a BCP 47 tag) is written in."""
    return "rtl" if language.partition("-")[0] in _RTL_LANGUAGES else "ltr"


def shown(text: str) -> str:
    """`text` without the bidi controls that could reorder what stands around it."""
    return text.translate(_BIDI_CONTROLS)
