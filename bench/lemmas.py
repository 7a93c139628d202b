"""Words of an archive in citation form, and the forms a grammar makes of each.

They are written for the bench: nouns with their broken plurals, and verbs. Two lemmas in three are
held out: rules are never tuned on them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product

from indexer.analysis import folded

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
# Nouns met for their broken plurals.
_MORE = """
    وزير حد قيد ظرف عقد فرد شأن خبير شريك زعيم نص بند جزء رقم قسم وضع موضوع مضمون صندوق عنوان
    أسلوب مطلب منصب مرحلة منطقة مهمة وسيلة وظيفة عنصر جانب حادث مورد مصدر سجين قتيل جريح مريض
    صوت حدث خطر ضرر نوع شكل بلد نشاط غذاء مثال دور رجل طائفة قبيلة دعوى مزية وصية خلية تهمة
    فرصة أمة قيمة نسبة غرفة مهنة صورة نقطة ملعب مكان سهل عدد غرض فعل لسان قلب كلب حاجز سائل
    تلميذ رقيب فكرة مقعد منهج مشكل مانع ضمير عقار جسر سطح كوكب معدن طابع عاصمة ساحل بيت
    قائد عامة درس خط لفظ
"""
# Their broken plurals, with those of the lists above.
_BROKEN = """
    محكمة محاكم. لجنة لجان. مادة مواد. خطة خطط. مسطرة مساطر. جريمة جرائم. مدة مدد. سنة سنوات
    سنين. وثيقة وثائق. مدينة مدن. قرية قرى. ضحية ضحايا. ذخيرة ذخائر. سفينة سفن. مدرسة مدارس.
    ضريبة ضرائب. بضاعة بضائع. أسرة أسر. صحيفة صحف. جريدة جرائد. مصلحة مصالح. رسالة رسائل.
    نتيجة نتائج. قاعدة قواعد. خليفة خلفاء. زاوية زوايا. دولة دول. رخصة رخص. قضية قضايا. ظاهرة
    ظواهر. تجربة تجارب. خزانة خزائن. رشوة رشاوى. عامل عمال. مدير مدراء. جندي جنود. قانون
    قوانين. سجن سجون. دستور دساتير. حق حقوق. مجلس مجالس. رئيس رؤساء. عضو أعضاء. ظهير ظهائر.
    مرسوم مراسيم. فصل فصول. باب أبواب. تقرير تقارير. تدبير تدابير. شهر شهور أشهر. يوم أيام.
    أجل آجال. ميثاق مواثيق. عهد عهود. طرف أطراف. مكتب مكاتب. إقليم أقاليم. حي أحياء. شارع
    شوارع. طفل أطفال. شاهد شهود. قاضي قضاة. وكيل وكلاء. محضر محاضر. ضابط ضباط. عون أعوان. جيش
    جيوش. سلاح أسلحة. ميناء موانئ. طريق طرق طرقات. مركز مراكز. معهد معاهد. طبيب أطباء. دواء
    أدوية. عمل أعمال. أجر أجور. حزب أحزاب. نائب نواب. رسم رسوم. مال أموال. بنك أبناك بنوك.
    تاجر تجار. سوق أسواق. وزن أوزان. نقد نقود. درهم دراهم. دينار دنانير. ولد أولاد. نسب أنساب.
    بحث أبحاث بحوث. دليل أدلة دلائل. حكم أحكام. شرط شروط. نموذج نماذج. كتاب كتب. خبر أخبار.
    رأي آراء. نظام أنظمة نظم. شخص أشخاص. جهاز أجهزة. مرفق مرافق. فريق فرق. ملك ملوك. أمير
    أمراء. سلطان سلاطين. إمام أئمة. علم علوم. عالم علماء. فقيه فقهاء. شيخ شيوخ. مسجد مساجد.
    دين أديان. فن فنون. أدب آداب. شعر أشعار. شاعر شعراء. تاريخ تواريخ. وفد وفود. سفير سفراء.
    قنصل قناصل. جواب أجوبة. سؤال أسئلة. سبب أسباب. أثر آثار. مشروع مشاريع. برنامج برامج. هدف
    أهداف. محور محاور. مبدأ مبادئ. معيار معايير. ماء مياه. معمل معامل. جسد أجساد. قصر قصور.
    جبل جبال. بحر بحار. وطن أوطان. وزير وزراء. حد حدود. قيد قيود. ظرف ظروف. عقد عقود. فرد
    أفراد. شأن شؤون. خبير خبراء. شريك شركاء. زعيم زعماء. نص نصوص. بطاقة بطائق. بند بنود. جزء
    أجزاء. رقم أرقام. قسم أقسام. وضع أوضاع. موضوع مواضيع. مضمون مضامين. صندوق صناديق. عنوان
    عناوين. أسلوب أساليب. مطلب مطالب. منصب مناصب. مرحلة مراحل. منطقة مناطق. مهمة مهام. وسيلة
    وسائل. وظيفة وظائف. عنصر عناصر. جانب جوانب. حادث حوادث. مورد موارد. مصدر مصادر. سجين
    سجناء. قتيل قتلى. جريح جرحى. مريض مرضى. صوت أصوات. حدث أحداث. خطر أخطار مخاطر. ضرر أضرار.
    نوع أنواع. شكل أشكال. بلد بلدان بلاد. نشاط أنشطة. غذاء أغذية. مثال أمثلة. دور أدوار. رجل
    رجال. طائفة طوائف. قبيلة قبائل. دعوى دعاوى. مزية مزايا. وصية وصايا. خلية خلايا. تهمة تهم.
    فرصة فرص. أمة أمم. قيمة قيم. نسبة نسب. غرفة غرف. مهنة مهن. صورة صور. نقطة نقاط نقط. ملعب
    ملاعب. مكان أماكن أمكنة. سهل سهول. عدد أعداد. غرض أغراض. فعل أفعال. لسان ألسنة. قلب قلوب.
    كلب كلاب. حاجز حواجز. سائل سوائل. تلميذ تلاميذ. رقيب رقباء. فكرة أفكار فكر. مقعد مقاعد.
    منهج مناهج. مشكل مشاكل. مانع موانع. ضمير ضمائر. جسر جسور. سطح سطوح أسطح. كوكب
    كواكب. معدن معادن. طابع طوابع. عاصمة عواصم. ساحل سواحل. بيت بيوت. قائد قادة قواد. درس
    دروس. خط خطوط. لفظ ألفاظ
"""
# Verbs: he did, he does.
_VERBS = """
    اعتقل يعتقل. احتج يحتج. اعترف يعترف. انتخب ينتخب. انتقد ينتقد. اتهم يتهم. استعمل يستعمل.
    استخدم يستخدم. استقبل يستقبل. استمر يستمر. استغل يستغل. أعلن يعلن. أصدر يصدر. أكد يؤكد.
    أضاف يضيف. أشار يشير. أفرج يفرج. أصبح يصبح. قرر يقرر. نظم ينظم. عين يعين. حدد يحدد. صرح
    يصرح. مارس يمارس. شارك يشارك. طالب يطالب. تابع يتابع. حاول يحاول. واجه يواجه. ساهم يساهم.
    غادر يغادر. تعرض يتعرض. توفر يتوفر. تمكن يتمكن. تضمن يتضمن. تعلق يتعلق. تدخل يتدخل. تراجع
    يتراجع. تجاوز يتجاوز. كتب يكتب. طلب يطلب. دخل يدخل. خرج يخرج. حصل يحصل. شهد يشهد. رفض
    يرفض. نشر ينشر. وقع يقع. وصل يصل. وجد يجد. قال يقول. كان يكون. قام يقوم. عاد يعود. زار
    يزور. مات يموت. منع يمنع. سمح يسمح. فتح يفتح. جمع يجمع. قتل يقتل. ضرب يضرب. اختطف يختطف.
    انتهك ينتهك. اختار يختار. احتفظ يحتفظ. التزم يلتزم. التحق يلتحق. انطلق ينطلق. انسحب ينسحب.
    اجتمع يجتمع. اقترح يقترح. اعتبر يعتبر. اعتمد يعتمد. استفاد يستفيد. اغتصب يغتصب. ارتكب
    يرتكب. انخفض ينخفض. ارتفع يرتفع. استهدف يستهدف. عبر يعبر. خضع يخضع. ترأس يترأس. عرف يعرف.
    أجاب يجيب. أدان يدين. أقام يقيم
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


@dataclass(frozen=True, slots=True)
class Lemma:
    """A word in citation form and the spellings that are its forms; `unclear` may be forms.

    `plurals` are those of `forms` that have a broken plural in them. What is `ignored` is neither
    right nor wrong.
    """

    word: str
    forms: frozenset[str]
    unclear: frozenset[str]
    plurals: frozenset[str] = frozenset()
    ignored: frozenset[str] = frozenset()


def nouns() -> tuple[Lemma, ...]:
    """Every noun of the bench, in the order of the lists above.

    A spelling that several claim is a form of the longest: وكيل is not و before كيل.
    """
    feminine, persons = _FEMININE.split(), _PERSONS.split()
    in_at, others = _PLURAL_IN_AT.split(), (*_OTHERS.split(), *_MORE.split())
    made = (
        *(_lemma(word, in_at=True) for word in feminine),
        *(_lemma(word, person=True) for word in persons),
        *(_lemma(word, in_at=True) for word in in_at),
        *(_lemma(word, in_at=word.endswith("ة")) for word in others),
    )
    longest: dict[str, int] = {}
    for lemma in made:
        for form in lemma.forms:
            longest[form] = max(longest.get(form, 0), len(lemma.word))
    return tuple(_without(lemma, longest) for lemma in made)


def _without(lemma: Lemma, longest: Mapping[str, int]) -> Lemma:
    """`lemma` with the forms that a longer lemma claims among the unclear."""
    claimed = {form for form in lemma.forms if longest[form] > len(lemma.word)}
    plurals = lemma.plurals - claimed
    return Lemma(lemma.word, lemma.forms - claimed, lemma.unclear | claimed, plurals)


def without_plurals(noun: Lemma) -> Lemma:
    """`noun` as if it had no broken plural."""
    return Lemma(noun.word, noun.forms - noun.plurals, noun.unclear, ignored=noun.plurals)


def verbs() -> tuple[Lemma, ...]:
    """Every verb of the bench, in the order of the list above."""
    return tuple(_verb(*entry.split()) for entry in _VERBS.split("."))


def is_held_out(word: str) -> bool:
    """True if rules must not be tuned on this lemma: two in three, by a digest of the word."""
    return int(hashlib.md5(word.encode(), usedforsecurity=False).hexdigest(), 16) % 3 != 0


def spelling(written: str) -> str:
    """`written` folded, but for its ة: so كتابة is no form of كتاب, and كتابه, his book, is."""
    surface = folded(written)
    return surface[:-1] + "ة" if "ة" in written and surface.endswith("ه") else surface


def surface(spelt: str) -> str:
    """The folded word of a spelling."""
    return spelt.replace("ة", "ه")


def _lemma(word: str, *, person: bool = False, in_at: bool = False) -> Lemma:
    """The lemma `word`, a `person` or with a plural `in_at`, and its forms:

        conjunction  preposition  article  word, its plurals or its dual
        conjunction  preposition  word, its plurals or its dual  possessive

    After a preposition only what is not nominative stands, and the alef of the accusative not.
    """
    spelt = _spelt(word, _free(word, person, in_at), _bound(word, person, in_at))
    plurals = set()
    for plural in _broken().get(word, ()):
        plurals |= _spelt(plural, {plural}, _possessed(plural)) - spelt
    unclear = set(map(spelling, _unclear(word, person))) - spelt - plurals
    homographs = (spelt | plurals) & set(_HOMOGRAPHS.split())
    return Lemma(
        word,
        frozenset((spelt | plurals) - homographs),
        frozenset(unclear | homographs),
        frozenset(plurals - homographs),
    )


def _spelt(word: str, free: set[str], bound: set[str]) -> set[str]:
    """The spellings of `word` in its forms: those that stand `free`, and those that are `bound`."""
    forms = {conjunction + form for conjunction in _CONJUNCTIONS for form in free | bound}
    for form in free:
        forms |= {conjunction + "ال" + form for conjunction in _CONJUNCTIONS}
    forms |= _after_preposition(free, bound) | _indefinite(word)
    spelt = set(map(spelling, forms))
    if word.endswith("ة"):  # often written so
        spelt |= set(map(surface, spelt))
    return spelt


@cache
def _broken() -> dict[str, list[str]]:
    """noun → its broken plurals."""
    entries = (entry.split() for entry in _BROKEN.split("."))
    return {noun: plurals for noun, *plurals in entries}


def _verb(did: str, does: str) -> Lemma:
    """The lemma of the verb `did`, `does`, in the imperfect, with its forms:

        conjunction  will  does  ending  object

    And those of the perfect where it has the letters of the imperfect (اعتقل, يعتقل). Elsewhere it
    is ignored: تدخل is "he intervened" or "intervention".
    """
    objects = ("", *_PRONOUNS, "ني")
    imperfect: set[str] = set()
    for person in "يتنأ":
        form = person + does[1:]
        imperfect |= {form + ending for ending in ("ون", "ان", "ا", "ن", "وا")}
        imperfect |= {form + ending for ending in objects}
        imperfect |= {form + end + pronoun for end in ("و", "ون") for pronoun in objects[1:]}
    imperfect |= {will + form for will in "سل" for form in imperfect}
    perfect = {did + ending for ending in ("وا", "تا")}
    perfect |= {
        did + ending + pronoun for ending in ("", "ت", "نا", "ا", "ن") for pronoun in objects
    }
    perfect |= {did + "و" + pronoun for pronoun in objects[1:]}
    does_forms, did_forms = (
        frozenset(spelling(conjunction + form) for conjunction in _CONJUNCTIONS for form in forms)
        for forms in (imperfect, perfect)
    )
    if folded(did) == "ا" + does[1:]:
        return Lemma(does, does_forms | did_forms, frozenset())
    return Lemma(does, does_forms, frozenset(), ignored=did_forms - does_forms)


def _stems(word: str) -> tuple[str, str, tuple[str, ...]]:
    """The stem before the plural in ات, the dual and a possessive.

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


def _possessed(word: str) -> set[str]:
    """`word` with each possessive but ي: قانوني is "my law" or "legal" (`_unclear`)."""
    return {stem + pronoun for stem in _stems(word)[2] for pronoun in _PRONOUNS}


def _bound(word: str, person: bool, in_at: bool) -> set[str]:
    """The forms that another noun or a possessive determines."""
    before_at, before_dual, _ = _stems(word)
    bound = _possessed(word)
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
