"""Are the forms of a word found with it, and are the words found with it its forms?

The lemmas below are words a reader of an archive would type, in citation form. A grammar of clitics
makes the forms each can take; those that occur in the corpus are the gold. At a width, a word is
found by every word that has its key, and each occurrence counts:

    recall = occurrences of forms that are found / occurrences of forms
    right  = occurrences of forms that are found / occurrences found

Micro sums over the lemmas, macro is the mean over them. Nobody judged the gold: broken plurals and
verbs are not in it, and a form may be another word that happens to be spelt so.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from statistics import fmean

from indexer import Document, Width, load_settings
from indexer.language import Families, folded, tokens
from indexer.reading import corpus_sources, read_source

# Nouns in ة, whose sound plural is in ات.
_FEMININE = """
    وزارة محكمة حكومة مؤسسة شرطة جماعة لجنة مادة خطة مسطرة جريمة عقوبة غرامة مدة سنة وثيقة معلومة
    اتفاقية معاهدة دولة منظمة هيئة مديرية عمالة جهة مدينة قرية ساكنة مواطنة ضحية نيابة ذخيرة سفينة
    طائرة حافلة سيارة جامعة مدرسة تربية صحة نقابة مظاهرة جمعية ميزانية ضريبة نفقة شركة مقاولة تجارة
    بضاعة حسبة أسرة هوية جنسية هجرة معاملة كرامة حرية مساواة عنصرية حماية وقاية رقابة مراقبة مصادرة
    كفالة كيفية خزانة مجلة جريدة صحيفة صحافة إذاعة تلفزة شبكة معالجة إدارة مصلحة خدمة ثقة شفافية
    حكامة مسؤولية محاسبة نزاهة رشوة ندوة جلسة دورة مداولة أغلبية معارضة خليفة زاوية لغة ثقافة ثورة
    رسالة نتيجة سياسة قاعدة صلاحية سلطة بيئة غابة فلاحة صناعة طاقة تنمية ديمقراطية سيادة ولاية وكالة
    عدالة مراجعة مصالحة عضوية رخصة شهادة بطاقة قضية حملة دراسة تجربة علاقة ظاهرة مشاركة
"""
# Persons and participles, whose sound plural is in ون; the ات of their feminine is another word.
_PERSONS = """
    موظف مواطن مستشار محتسب ناخب منتخب مشتبه متهم لاجئ مهاجر عامل معتقل مسؤول مراقب مفتش مدير مؤلف
    ممثل متظاهر باحث مرشح مدافع مستفيد مقاوم محقق مشرع مؤرخ معلم مدرس صحفي شرطي جندي محامي
"""
# Other nouns whose plural is in ات.
_PLURAL_IN_AT = """
    انتهاك قرار اعتقال برلمان إجراء طلب ملف بيان تصريح إعلان بروتوكول مطار إضراب تجمع تجمهر اجتماع
    انتخاب احتجاج اختطاف اتفاق التزام اختصاص خطاب تحقيق استنطاق استئناف إعدام إفراج ضمان سجل تعبير
    لقاء مؤتمر مقال استغلال تهديد تقييم تطبيق تعديل إلغاء تنظيم معطى مستشفى مؤشر إصلاح اقتراح اقتراع
    تعويض توقيف تجاوز مجال قطاع اعتداء اعتراف حساب اتهام نزاع استفتاء تشريع مخطط حيوان إحصاء إنجاز
"""
# Nouns whose plural is broken or unused.
_OTHERS = """
    قانون سجن إنسان دستور أمن حق مجلس رئيس عضو ظهير مرسوم فصل باب تقرير تدبير حبس شهر يوم أجل ميثاق
    عهد طرف مكتب إقليم حي شارع سكان طفل شاهد قاضي وكيل محضر ضابط عون جيش سلاح ميناء طريق نقل
    مركز معهد تعليم طبيب دواء علاج عمل أجر حزب نائب رسم مال بنك تاجر سوق غش كيل وزن نقد درهم دينار
    والد ولد زواج طلاق إرث نسب جواز لجوء تعذيب تمييز عنف اغتصاب اتجار تفتيش حجز بحث دليل حكم نقض
    عفو سراح شرط نموذج أرشيف كتاب خبر رأي نشر نظام شخص جهاز مرفق فساد فريق تصويت ملك أمير سلطان إمام
    علم عالم فقه فقيه شيخ مسجد دين فن أدب شعر شاعر تاريخ سلم استقلال استعمار وفد سفير قنصل جواب سؤال
    سبب أثر مشروع برنامج هدف محور مبدأ معيار تنفيذ نسخ إحداث نفوذ تراب ماء معمل جسد قصر جبل بحر وطن
"""
_DEFECTIVE = ("قاضي", "محامي")  # they lose the ي where indefinite, and before ون

_CONJUNCTIONS = ("", "و", "ف")
_PREPOSITIONS = ("ب", "ل", "ك")
_PRONOUNS = ("ه", "ها", "هما", "هم", "هن", "نا", "ك", "كما", "كم", "كن")
# Forms that are as a rule another word: owner, perfection, inject, to join, to be allowed, artist,
# Bahrain, Catherine, to act in turn, all of it.
_HOMOGRAPHS = """
    مالك ومالك كمال وكمال حقن لحق فحق فنان الفنان والفنان للفنان البحرين والبحرين بالبحرين للبحرين
    كاثرين بدوره وبدوره باسره
"""
_FEWEST = 5  # occurrences of its forms without which a lemma tells nothing


@dataclass(frozen=True, slots=True)
class Lemma:
    """A word in citation form and the spellings that are its forms; `unclear` may be forms."""

    word: str
    forms: frozenset[str]
    unclear: frozenset[str]


@dataclass(frozen=True, slots=True)
class Row:
    """What one lemma finds, in occurrences; `missed` and `wrong` hold the most frequent words."""

    word: str
    forms: int
    found: int
    right: int
    unclear: int
    missed: tuple[str, ...]
    wrong: tuple[str, ...]

    @property
    def figures(self) -> tuple[float, float, float]:
        """Recall; the share right of all that is found; the same, unclear spellings left out.

        What finds nothing finds nothing wrong.
        """
        clear = self.found - self.unclear
        return (
            self.right / self.forms,
            self.right / self.found if self.found else 1.0,
            self.right / clear if clear else 1.0,
        )


def lemmas() -> tuple[Lemma, ...]:
    """Every lemma of the bench, in the order of the lists above.

    A spelling that several claim is a form of the longest: وكيل is not و before كيل.
    """
    feminine, persons = _FEMININE.split(), _PERSONS.split()
    in_at, others = _PLURAL_IN_AT.split(), _OTHERS.split()
    made = (
        *(_lemma(word, in_at=True) for word in feminine),
        *(_lemma(word, person=True) for word in persons),
        *(_lemma(word, in_at=True) for word in in_at),
        *(_lemma(word) for word in others),
    )
    longest: dict[str, int] = {}
    for lemma in made:
        for form in lemma.forms:
            longest[form] = max(longest.get(form, 0), len(lemma.word))
    return tuple(_without(lemma, longest) for lemma in made)


def _without(lemma: Lemma, longest: Mapping[str, int]) -> Lemma:
    """`lemma` with the forms that a longer lemma claims among the unclear."""
    claimed = {form for form in lemma.forms if longest[form] > len(lemma.word)}
    return Lemma(lemma.word, lemma.forms - claimed, lemma.unclear | claimed)


def is_held_out(word: str) -> bool:
    """Whether rules must not be tuned on this lemma: two in three, by a digest of the word."""
    return int(hashlib.md5(word.encode(), usedforsecurity=False).hexdigest(), 16) % 3 != 0


def spelling(written: str) -> str:
    """`written` folded, but for its ة: so كتابة is no form of كتاب, and كتابه, his book, is."""
    surface = folded(written)
    return surface[:-1] + "ة" if "ة" in written and surface.endswith("ه") else surface


def _surface(spelt: str) -> str:
    return spelt.replace("ة", "ه")


def _lemma(word: str, *, person: bool = False, in_at: bool = False) -> Lemma:
    """The lemma `word`, a `person` or with a plural `in_at`, and its forms:

        conjunction  preposition  article  word, its sound plural or its dual
        conjunction  preposition  word, its sound plural or its dual  possessive

    After a preposition only what is not nominative stands, and the alef of the accusative not.
    """
    free, bound = _free(word, person, in_at), _bound(word, person, in_at)
    forms = {conjunction + form for conjunction in _CONJUNCTIONS for form in free | bound}
    for form in free:
        forms |= {conjunction + "ال" + form for conjunction in _CONJUNCTIONS}
    forms |= _after_preposition(free, bound) | _indefinite(word)
    spelt = set(map(spelling, forms))
    if word.endswith("ة"):  # often written so
        spelt |= set(map(_surface, spelt))
    unclear = set(map(spelling, _unclear(word, person))) - spelt
    homographs = spelt & set(_HOMOGRAPHS.split())
    return Lemma(word, frozenset(spelt - homographs), frozenset(unclear | homographs))


def _stems(word: str) -> tuple[str, str, tuple[str, ...]]:
    """What the plural in ات, the dual and a possessive are put after.

    ة becomes ت, or goes before ات; ى becomes ي, or ا before a possessive (مستشفاه); a final أ
    changes its seat with the case (مبدؤه, مبدئه).
    """
    if word.endswith("ة"):
        return word[:-1], word[:-1] + "ت", (word[:-1] + "ت",)
    if word.endswith("ى"):
        return word[:-1] + "ي", word[:-1] + "ي", (word[:-1] + "ا",)
    if word.endswith("أ"):
        return word, word, tuple(word[:-1] + seat for seat in "أؤئ")
    return word, word, (word,)


def _person_stem(word: str) -> str:
    return word[:-1] if word in _DEFECTIVE else word


def _free(word: str, person: bool, in_at: bool) -> set[str]:
    """The forms that may stand after the article."""
    before_at, before_dual, _ = _stems(word)
    free = {word, before_dual + "ين", (before_dual + "ان").replace("أا", "آ")}
    if in_at:
        free.add(before_at + "ات")
    if person:
        free |= {_person_stem(word) + "ون", _person_stem(word) + "ين"}
    return free


def _bound(word: str, person: bool, in_at: bool) -> set[str]:
    """The forms that another noun or a possessive determines.

    ي after a masculine is left out: قانوني is "my law" or "legal" (`_unclear`).
    """
    before_at, before_dual, constructs = _stems(word)
    bound = {stem + pronoun for stem in constructs for pronoun in _PRONOUNS}
    bound |= {before_dual + "ا" + pronoun for pronoun in _PRONOUNS}
    if in_at:
        bound |= {before_at + "ات" + pronoun for pronoun in (*_PRONOUNS, "ي")}
    endings = ("ا", "ي") if word.endswith("ة") else ()
    bound |= {before_dual + ending for ending in endings}
    bound |= {before_dual + "ي" + pronoun for pronoun in _PRONOUNS if endings}
    if person:
        stem = _person_stem(word)
        bound |= {stem + ending + more for ending in "وي" for more in ("", *_PRONOUNS)}
    return bound


def _after_preposition(free: set[str], bound: set[str]) -> set[str]:
    """Forms behind a preposition. ل and the article are لل, but only ل before a ل: للجنة."""
    after = set()
    for conjunction, preposition in product(_CONJUNCTIONS, _PREPOSITIONS):
        before = conjunction + preposition
        after |= {before + form for form in free | bound}
        if preposition == "ل":
            after |= {before + ("" if form[0] == "ل" else "ل") + form for form in free}
        else:
            after |= {before + "ال" + form for form in free}
    return after


def _indefinite(word: str) -> set[str]:
    """The forms of the indefinite alone: the alef of the accusative, and قاض for قاضي."""
    accusative = set() if word.endswith(("ة", "ى", "أ", "اء")) else {word + "ا"}
    defective = {word[:-1]} if word in _DEFECTIVE else set()
    return {
        conjunction + form for conjunction in _CONJUNCTIONS for form in accusative | defective
    } | {
        conjunction + preposition + form
        for conjunction, preposition in product(_CONJUNCTIONS, _PREPOSITIONS)
        for form in defective
    }


def _unclear(word: str, person: bool) -> set[str]:
    """Spellings that are a form or another word, as the reader takes them.

    Of a masculine, ي is "my", the dual or the nisba; of a person, the feminine (موظفة) is the same
    word or another.
    """
    if word.endswith("ة"):
        return set()
    unclear = {word + "ي" + pronoun for pronoun in ("", *_PRONOUNS)}
    if person:
        feminine = _free(word + "ة", person=False, in_at=True)
        unclear = feminine | _bound(word + "ة", person=False, in_at=True)
    free = {"ال" + form for form in unclear} if person else set()
    return {
        conjunction + preposition + form
        for conjunction, preposition in product(_CONJUNCTIONS, ("", *_PREPOSITIONS))
        for form in unclear | free
    } | {conjunction + "لل" + form for conjunction in _CONJUNCTIONS for form in unclear if person}


def key_of(counts: Mapping[str, int]) -> Callable[[str], str]:
    """What a folded word is found under at width word, in an archive of these `counts`."""
    return Families(lambda word: counts.get(word, 0)).family


def spellings(corpus: Path) -> Counter[str]:
    """How often each spelling stands in the texts of the documents below `corpus`."""
    counts: Counter[str] = Counter()
    max_bytes = int(load_settings().corpus.max_megabytes * 1_000_000)
    for source in corpus_sources(corpus):
        for found in read_source(source, max_bytes):
            if isinstance(found, Document):
                text = found.text
                counts.update(spelling(text[token.start : token.end]) for token in tokens(text))
    return counts


def surfaces(counts: Mapping[str, int]) -> Counter[str]:
    """How often each folded word occurs, by how often its spellings do."""
    folded_counts: Counter[str] = Counter()
    for spelt, count in counts.items():
        folded_counts[_surface(spelt)] += count
    return folded_counts


def rows(
    chosen: Iterable[Lemma], counts: Mapping[str, int], key: Callable[[str], str]
) -> list[Row]:
    """What each lemma finds among words of these `counts`; those too rare to tell are left out."""
    members: dict[str, set[str]] = {}
    for spelt in counts:
        members.setdefault(key(_surface(spelt)), set()).add(spelt)

    def occurrences(words: Iterable[str]) -> int:
        return sum(counts[word] for word in words)

    def frequent(words: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(words, key=lambda word: (-counts[word], word))[:5])

    made = []
    for lemma in chosen:
        forms = lemma.forms & counts.keys()
        found = members.get(key(_surface(spelling(lemma.word))), set())
        if occurrences(forms) >= _FEWEST:
            made.append(
                Row(
                    word=lemma.word,
                    forms=occurrences(forms),
                    found=occurrences(found),
                    right=occurrences(found & forms),
                    unclear=occurrences(found & lemma.unclear),
                    missed=frequent(forms - found),
                    wrong=frequent(found - forms),
                )
            )
    return made


def report(corpus: Path, show: int = 0) -> Iterator[str]:
    """The lines of the table for the documents below `corpus`, and the `show` worst of DEV."""
    counts = spellings(corpus)
    keys: dict[Width, Callable[[str], str]] = {
        Width.WORD: key_of(surfaces(counts)),
        Width.EXACT: str,
    }
    every = lemmas()
    dev = [lemma for lemma in every if not is_held_out(lemma.word)]
    held_out = [lemma for lemma in every if is_held_out(lemma.word)]
    yield f"{counts.total():,} words, {len(counts):,} spellings"
    yield f"{'':24}{'micro':>30}{'macro':>30}"
    columns = f"{'recall':>10}{'right':>10}{'clear':>10}"
    yield f"{'lemmas':9}{'width':7}{'number':>8}{columns}{columns}"
    for width, key in keys.items():
        for name, chosen in (("DEV", dev), ("HELD-OUT", held_out)):
            made = rows(chosen, counts, key)
            figures = (*_micro(made), *_macro(made)) if made else ()
            yield f"{name:9}{width:7}{len(made):8}" + "".join(f"{f:10.3f}" for f in figures)
    worst = sorted(rows(dev, counts, keys[Width.WORD]), key=lambda row: min(row.figures))
    for row in worst[:show]:
        yield f"{row.figures[0]:.2f} {row.figures[1]:.2f} {row.word} ({row.forms})"
        yield f"    missed: {' '.join(row.missed)}    wrong: {' '.join(row.wrong)}"


def _micro(made: list[Row]) -> tuple[float, ...]:
    """Recall, share right, and share right of the clear, over all occurrences."""
    whole = Row(
        word="",
        forms=sum(row.forms for row in made),
        found=sum(row.found for row in made),
        right=sum(row.right for row in made),
        unclear=sum(row.unclear for row in made),
        missed=(),
        wrong=(),
    )
    return whole.figures


def _macro(made: list[Row]) -> tuple[float, ...]:
    """The same, each lemma counting alike."""
    return tuple(map(fmean, zip(*(row.figures for row in made), strict=True)))
