"""Is the root found that a dictionary gives, and do words of one root meet?

The gold are words of an archive by their roots, written for this bench. Two roots in three are held
out: rules are never tuned on them. Only words that the corpus holds count.

    right      words whose root is the one of the gold, of all / of those that are given a root
    pairs      words that share a key, of those that share a root (recall), and those that share a
               root of those that share a key (right)

ISRI is the root stemmer of Taghva, Elkhoury and Coombs (2005) as Whoosh has it, which needs no
vocabulary.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from itertools import combinations
from pathlib import Path

from whoosh.lang.isri import ISRIStemmer

from bench.running import running_text, written_counts
from bench.speed.passages import folder_texts
from indexer.analysis import folded, joined_plurals, learnt_families, roots_of, shown_root

# root: words. A weak root is written with the letter dictionaries give.
_GOLD = """
    أمن: أمن أمني تأمين مؤمن إيمان أمين أمانة ائتمان. حكم: حكم حكومة محكمة حاكم حكامة محكوم
    تحكيم حكومي محاكمة. عقل: اعتقال معتقل عقل يعتقل معقول. وزر: وزارة وزير وزاري. زور: زيارة
    زائر تزوير مزور يزور. غرب: المغرب غرب غربي مغربي الغربة. قنن: قانون تقنين. كتب: كتاب كتابة
    مكتب مكتبة كاتب مكتوب كتابي. علم: علم تعليم معلومة عالم إعلام معلم علمي إعلامي تعلم. حقق:
    حق حقوق تحقيق حقيقة استحقاق محقق حقيقي يحق. سجن: سجن سجين سجني مسجون. شرط: شرط شرطة شرطي
    اشتراط مشروط. قضي: قضاء قاضي قضية قضائي مقتضى يقتضي تقاضي. نظم: نظام تنظيم منظمة انتظام
    منظم نظامي تنظيمي. قوم: مقاومة إقامة قيام مقاوم مقيم تقويم استقامة قيمة يقوم. دول: دولة
    دولي تداول مداولة. دور: دور إدارة مدير دورة دورية مديرية إداري دائرة. سأل: سؤال مسؤول
    مسؤولية مسألة سائل مساءلة. رأس: رئيس رئاسة رأس ترأس. جلس: مجلس جلسة جلوس جالس. شرع: مشروع
    تشريع شريعة شرعي مشرع تشريعي شروع. وظف: وظيفة موظف توظيف وظيفي. وطن: وطن وطني مواطن مواطنة
    توطين. عهد: عهد معاهدة تعهد معهد متعهد. جمع: جماعة اجتماع مجتمع جمعية جامعة تجمع جمع جميع.
    نخب: انتخاب ناخب منتخب انتخابي نخبة. قرر: قرار تقرير مقرر استقرار مقر إقرار. صدر: مصدر
    إصدار صدور تصدير صادر مصادرة. نشر: نشر منشور انتشار ناشر نشرة. سلح: سلاح تسليح مسلح أسلحة.
    سلم: سلم سلامة إسلام تسليم مسلم استسلام إسلامي. حرر: حرية تحرير حر محرر. حرس: حراسة حارس.
    حمي: حماية محامي محاماة حامي. دفع: دفاع مدافع دفع اندفاع. هجم: هجوم مهاجم. هجر: هجرة مهاجر
    مهجر. خدم: خدمة استخدام مستخدم خادم. خطف: اختطاف خطف مختطف. خفي: اختفاء إخفاء مختفي. ختم:
    ختم اختتام خاتم. ضرب: ضرب إضراب ضريبة اضطراب. ضبط: ضبط ضابط انضباط مضبوط. صلح: إصلاح مصلحة
    مصالحة صالح صلاحية صلح اصطلاح. تبع: متابعة تابع اتباع تتبع تبعية. جرم: جريمة مجرم إجرام
    إجرامي. جرح: جرح جريح جراحة. جني: جناية جنائي جاني. نوب: نائب نيابة إنابة تناوب. وكل: وكيل
    وكالة توكيل موكل. وقف: موقف توقيف وقف إيقاف موقوف توقف. وصل: اتصال وصول تواصل صلة توصيل
    مواصلة. وفق: اتفاق اتفاقية توافق موافقة توفيق. وثق: وثيقة ثقة توثيق ميثاق موثوق. وضع:
    موضوع وضع وضعية. وقع: واقع موقع وقوع توقيع واقعة. ولي: ولاية والي تولي مولى. وقي: وقاية
    وقائي اتقاء تقوى. وجب: واجب وجوب موجب استيجاب. ورد: مورد وارد إيراد استيراد ورود. وزن: وزن
    ميزان ميزانية توازن. سوس: سياسة سياسي. سود: سيادة سيد. سير: سير مسيرة سيارة تسيير. سجل:
    سجل تسجيل مسجل. سكن: سكن سكان إسكان مسكن ساكنة. سمع: استماع سمع سمعة مسموع جلسة. شهد:
    شهادة شاهد مشاهدة استشهاد مشهد شهيد. شكو: شكاية شكوى اشتكى مشتكي. شرك: شركة مشاركة شريك
    اشتراك مشترك شراكة. شور: استشارة مستشار مشاورة تشاور. صحف: صحافة صحيفة صحفي صحافي. صوت:
    تصويت صوت مصوت. طلب: طلب مطالبة طالب مطلب متطلب. طلق: طلاق إطلاق انطلاق. طوع: استطاعة تطوع
    طاعة يستطيع. ظهر: مظاهرة ظاهرة ظهير تظاهر ظهر مظهر. عرض: معارضة عرض معرض تعرض اعتراض
    عريضة. عدل: عدالة عدل تعديل معدل اعتدال. عدو: اعتداء عدو عدوان. عذب: تعذيب عذاب. عمل: عمل
    عامل معاملة استعمال عملية عمال معمل تعامل. عين: تعيين معاينة عين معين. عود: عودة إعادة
    عادة عائد معاد استعادة. غير: تغيير غير تغير. فتش: تفتيش مفتش مفتشية. فسد: فساد إفساد فاسد
    مفسدة. فصل: فصل تفصيل انفصال مفصل. فرج: إفراج انفراج. قبل: قبول مقابلة استقبال مقبل إقبال
    قبيلة. قتل: قتل قاتل مقتل قتيل اقتتال. قسم: قسم تقسيم انقسام قسمة. قرح: اقتراح. قلم: إقليم
    إقليمي. كفل: كفالة كافل تكفل. لزم: التزام إلزام ملزم لازم. لجأ: لجوء لاجئ ملجأ. نفذ: تنفيذ
    نفوذ نافذ تنفيذي. نقب: نقابة نقابي نقيب. نقل: نقل تنقل انتقال ناقلة. نهك: انتهاك منتهك.
    نهي: انتهاء نهاية نهائي نهي. نكر: إنكار استنكار. نزع: نزاع منازعة انتزاع. هدد: تهديد مهدد.
    هوي: هوية هواء. يسر: تيسير يسر. درس: دراسة مدرسة درس مدرس. دخل: دخول داخلية تدخل دخل
    مداخلة إدخال داخلي. خرج: خروج إخراج تخرج خارج خارجي. حضر: حضور محضر حاضر تحضير محاضرة.
    حجج: احتجاج حجة محتج. حبس: حبس محبوس احتباس. حزب: حزب حزبي. حسب: حساب محاسبة محتسب حسبة.
    حدد: حد تحديد محدد حدود. حوز: حيازة حائز. خبر: خبر خبرة خبير إخبار اختبار مختبر. ثقف:
    ثقافة مثقف ثقافي. ثور: ثورة ثائر ثوري. مدن: مدينة مدني تمدن. ملك: ملك ملكي مملكة ملكية
    امتلاك مالك تمليك. منع: منع امتناع مانع ممنوع. مول: مال مالي تمويل ممول مالية. نصب: منصب
    تنصيب نصب. برر: تبرير بر. بحث: بحث باحث مباحثات. بعث: بعثة مبعوث انبعاث. بلغ: بلاغ تبليغ
    مبلغ مبالغة إبلاغ. بني: بناء مبنى بناية. تجر: تجارة تاجر تجاري اتجار. جهز: جهاز تجهيز
    مجهز. جوز: جواز إجازة تجاوز جائزة. سوي: مساواة تسوية متساوي. سوء: إساءة سوء سيئ. قول: قال
    مقال قول. كون: مكان تكوين كائن كان. مكن: إمكان تمكين إمكانية يمكن. جدد: جديد تجديد. خطط:
    خطة تخطيط مخطط. خطر: خطر خطير خطورة. مدد: مدة إمداد تمديد. هدف: هدف استهداف. عدد: عدد
    متعدد تعدد تعداد. حلل: حل تحليل احتلال. حول: حالة تحويل حول محاولة تحول. كمل: كامل تكامل
    استكمال. كلم: كلمة كلام تكلم. سبق: سابق سباق مسبق. ذكر: ذكر مذكرة ذاكرة تذكير. شكل: شكل
    تشكيل مشكلة. شكك: شك تشكيك. بدأ: مبدأ بداية ابتداء بدء. بدل: تبادل بديل بدل استبدال. قدم:
    تقديم قديم مقدم تقدم. قدر: قدرة تقدير قدر مقدار. قرب: قريب تقريب قرب تقارب. رقب: رقابة
    مراقبة مراقب. ربط: ارتباط رابطة ربط مرتبط. رجع: مراجعة مرجع رجوع تراجع. خلف: مخالفة خلاف
    اختلاف مخالف خليفة. خلل: خلل إخلال اختلال. أخر: تأخير آخر تأخر. أجر: أجر أجرة مأجور. جري:
    إجراء إجرائي يجري مجرى. أجل: أجل تأجيل مؤجل. رخص: رخصة ترخيص. حفظ: حفظ محافظة احتفاظ
    محافظ. فقه: فقه فقيه. فقر: فقر فقير. رفق: مرفق مرافقة رفق إرفاق. سلك: سلوك مسلك سلك. سلط:
    سلطة تسليط. علق: علاقة تعليق متعلق يتعلق. غلق: إغلاق مغلق. عون: تعاون معاونة عون إعانة.
    عني: معنى يعني معني. نوع: تنوع نوع متنوع. أكد: تأكيد مؤكد. أسس: مؤسسة تأسيس أساس أساسي.
    أخذ: أخذ مؤاخذة اتخاذ مأخوذ. أرخ: تاريخ مؤرخ تاريخي. أثر: تأثير أثر مؤثر. ألف: تأليف مؤلف
    ائتلاف. نقد: نقد انتقاد. نقض: نقض تناقض مناقضة. نصر: نصر انتصار. نصف: نصف إنصاف منصف. شعب:
    شعب شعبي. شعر: شعور شعر شاعر إشعار. صحح: صحة تصحيح صحي صحيح. صحب: صاحب مصاحبة. بيع: بيع
    مبيع. بيت: بيت مبيت. طير: طائرة طيران مطار. طور: تطوير تطور. سفر: سفر سفير سفارة مسافر.
    غصب: اغتصاب غصب. غضب: غضب. حيي: حياة إحياء حي. موت: موت ميت. مرر: مرور استمرار مستمر. مرض:
    مرض مريض. ضرر: ضرر إضرار متضرر. ضمن: ضمان تضمين تضامن. أهل: تأهيل أهلية مؤهل أهل. هلل:
    هلال. وجه: توجيه جهة اتجاه وجه مواجهة. جهو: جهوي جهوية. وسط: وسط وسيط وساطة متوسط. وسع:
    توسيع واسع توسع. وسل: وسيلة. صيغ: صيغة صياغة.
"""


def gold() -> dict[str, str]:
    """word, folded → root: three letters, a hamza as ء."""
    found: dict[str, str] = {}
    for entry in _GOLD.split("."):
        root, _, words = entry.partition(":")
        for word in words.split():
            found.setdefault(folded(word).removeprefix("ال"), _plain(root.strip()))
    return found


def is_held_out(root: str) -> bool:
    """True if rules must not be tuned on this root: two in three, by a digest of it."""
    return int(hashlib.md5(root.encode(), usedforsecurity=False).hexdigest(), 16) % 3 != 0


def report(corpus: Path, show: int = 0) -> Iterator[str]:
    """The lines of the table for the documents below `corpus`, and `show` faults of DEV."""
    text = running_text(folder_texts(corpus))
    writings = written_counts(text)
    families, decisions = learnt_families(writings, text)
    roots = roots_of(families, writings, {}, plurals=joined_plurals(decisions, families))
    root_of = {word: roots[family] for word, family in families.items()}
    words = {word: root for word, root in gold().items() if word in families}
    isri = _Isri()
    keys: dict[str, Callable[[str], str]] = {
        "root": root_of.__getitem__,
        "family": families.__getitem__,
        "ISRI": lambda word: "-".join(isri.stem(word)),
    }
    yield f"{len(families):,} words, {len(set(families.values())):,} families"
    columns = f"{'words':>7}{'right':>8}{'given':>8}{'pairs: recall':>15}{'right':>8}"
    yield f"{'roots':9}{'key':8}{columns}"
    for name, held_out in (("DEV", False), ("HELD-OUT", True)):
        chosen = {word: root for word, root in words.items() if is_held_out(root) is held_out}
        if not chosen:
            continue
        for key_name, key in keys.items():
            right, given = _shares(chosen, key)
            recall, precision = _pairs(chosen, words, key)
            yield f"{name:9}{key_name:8}{len(chosen):7}{right:8.3f}{given:8.3f}" + (
                f"{recall:15.3f}{precision:8.3f}"
            )
    faults = [
        f"{word}: {root_of[word]}, not {root}"
        for word, root in words.items()
        if not is_held_out(root) and _letters(root_of[word]) != root
    ]
    yield from faults[:show]


class _Isri(ISRIStemmer):  # type: ignore[misc]
    def norm(self, num: int) -> None:
        """The normalization that the base fails at in any Python since 3.7. Words come folded."""


def _shares(words: Mapping[str, str], key: Callable[[str], str]) -> tuple[float, float]:
    """The share of `words` whose key is their root, and that of those whose key is a root."""
    right = sum(_letters(key(word)) == root for word, root in words.items())
    given = sum(shown_root(key(word)) is not None for word in words)
    return right / len(words), right / given if given else 0.0


def _pairs(
    words: Mapping[str, str], every: Mapping[str, str], key: Callable[[str], str]
) -> tuple[float, float]:
    """Recall of the pairs of one root, of which one is in `words`, and the share right."""
    together = [
        (every[one] == every[other], key(one) == key(other))
        for one, other in combinations(every, 2)
        if one in words or other in words
    ]
    same = sum(root for root, _ in together)
    found = sum(met for _, met in together)
    both = sum(root and met for root, met in together)
    return both / same if same else 0.0, both / found if found else 0.0


def _letters(key: str) -> str:
    return _plain(key.replace("-", ""))


def _plain(root: str) -> str:
    """`root` with its hamza as ء, whatever it is written on."""
    return root.translate(str.maketrans("أإؤئا", "ءءءءء"))
