"""The archive's own fonts: `python -m tools.fonts` makes them from installed packages, once.

Each face of a package is cut down to the letters it is used for and packed as woff2 in
webapp/static/fonts/, with a style sheet that names them and the licence of each. Where this was not
done, pages are set in fonts of the reader's system. It imports nothing of the archive: a wheel is
built where only the packages of the fonts are installed.
"""

from __future__ import annotations

import hashlib
import logging
import shutil
from dataclasses import dataclass
from importlib.metadata import distribution
from importlib.resources import files
from pathlib import Path

logger = logging.getLogger(__name__)

OUTPUT = Path(__file__).parents[1] / "webapp" / "static" / "fonts"

ARABIC = "U+0600-06FF,U+0750-077F,U+0870-08FF,U+200C-200F,U+FB50-FDFF,U+FE70-FEFC"
DIGITS = "U+0020-0040,U+005B-0060,U+007B-00BF,U+2010-2027,U+2030-205E"
LETTERS = "U+0041-005A,U+0061-007A,U+00C0-00FF,U+0131,U+0152-0153"
LATIN = (
    "U+0020-00FF,U+0131,U+0152-0153,U+02C6,U+02DA,U+02DC,U+2000-200B,U+2010-2027,"
    "U+202F-205E,U+20AC,U+2122,U+2190-2193,U+2212"
)

NASKH = ("pylopdf-fonts-ar", "pylopdf_fonts_ar", "NotoNaskhArabic-Variable.ttf")
SERIF = (
    "fontpkg-source-serif-4",
    "fontpkg_source_serif_4",
    "files/SourceSerif4[opsz,wght].ttf",
)
SANS = (
    "fontpkg-ibm-plex-sans-arabic",
    "fontpkg_ibm_plex_sans_arabic",
    "files/IBMPlexSansArabic-Regular.ttf",
)
SANS_BOLD = (*SANS[:2], "files/IBMPlexSansArabic-SemiBold.ttf")


@dataclass(frozen=True, slots=True)
class Face:
    """One file to make: the letters of `ranges` of a package's font; `axes` are pinned or cut."""

    name: str
    source: tuple[str, str, str]  # distribution, package, file
    ranges: str
    weight: str
    axes: tuple[tuple[str, tuple[float, float] | float], ...] = ()


WEIGHTS = (("wght", (400.0, 700.0)),)
FACES = (
    Face("naskh-arabic", NASKH, ARABIC, "400 700", WEIGHTS),
    Face("naskh-latin", NASKH, DIGITS, "400 700", WEIGHTS),
    Face("serif-latin", SERIF, LATIN, "400 700", (*WEIGHTS, ("opsz", 14.0))),
    Face("sans-arabic", SANS, ARABIC, "400"),
    Face("sans-latin", SANS, LATIN, "400"),
    Face("sans-arabic-600", SANS_BOLD, ARABIC, "600"),
    Face("sans-latin-600", SANS_BOLD, LATIN, "600"),
)

# family of the style sheet → (face, the characters it is asked for)
FAMILIES = (
    ("Archive Naskh", "naskh-arabic", ARABIC),
    ("Archive Naskh", "naskh-latin", DIGITS),
    ("Archive Naskh", "serif-latin", LETTERS),
    ("Archive Serif", "serif-latin", LATIN),
    ("Archive Serif", "naskh-arabic", ARABIC),
    ("Archive Sans", "sans-arabic", ARABIC),
    ("Archive Sans", "sans-latin", LATIN),
    ("Archive Sans", "sans-arabic-600", ARABIC),
    ("Archive Sans", "sans-latin-600", LATIN),
)


def make_fonts(output: Path = OUTPUT) -> None:
    """Write every face, its licence and the style sheet into `output`, in place of what was there.

    Built outside static/ first: a set-up that is interrupted leaves no half of it to be served.
    """
    aside = output.parent.with_name("fonts.building")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    for face in FACES:
        path = aside / f"{face.name}.woff2"
        _write(face, path)
        logger.info("%s: %d KB", path.name, path.stat().st_size // 1000)
        licence = aside / f"LICENSE-{face.source[0]}.txt"
        licence.write_text(_licence(face.source[0]), "utf-8")
    (aside / "fonts.css").write_text(_styles(aside), "utf-8")
    shutil.rmtree(output, ignore_errors=True)
    output.parent.mkdir(parents=True, exist_ok=True)
    aside.rename(output)


def _write(face: Face, path: Path) -> None:
    """Make the file of `face` at `path`."""
    from fontTools import subset  # only set-up needs it: pages are served without
    from fontTools.ttLib import TTFont
    from fontTools.varLib import instancer

    _, package, name = face.source
    with (files(package) / name).open("rb") as stream:
        font = TTFont(stream, lazy=False)
    options = subset.Options()
    options.layout_features = ["*"]  # joining, marks and ligatures of Arabic are features
    options.hinting = False
    options.notdef_outline = True
    options.drop_tables += ["meta"]
    options.name_IDs = [0, 13, 14]  # copyright and licence; a changed font keeps no reserved name
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=subset.parse_unicodes(face.ranges.replace("U+", "")))
    cutter.subset(font)
    if face.axes:
        font = instancer.instantiateVariableFont(font, dict(face.axes))
    font.flavor = "woff2"
    font.save(path)


def _licence(name: str) -> str:
    """The licence the distribution `name` carries."""
    for entry in distribution(name).files or ():
        if entry.name == "LICENSE":
            return entry.read_text("utf-8")
    raise FileNotFoundError(f"{name} carries no licence")


def _styles(folder: Path) -> str:
    """The style sheet of the faces in `folder`, each at the address its content has."""
    faces = {face.name: face for face in FACES}
    rules = ["/* Made by python -m tools.fonts. The fonts are under the SIL Open Font License. */"]
    for family, name, ranges in FAMILIES:
        content = _digest((folder / f"{name}.woff2").read_bytes())
        rules.append(
            f'@font-face{{font-family:"{family}";font-weight:{faces[name].weight};'
            f"font-display:optional;unicode-range:{ranges};"
            f'src:url(../../{content}/fonts/{name}.woff2) format("woff2")}}'
        )
    return "\n".join(rules) + "\n"


def _digest(content: bytes) -> str:
    """The name of `content` in its address, as `webapp` has it."""
    return hashlib.sha256(content).hexdigest()[:16]


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    logging.getLogger("fontTools").setLevel(logging.WARNING)
    make_fonts()
