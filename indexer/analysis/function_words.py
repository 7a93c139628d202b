"""Function words: particles, prepositions, pronouns, in Arabic, French and English.

They stand in almost every document. The list follows grammar and not counts:
in an archive of laws more than half of the documents hold قانون, too, and a reader looks for it.
"""

from __future__ import annotations

from pyarabic import araby

from indexer.analysis.normalize import spelled

# Ryding 2005, A Reference Grammar of Modern Standard Arabic, chapters 12 (pronouns), 13
# (demonstratives), 14 (relatives), 16 (prepositions), 18 (connectives), 37 (negatives).
_ARABIC = """
في من إلى على عن مع حتى منذ مذ بين عند لدى
أو ثم بل لكن ولكن لأن كي لكي إذا إذ لو لولا لما كما مما فيما عما بما كلما حيث بينما أن إن بأن كأن
لا لم لن ما ليس ليست إلا إنما أما غير سوى قد لقد سوف هل
الذي التي الذين اللذان اللذين اللتان اللتين اللاتي اللواتي اللائي
هذا هذه هذان هذين هاتان هاتين هؤلاء ذلك تلك ذاك أولئك هنا هناك
هو هي هما هم هن أنا نحن أنت أنتم
فيه فيها فيهم فيهما فيهن منه منها منهم منهما منهن عليه عليها عليهم عليهما عليهن
إليه إليها إليهم إليهما عنه عنها عنهم عنهما معه معها معهم به بها بهم بهما له لها لهم لهما لنا بنا
بينه بينها بينهم بينهما عنده عندها لديه لديها لديهم أنه أنها أنهم إنه إنها إنهم لأنه لأنها لأنهم
بأنه بأنها كان كانت كانوا يكون تكون كل بعض أي أيضا كيف متى أين ماذا لماذا ممن عمن
"""
_FRENCH = """
le la les l un une des de du d et ou à au aux en dans par pour sur avec sans ce cette ces qui que
qu dont où se s sa son ses leur leurs il elle ils elles est sont ne n pas
"""
_ENGLISH = (
    "the a an of and or to in on for with by from at as is are was were be this that which it"
)

_GLUED = ("و", "ف")  # and, so
# With one of these before it, a particle is written like a noun or a verb: فهم, understanding.
_OTHER_WORDS = frozenset(("فهم", "وهم", "فقد", "وهن", "فهن", "وكل"))


def _spellings(word: str) -> tuple[str, ...]:
    """The spellings of `word`: also without its hamza, and with the yeh of Egypt at its end."""
    bare = word.translate(
        dict.fromkeys(map(ord, (araby.ALEF_HAMZA_ABOVE, araby.ALEF_HAMZA_BELOW)), araby.ALEF)
    )
    ends = araby.ALEF_MAKSURA if word.endswith(araby.YEH) else word[-1]
    return word, bare, word[:-1] + ends, bare[:-1] + ends


_PARTICLES = frozenset(
    spelling for word in f"{_ARABIC} {_FRENCH} {_ENGLISH}".split() for spelling in _spellings(word)
)


def is_function_word(written: str) -> bool:
    """True if the `written` form is a function word, with or without و or ف before it."""
    word = spelled(written)
    glued = word.startswith(_GLUED) and word not in _OTHER_WORDS
    return word in _PARTICLES or (glued and word[1:] in _PARTICLES)
