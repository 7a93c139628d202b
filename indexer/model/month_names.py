"""Names of months, in every way of naming them that is used from Morocco to Iraq.

The names are written as `dates` folds text: small letters, no accents, no hamza on its seat, no
vowel marks, ه for ة, ي for ى.
"""

from __future__ import annotations

# Month of the Gregorian calendar → its names: Morocco; Tunisia and Algeria; Egypt, Sudan and the
# Gulf; the Levant and Iraq; French; English; Spanish, as in papers of the North.
_GREGORIAN = (
    "يناير جانفي ينايير كانون-الثاني كانون-ثاني كانون-2 janvier janv january jan enero",
    "فبراير فيفري فبرابر شباط fevrier fevr fev february feb febrero",
    "مارس اذار mars march mar marzo",
    "ابريل افريل نيسان avril avr april apr abril",
    "ماي مايو ايار mai may mayo",
    "يونيو يونيه جوان حزيران juin june jun junio",
    "يوليوز يوليو يوليه جويليه تموز juillet juil july jul julio",
    "غشت اغسطس اوت اب aout august aug agosto",
    "شتنبر سبتمبر ايلول septembre sept september sep septiembre",
    "اكتوبر تشرين-الاول تشرين-اول تشرين-1 octobre oct october octubre",
    "نونبر نوفمبر تشرين-الثاني تشرين-ثاني تشرين-2 novembre nov november noviembre",
    "دجنبر ديسمبر كانون-الاول كانون-اول كانون-1 decembre dec december diciembre",
)
# Month of the Hijri calendar → its names in Arabic, and in French and English papers.
_HIJRI = (
    "محرم المحرم محرم-الحرام muharram moharrem moharram mouharram mouharrem",
    "صفر صفر-الخير safar",
    "ربيع-الاول ربيع-اول ربيع-النبوي ربيع-1 rabi-al-awwal rabii-i rebia-i rabia-i rabii-1 rabia-1",
    "ربيع-الثاني ربيع-الاخر ربيع-ثاني ربيع-اخر ربيع-2 rabi-al-thani rabii-ii rebia-ii rabia-ii"
    " rabii-2 rabia-2",
    "جمادي-الاولي جمادي-الاول جمادي-اولي جمادي-1 jumada-al-awwal jumada-al-ula joumada-i"
    " joumada-1 jumada-i",
    "جمادي-الثانيه جمادي-الاخره جمادي-الثاني جمادي-الاخر جمادي-2 jumada-al-thani"
    " jumada-al-akhira joumada-ii joumada-2 jumada-ii",
    "رجب رجب-الفرد rajab rejeb rajeb",
    "شعبان شعبان-الابرك shaaban shaban chaabane chaaban",
    "رمضان رمضان-المعظم رمضان-المبارك ramadan ramadhan",
    "شوال شوال-الابرك shawwal chaoual chawwal",
    "ذو-القعده ذي-القعده ذوالقعده ذيالقعده ذو-القعده-الحرام dhu-al-qadah dhu-al-qidah"
    " dou-al-kaada dou-el-kaada kaada qaada",
    "ذو-الحجه ذي-الحجه ذوالحجه ذيالحجه ذو-الحجه-الحرام dhu-al-hijjah dhu-al-hijja"
    " dou-al-hijja dou-el-hijja hija hijja",
)


def _numbered(names: tuple[str, ...]) -> dict[str, int]:
    return {
        name.replace("-", " "): month
        for month, of_month in enumerate(names, start=1)
        for name in of_month.split()
    }


GREGORIAN_MONTHS = _numbered(_GREGORIAN)
HIJRI_MONTHS = _numbered(_HIJRI)
