"""Plurals that no usual pattern makes of their singular: of another root, or of other letters.

The list has the irregular plurals that grammars of Arabic name. The archive must attest both words,
spelled so.
"""

from __future__ import annotations

from indexer.analysis.morphology.corpus_statistics import CorpusStatistics
from indexer.analysis.morphology.decisions import Decision

# singular: plurals
_ROWS = """
    امرأة: نساء نسوة
    أب: آباء
    أم: أمهات
    ابن: أبناء
    بنت: بنات
    أخ: إخوة إخوان
    أخت: أخوات
    إنسان: أناس
    ماء: مياه أمواه
    أرض: أراضي أراض
    ليلة: ليالي ليال
    أهل: أهالي
    شيء: أشياء
    اسم: أسماء
    سنة: سنوات سنين سنون
    يد: أيدي أيادي أياد
    دم: دماء
    فم: أفواه
    شفة: شفاه
    شاة: شياه
    بئر: آبار
    إناء: آنية أواني
    قرية: قرى
    حاجة: حوائج
    شيخ: مشايخ
    عبد: عبيد
    حمار: حمير
    نار: نيران
    مئة: مئات
    أستاذ: أساتذة
    تلميذ: تلامذة
    دكتور: دكاترة
    فيلسوف: فلاسفة
    إمبراطور: أباطرة
"""
_UNSIGNED = {"ة": "ه", "ى": "ي", **dict.fromkeys("أإآ", "ا")}


def irregular_plurals(evidence: CorpusStatistics) -> dict[str, Decision]:
    """Plural → its singular, where the archive has both."""
    found: dict[str, Decision] = {}
    for row in _ROWS.strip().splitlines():
        singular, plurals = (part.split() for part in row.split(":"))
        for plural in plurals:
            word, noun = (_key(written, evidence) for written in (plural, *singular))
            if word and noun:
                found[word] = Decision(noun, "irregular plural", listed=True)
    return found


def _key(written: str, evidence: CorpusStatistics) -> str | None:
    """The key of the word `written` so, if the archive has it and mostly spells it so."""
    key = evidence.homographs.key_of(written)
    spelling = evidence.usual_spelling(key)
    if not evidence.alone(key) or len(spelling) != len(written):
        return None
    pairs = zip(spelling, written, strict=True)
    return key if all(one in (other, _UNSIGNED.get(other)) for one, other in pairs) else None
