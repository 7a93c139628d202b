"""Broken plurals: the singulars that a word may be the plural of, by the patterns of Arabic.

Only patterns of which the plural is hardly ever anything else, and from which few singulars come,
are here: رجال could be the plural of رجل, but كتاب and نظام have the same pattern. Which singular
it is, if any, is for the archive to attest (`stemmer.py`). ف ع ل stand for the letters of a root.

Words are given folded: ة is ه, أ and إ are ا, ى is ي, ئ and ؤ are ء.
"""

from __future__ import annotations

from dataclasses import dataclass

_MOST = 6  # letters of a broken plural


@dataclass(frozen=True, slots=True)
class Singular:
    """A singular that a word may be the broken plural of.

    `weight` is its own beside the other singulars; it must be seen `least` times as often as the
    plural, with `ending` where it is usually written so. A `sure` pattern is hardly ever anything
    but a plural. `rivals` are words with the share of the uses of the plural beyond which they show
    that it is none: a singular of another plural, or another form of the same adjective. `verbs`
    are imperfects, which must be seen less than the singular with the article: else it is a verb,
    and دخول its noun.
    """

    word: str
    pattern: str
    weight: float = 1.0
    least: float = 0.02
    sure: bool = True
    ending: str = ""
    rivals: tuple[tuple[str, float], ...] = ()
    verbs: tuple[str, ...] = ()


def singulars(word: str, spelling: str) -> list[Singular]:
    """The words that `word`, usually written `spelling`, may be the plural of."""
    size = len(word)
    if size == 3 and word[1] == word[2]:  # خطط, خطة
        return [Singular(word[:2] + "ه", "فعل←فعّة", least=0.3, sure=False, ending="ة")]
    if not 4 <= size <= _MOST:
        return []
    if size == 5 and word.endswith("ايا"):
        return _faaya(word)
    if word[2] == "ا" and size > 4:
        if word[-1] in "اه" or spelling[0] == "إ":
            return []
        return _of_five_with_alef(word) if size == 5 else _of_six_with_alef(word)
    if word[0] == "ا":
        return _with_alef(word, spelling) if spelling[0] in "أآ" else []
    if size == 5 and word.endswith("اء"):
        return _fuala(word)
    return _of_four(word, spelling) if size == 4 else []


def _with_alef(word: str, spelling: str) -> list[Singular]:
    """أفعال، أفعلة، أفعلاء, and آ for أا."""
    size = len(word)
    if size == 4 and spelling[0] == "آ" and word[2] == "ا":
        if word[3] == "ء":
            return [Singular(word[1] + "اي", "آفال←فأل")]  # آراء, رأي
        return [Singular("ا" + word[1] + word[3], "آعال←أعل")]  # آثار, أثر
    if size == 5 and word[3] == "ا":
        return _afal(word)
    if size == 5 and word[4] == "ه":
        root, last, pattern = word[1:3], word[3], "أفعلة←فعال"
        rivals = ((word[:4], 0.1),)  # أخيرة is the feminine of أخير
        if last == "ي":
            return [Singular(root + "اء", pattern, least=0.1, rivals=rivals)]  # أدوية, دواء
        return [
            Singular(root + "ا" + last, pattern, rivals=rivals),  # أسلحة, سلاح
            Singular(root + "ي" + last, "أفعلة←فعيل", rivals=rivals),
        ]
    if size == 6 and word.endswith("اء"):
        last = "" if word[3] == "ي" else word[3]
        return [Singular(word[1:3] + "ي" + last, "أفعلاء←فعيل")]  # أصدقاء, أنبياء
    return []


def _afal(word: str) -> list[Singular]:
    """The singulars of أفعال."""
    first, second, third = word[1], word[2], word[4]
    pattern = "أفعال←فعل"
    found = [Singular(first + second + third, pattern)]
    if second in "وي":
        found.append(Singular(first + "ا" + third, pattern, 0.3))  # أبواب, باب
    if second == third:
        found.append(Singular(first + second, pattern))  # أسرار, سر
    if third == "ء":
        found += [
            Singular(first + second + "و", pattern),  # أعضاء, عضو
            Singular(first + second + "ا", pattern),  # أنباء, نبأ
            Singular("ا" + first + second, pattern),  # أبناء, ابن
            Singular(first + second + "ي" + second, "أفعّاء←فعيع"),  # أطباء, طبيب
            Singular(word[:2] + "ي" + second, "فعلاء←فعيل"),  # أمراء, أمير
        ]
        if second in "وي":
            found.append(Singular(first + second, pattern))  # أحياء, حي
    return found


def _fuala(word: str) -> list[Singular]:
    """وزراء, وزير; علماء, عالم; خلفاء, خليفة; but حمراء is the feminine of أحمر."""
    first, second, third = word[0], word[1], word[2]
    rivals = (("ا" + word[:3], 0.5),)
    return [
        Singular(first + second + "ي" + third, "فعلاء←فعيل", rivals=rivals),
        Singular(first + "ا" + second + third, "فعلاء←فاعل", 0.2, 0.05, sure=False, rivals=rivals),
        Singular(first + second + "ي" + third + "ه", "فعلاء←فعيلة", 0.3, rivals=rivals),
    ]


def _of_four(word: str, spelling: str) -> list[Singular]:
    """فعول، فواعّ، فعّال، فعاة, and فعلى."""
    first, second, third, last = tuple(word)
    if third == "و" and last not in "اويه" and second != "ا":
        return [_fuul(first, second, last)]
    if third == "ا" and second == "و":
        return [
            Singular(first + "ا" + last + "ه", "فواعّ←فاعّة", least=0.3, sure=False),  # مواد, مادة
            Singular(
                f"{first}اء{last}",  # نواب, نائب; but دوام is no plural of دائم, which has دائمة
                "فعّال←فاعل",
                least=0.3,
                sure=False,
                rivals=((f"{first}اء{last}ه", 0.3),),
            ),
        ]
    if third == "ا" and spelling[-1] == "ة":  # قضاة, قاضٍ
        return [Singular(first + "ا" + second + "ي", "فعاة←فاعٍ", least=0.5, sure=False)]
    if spelling[-1] == "ى":  # جرحى, جريح; but كبرى is the feminine of أكبر, مبنى has مبانٍ
        rivals = (("ا" + word[:3], 0.5), (first + second + "ا" + third + "ي", 0.05))
        singular = first + second + "ي" + third
        return [Singular(singular, "فعلى←فعيل", least=0.05, sure=False, rivals=rivals)]
    return []


def _fuul(first: str, second: str, last: str) -> Singular:
    """The singular of فعول; but سرور is no plural of سر, of which أسرار is."""
    if second == last:  # حقوق, حق
        rivals = ((f"ا{first}{second}ا{last}", 1.0),)
        return Singular(first + second, "فعول←فعّ", least=0.2, sure=False, rivals=rivals)
    middle = "ا" if second == "ء" else second  # شؤون, شأن
    stem = first + middle + last
    rivals = ((f"ا{first}{middle}ا{last}", 1.0),)
    verbs = ("ي" + stem, "ت" + stem, *(("ي" + stem[1:], "ت" + stem[1:]) if first == "و" else ()))
    return Singular(stem, "فعول←فعل", least=0.2, sure=False, rivals=rivals, verbs=verbs)


def _of_five_with_alef(word: str) -> list[Singular]:
    """فعائل، فعالى، فواعل, and فعالل with whatever consonants (مفاعل, أفاعل)."""
    first, second, rest = word[0], word[1], word[3:]
    stem, last = first + second, rest[1]
    rivals: tuple[tuple[str, float], ...] = ()
    if first == "ت":  # تبادل is the noun of يتبادل,
        rivals = (("ي" + word, 0.02), ("ت" + word, 0.02))
    elif first == "م":  # مراقب the participle of مراقبة
        rivals = ((word + "ه", 1.0),)
    if rest == "وي":
        if first == "ت":
            return []
        return [
            Singular(stem + "وي", "فعالى←فعلى"),  # دعاوى, دعوى
            Singular(stem + "وه", "فعالى←فعلة", 0.2),  # رشاوى, رشوة
        ]
    if last == "ي":  # معاني, معنى
        singular = Singular(stem + rest, "فعالٍ←فعلى", least=0.05, sure=False, ending="ى")
        return [singular] if first == "م" else []
    if rest[0] == "ء" and second != "و":
        pattern = "فعائل←فعيل"
        return [
            Singular(stem + "ي" + last + "ه", pattern),  # وثائق, وثيقة
            Singular(stem + "ي" + last, pattern),  # دلائل, دليل
            Singular(stem + "ا" + last + "ه", "فعائل←فعالة"),  # رسائل, رسالة
        ]
    found: list[Singular] = []
    endings = ("ه",) if first == "ت" else ("ه", "")
    if second == "و":  # قواعد, قاعدة; عوامل, عامل
        pattern = "فواعل←فاعل"
        found += [Singular(first + "ا" + rest + end, pattern, rivals=rivals) for end in endings]
    pattern = "فعالل←فعلل"  # محاكم, محكمة; مجالس, مجلس
    found += [
        Singular(stem + rest + end, pattern, least=0.05, sure=False, rivals=rivals)
        for end in endings
    ]
    if last == "ء":  # مبادئ, مبدأ
        found.append(Singular(stem + rest[0] + "ا", pattern, least=0.05, sure=False))
    return found


def _of_six_with_alef(word: str) -> list[Singular]:
    """فواعيل, and فعاليل with whatever consonants (مفاعيل, تفاعيل, أفاعيل)."""
    first, second, third, last = word[0], word[1], word[3], word[5]
    if word[4] != "ي" or last == "ي":
        return []
    found: list[Singular] = []
    if second == "و":  # قوانين, قانون; تواريخ, تاريخ; مواثيق, ميثاق
        stem, pattern = first + "ا" + third, "فواعيل←فاعول"
        found += [Singular(stem + vowel + last, pattern) for vowel in "وي"]
        if first == "م":
            found.append(Singular(first + "ي" + third + "ا" + last, "مفاعيل←مفعال"))
    stem = first + second + third
    found += [Singular(stem + vowel + last, "فعاليل←فعلول") for vowel in "ويا"]
    return found


def _faaya(word: str) -> list[Singular]:
    """The singulars of فعايا."""
    found = [Singular(word[:2] + "يه", "فعايا←فعيّة")]  # قضايا, قضية
    if word[1] == "و":
        found.append(Singular(word[0] + "اويه", "فعايا←فاعية"))  # زوايا, زاوية
    return found
