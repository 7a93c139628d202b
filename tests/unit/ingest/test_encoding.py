"""What bytes are taken to mean, and what is cleaned from the text they give."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from indexer.ingest.cleaning import clean_text, clean_value
from indexer.ingest.encoding import decoded_text

ARABIC = "تسهر المديرية العامة للأمن الوطني على حفظ النظام العام وحماية الأشخاص والممتلكات."


@pytest.mark.parametrize(
    "content",
    [
        ARABIC.encode(),
        codecs.BOM_UTF8 + ARABIC.encode(),
        codecs.BOM_UTF16_LE + ARABIC.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + ARABIC.encode("utf-16-be"),
        ARABIC.encode("windows-1256"),
        ARABIC.encode("iso-8859-6"),
    ],
)
def test_arabic_is_read_in_each_known_encoding(content: bytes) -> None:
    assert decoded_text(content) == ARABIC


@pytest.mark.parametrize(
    ("sample", "encoding"),
    [
        ("maghrib", "windows-1256"),
        ("uchardet-ar", "windows-1256"),
        ("uchardet-ar", "iso-8859-6"),
    ],
)
def test_samples_decode_to_their_utf_8_twins(shared: Path, sample: str, encoding: str) -> None:
    folder = shared / "samples" / "encodings"
    content = (folder / f"{sample}-{encoding}.txt").read_bytes()
    assert decoded_text(content) == (folder / f"{sample}-utf-8.txt").read_bytes().decode()


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("L'État français a été créé à Paris, où les élèves étudient. À côté, Émile", "cp1252"),
        ("ÉTÉ À L'ÉCOLE", "cp1252"),
        ("La información de España está aquí, mañana será el próximo año", "cp1252"),
        ("Государственная дума приняла закон о полиции", "cp1251"),
        ("Государственная дума приняла закон о полиции", "koi8-r"),
        ("Η κυβέρνηση της Ελλάδας και τα ανθρώπινα δικαιώματα", "iso8859-7"),
        ("公安机关是国家的治安保卫机关和刑事执法力量", "gb18030"),
    ],
)
def test_other_languages_are_not_turned_into_arabic(text: str, encoding: str) -> None:
    with pytest.raises(ValueError, match=r"neither UTF-8 nor an Arabic encoding \(windows-1256,"):
        decoded_text(text.encode(encoding))


@pytest.mark.parametrize(
    "content",
    [
        bytes(range(256)) * 100,
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        ARABIC.encode("windows-1256") + b"\x00",
        ARABIC.encode("utf-16-le"),  # without its mark: valid UTF-8, half of it controls
        codecs.BOM_UTF8 + b"\xff",
    ],
)
def test_bytes_that_are_no_text_are_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match="neither UTF-8"):
        decoded_text(content)


@pytest.mark.parametrize("declared", ["windows-1252", "utf-8", "no-such-charset", "base64"])
@pytest.mark.parametrize("encoding", ["utf-8", "windows-1256"])
def test_a_false_declaration_is_not_believed(encoding: str, declared: str) -> None:
    assert decoded_text(ARABIC.encode(encoding), declared) == ARABIC


def test_a_declaration_serves_where_the_text_is_not_arabic() -> None:
    assert decoded_text("à l'école".encode("cp1252"), "windows-1252") == "à l'école"


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("ا\r\nب\rت\u2028ث\u2029ج\x0bح\x0cخ", "ا\nب\nت\nث\nج\nح\nخ"),  # one kind of line end
        ("ا\x00\x07\x1b\x7f\x85ب\tت", "اب\tت"),  # controls, but for the tab
        ("ا\ud800ب\ufeffت\ufffeث\U0001ffffج\ufdd0", "ابتثج"),  # what is no character
        ("ا  \nب\u00a0\n\n\n\n\nت\n\n", "ا\nب\n\nت"),  # empty lines, ends of lines
        ("\u202bمُسْتَشْفًى\u202c ﷺ ـ\u200cة", "\u202bمُسْتَشْفًى\u202c ﷺ ـ\u200cة"),  # as written
        ("\u0627\u0653", "\u0627\u0653"),  # not composed
    ],
)
def test_clean_text(text: str, cleaned: str) -> None:
    assert clean_text(text) == cleaned
    assert clean_text(cleaned) == cleaned


def test_a_value_is_one_line_without_direction_controls() -> None:
    assert clean_value(" \u202eعنوان\u202c\r\n  \u2067طويل\u2069\x00 ") == "عنوان طويل"


def test_in_what_is_printable_there_is_nothing_to_clean() -> None:
    text = "".join(filter(str.isprintable, map(chr, range(0x110000))))
    assert clean_text(text) == text.strip() == clean_value(text)
