"""The health of texts, sound and damaged."""

from __future__ import annotations

import hashlib
import importlib.util
import zlib
from pathlib import Path
from shutil import which

import pytest

from bench.damage import DAMAGES, pages_of
from bench.health import judged_damage, judged_files, score
from bench.speed.passages import folder_texts
from indexer.ingest import health
from indexer.ingest.health import LEAST_LETTERS, health_of, known
from indexer.model.health import READABLE, SOUND
from tools.word_list import packed_words

CORPUS = Path(__file__).resolve().parents[3] / "corpus"
SENTENCE = "تتولى المديرية العامة للأمن الوطني حماية الأشخاص والممتلكات وحفظ النظام العام"


@pytest.mark.parametrize(
    "word",
    [
        "القانون",
        "قَانُونٌ",  # marks do not count
        "للمرسوم",  # a prefix off
        "مؤسساتهما",  # a suffix off
        "قـــانون",  # kashida
        "ﻗﺎﻧﻮﻥ",  # presentation forms
        "قانونی",  # Farsi yeh
    ],
)
def test_words_of_arabic_are_known(word: str) -> None:
    assert known(word)


@pytest.mark.parametrize(
    "word",
    [
        "نوناقلا",  # letters in visual order
        "االستثنائية",  # lam-alef turned round
        "األمن",
        "اجلزائر",  # another ligature turned round
        "من",  # so short that shreds look like it
        "Rabat",
        "2011",
        "",
    ],
)
def test_other_words_are_not(word: str) -> None:
    assert not known(word)


def test_a_sound_sentence_is_sound() -> None:
    found = health_of(SENTENCE)
    assert found is not None
    assert SOUND <= found <= 1


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        (SENTENCE[::-1], 0, 0.4),  # visual order
        (" ".join(SENTENCE.replace(" ", "")), 0, 0.01),  # every letter alone
        (SENTENCE.replace("ا", "\ufffd"), 0, 0.3),  # a letter without a meaning
        (SENTENCE.replace("ا", "ƃ"), 0, 0.3),  # a wrong map
        ("\ue001\ue002\ue003 " * 20, 0, 0),  # no letter with a meaning
        (SENTENCE + " Ibn Ḫaldūn ā ī ū", SOUND, 1),  # a transliteration is no damage
        (SENTENCE + " و و و", SOUND, 1),  # a word of one letter
    ],
)
def test_damage_costs_health(text: str, least: float, most: float) -> None:
    found = health_of(text)
    assert found is not None
    assert least <= found <= most


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("", "ar"),
        ("La Direction générale de la sûreté nationale (المديرية) est à Rabat.", "ar"),
        ("1, 2, 3, 2011", "ar"),
        (SENTENCE, "fr"),
        ("این یک متن فارسی است که نمی‌توان آن را با واژه‌های عربی سنجید", "fa"),
    ],
)
def test_there_is_none_where_it_cannot_be_told(text: str, language: str) -> None:
    assert health_of(text, language) is None


def test_it_is_told_from_the_least_number_of_letters_on() -> None:
    letters = "قانون" * (LEAST_LETTERS // 5)
    assert health_of(letters) is not None
    assert health_of(letters[1:]) is None


def test_each_page_of_the_shipped_documents_is_sound() -> None:
    healths = [
        health_of(" ".join(page)) for text in folder_texts(CORPUS) for page in pages_of(text)
    ]
    assert len(healths) > 50
    assert min(found for found in healths if found is not None) >= READABLE
    assert sum(found is not None and found >= SOUND for found in healths) >= 0.98 * len(healths)


def test_it_tells_which_damaged_pages_are_unreadable() -> None:
    judged = judged_damage(folder_texts(CORPUS))
    assert {one.kind for one in judged} == {"none", *DAMAGES}
    told = score(judged)
    print(told, f"precision {told.precision:.3f}, recall {told.recall:.3f}")
    assert told.unreadable > 200
    assert told.precision >= 0.93
    assert told.recall >= 0.93


def test_it_tells_which_pdf_files_a_plain_reader_cannot_read(shared: Path) -> None:
    if which("pdftotext") is None or importlib.util.find_spec("pypdfium2") is None:
        pytest.skip("pdftotext or pypdfium2 is not installed")
    told = score(judged_files(shared / "samples/pdf"))
    print(told, f"precision {told.precision:.3f}, recall {told.recall:.3f}")
    assert told.unreadable > 15
    assert told.precision >= 0.93
    assert told.recall >= 0.93


def test_the_list_is_small_and_as_its_tool_packs_it() -> None:
    packed = Path(health.__file__).with_name(health.WORDS_FILE).read_bytes()
    assert len(packed) <= 1_000_000
    assert hashlib.sha256(packed).hexdigest() == health.WORDS_DIGEST
    words = health.shipped_words()
    assert zlib.decompress(packed) == zlib.decompress(packed_words(words))
    assert min(map(len, words)) == health.LEAST_WORD
    assert Path(health.__file__).with_name("known_words.NOTICE").is_file()
