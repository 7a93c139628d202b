"""Signs that are searched: some stand for words, the others are terms of their own.

Punctuation and the signs of arithmetic are neither; nor are bullets and boxes, which say nothing.
"""

from __future__ import annotations

import unicodedata
from itertools import chain

# A sign that blesses or praises whom it follows, and the words it is read as (Unicode 14, Arabic
# Presentation Forms-A). The first four stand on the last letter of a name.
HONORIFICS: dict[str, tuple[str, ...]] = {
    sign: tuple(words.split())
    for sign, words in {
        "\u0610": "صلى الله عليه وسلم",
        "\u0611": "عليه السلام",
        "\u0612": "رحمه الله",
        "\u0613": "رضي الله عنه",
        "\ufd40": "رحمه الله",
        "\ufd41": "رضي الله عنه",
        "\ufd42": "رضي الله عنها",
        "\ufd43": "رضي الله عنهم",
        "\ufd44": "رضي الله عنهما",
        "\ufd45": "رضي الله عنهن",
        "\ufd46": "صلى الله عليه وآله",
        "\ufd47": "عليه السلام",
        "\ufd48": "عليهم السلام",
        "\ufd49": "عليهما السلام",
        "\ufd4a": "عليه الصلاة والسلام",
        "\ufd4b": "قدس سره",
        "\ufd4c": "صلى الله عليه وآله وسلم",
        "\ufd4d": "عليها السلام",
        "\ufd4e": "تبارك وتعالى",
        "\ufd4f": "رحمهم الله",
        "\ufdcf": "سلامه علينا",
        "\ufdfa": "صلى الله عليه وسلم",
        "\ufdfb": "جل جلاله",
        "\ufdfd": "بسم الله الرحمن الرحيم",
        "\ufdfe": "سبحانه وتعالى",
        "\ufdff": "عز وجل",
    }.items()
}

# Signs of law, of measure and of money; ornaments of the Quran.
_NAMED = "%‰٪§¶†‡©®™°№$¢£¤¥؋۞۩"
# Money; weather, religion, games; dingbats; emoji: but what Unicode counts as letters there.
_BLOCKS = (
    range(0x20A0, 0x20C1),
    range(0x2600, 0x27C0),
    range(0x2B50, 0x2B56),
    range(0x1F000, 0x1FB00),
)
SIGNS = _NAMED + "".join(
    sign
    for sign in map(chr, chain.from_iterable(_BLOCKS))
    if unicodedata.category(sign) in ("So", "Sc")
)
