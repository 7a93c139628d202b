"""Words of the grammar: their families are listed, and no rule makes other words of them.

Prepositions with their pronouns, pronouns, demonstratives, relatives, particles, and كان. They are
so frequent that any word with their letters would seem to be a form of them: فقدان of قد, آليات of
إليه. So each row lists the whole family, and every step to one of its words is refused.
"""

from __future__ import annotations

from pyarabic import araby

from indexer.analysis.morphology.homographs import may_be, telling
from indexer.analysis.normalize import folded

_AND = ("", "و", "ف")

# The first word of a row is the family; each may stand after و or ف too.
_ROWS = """
    في فيه فيها فيهم فيهما فيهن فينا فيكم
    إلى إليه إليها إليهم إليهما إليهن إلينا إليكم إليك
    على عليه عليها عليهم عليهما عليهن علينا عليكم عليك
    عن عنه عنها عنهم عنهما عنهن عنا عنكم عنك عني
    من منه منها منهم منهما منهن منا منكم منك مني
    لدى لديه لديها لديهم لديهما لديهن لدينا لديكم
    مع معه معها معهم معهما معهن معنا معكم معك معي
    له لها لهم لهما لهن لنا لكم لك لي
    به بها بهم بهما بهن بنا بكم
    بين بينه بينها بينهم بينهما بينهن بيننا بينكم
    عند عنده عندها عندهم عندهما عندنا عندكم عندي
    كل لكل بكل ككل الكل للكل كله كلها كلهم كلهما كلهن كلنا كلكم لكلها بكلها
    كلا كلاهما كليهما
    تحت تحته تحتها تحتهم تحتهما
    عبر عبره عبرها عبرهم عبرهما
    بن
    ذا
    نعم
    أي لأي بأي كأي أيهم أيها أيهما
    أية لأية بأية كأية
    عديد العديد للعديد بالعديد كالعديد
    منذ
    حتى
    لدن
    قد لقد
    لم
    لن
    لا بلا
    لولا
    لو
    هل
    سوف
    كي
    لكي
    ثم
    أو
    إذا
    إذ
    إلا
    أما
    ما
    كما
    بما
    لما
    مما
    عما
    فيما
    ممن
    عمن
    كلما
    إنما
    كأنما
    ربما
    بينما
    عندما
    أيضا
    هو
    هي
    هم
    هما
    نحن
    أنا
    أنت
    أنتم
    هذا لهذا بهذا كهذا
    هذه لهذه بهذه كهذه
    هذان
    هذين لهذين بهذين
    هاتان
    هاتين لهاتين بهاتين
    هؤلاء لهؤلاء بهؤلاء كهؤلاء
    ذلك لذلك بذلك كذلك
    تلك لتلك بتلك كتلك
    ذاك لذاك بذاك كذاك
    أولئك لأولئك بأولئك
    هكذا
    هنا
    هناك
    هنالك
    الذي للذي بالذي كالذي
    التي للتي بالتي كالتي
    الذين للذين بالذين كالذين
    اللذان اللذين
    اللتان اللتين
    اللاتي اللواتي
    لذا
    كان كانت كانوا كانا كانتا لكان لكانت لكانوا كنت كنتم كنا
    أن أنه أنها أنهم أنهما أنهن أننا أنك أنكم أني أنني بأن بأنه بأنها بأنهم بأنهما بأننا
    أن لأن لأنه لأنها لأنهم لأنهما لأننا لأني لأنني كأنه كأنها كأنهم كأنهما كأننا
    لكن لكنه لكنها لكنهم لكنهما لكننا لكنكم لكني لكنني
    لعل لعله لعلها لعلهم لعلنا لعلكم
    إياه إياها إياهم إياهما إياهن إيانا إياكم إياك
    ليس ليست ليسوا
"""
# Other words with these letters are more frequent than the word of the grammar with و or ف.
_NOT_JOINED = frozenset(map(folded, ("وهم", "فهم", "فلان", "ولي", "فتحت", "فعبر")))


def _families() -> tuple[dict[str, str], dict[str, str]]:
    """Folded word → folded family; folded word → its spelling, as `_signs` gives it."""
    families: dict[str, str] = {}
    spellings: dict[str, str] = {}
    for row in _ROWS.strip().splitlines():
        family, *others = row.split()
        for word in (family, *others):
            for joined in _AND:
                form = folded(joined + word)
                if form not in families and (form not in _NOT_JOINED or not joined):
                    families[form] = folded(family)
                    spellings[form] = _signs(joined + word)
    return families, spellings


def _signs(spelling: str) -> str:
    """The letters of `spelling`; أ stands for إ too (أن, إن), and ي for ى."""
    letters = telling(spelling)
    return letters.replace(araby.ALEF_HAMZA_BELOW, araby.ALEF_HAMZA_ABOVE).replace(
        araby.ALEF_MAKSURA, araby.YEH
    )


_FAMILIES, _SPELLINGS = _families()
ROOTLESS = frozenset(_FAMILIES.values()) - {"كان"}  # families of words that have no root


def is_listed(word: str) -> bool:
    """True if the folded `word` has the letters of a word of the grammar."""
    return word in _FAMILIES


def grammar_family(word: str, spelling: str, *, has_signs: bool) -> str | None:
    """The family of the folded `word` of the grammar, folded; None where it is another word.

    `spelling` is the usual one: آية is no word of the grammar, and أية is one. Where the archive
    `has_signs`, ولاية is not ولأية either.
    """
    family = _FAMILIES.get(word)
    if family is None:
        return None
    signs, own = _signs(spelling), _SPELLINGS[word]
    return family if signs == own or (not has_signs and may_be(signs, own)) else None
