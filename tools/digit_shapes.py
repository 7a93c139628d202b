"""The network that tells digits: `python -m tools.digit_shapes FONT …` makes it from fonts.

Numbers and words are drawn in each font, at many sizes, blurred, turned and noisy as scans are.
The network is stored in indexer/ingest/ocr/digits.npz, as float16.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from indexer.ingest.ocr.digits import (
    ARABIC,
    MODEL,
    OTHER,
    SHAPES,
    SIDE,
    WESTERN,
    Features,
    features,
    network_output,
    sign_pieces,
)
from indexer.ingest.ocr.ink import Ink, InkPiece, ink_of

HIDDEN = 96
ROUNDS = 14
SAMPLES = 110  # numbers drawn of each kind in each font
PERSIAN = "۴۵۶"
AS_ARABIC = str.maketrans(PERSIAN, "٤٥٦")
LETTERS = "بتثجحخدذرزسشصضطظعغفقكلمنويىةءآأإؤئ"
Table = tuple[Features, npt.NDArray[np.int64]]


def drawn(text: str, font: Path, size: int, chance: random.Random) -> Ink:
    """The ink of `text`, drawn from left to right and then damaged as scans are."""
    # Numbers with signs that part them stay in their order; others are drawn sign by sign.
    parted = set(text) <= {*ARABIC, *".,/"} and text[0] in ARABIC and text[-1] in ARABIC
    kept = text[0] in LETTERS or parted
    direction = "rtl" if kept else None
    layout = ImageFont.Layout.RAQM if kept else ImageFont.Layout.BASIC
    face = ImageFont.truetype(str(font), size, layout_engine=layout)
    x0, y0, x1, y1 = face.getbbox(text, direction=direction)
    edge = 40
    picture = Image.new("L", (int(x1 - x0) + 2 * edge, int(y1 - y0) + 2 * edge), 255)
    ImageDraw.Draw(picture).text(
        (edge - x0, edge - y0), text, font=face, fill=0, direction=direction
    )
    picture = picture.rotate(
        chance.uniform(-1.2, 1.2), resample=Image.Resampling.BICUBIC, fillcolor=255
    )
    if chance.random() < 0.8:
        picture = picture.filter(ImageFilter.GaussianBlur(chance.uniform(0.2, size / 30)))
    wide, high = picture.size
    stretched = int(wide * chance.uniform(0.85, 1.2)), int(high * chance.uniform(0.9, 1.1))
    grey = np.asarray(picture.resize(stretched, Image.Resampling.BICUBIC), np.float64)
    grey = 255 - (255 - grey) * chance.uniform(0.6, 1.0)
    noise = np.random.default_rng(chance.getrandbits(32))
    grey = grey + noise.normal(0, chance.uniform(0, 10), grey.shape)
    return ink_of(grey.clip(0, 255).astype(np.uint8))


def samples(font: Path, chance: random.Random, count: int) -> Table:
    """The features of `count` numbers of each kind and of as many letters, and their shapes."""
    held = _letters_of(font)
    inputs: list[Features] = []
    shapes: list[int] = []
    for digits in (ARABIC, PERSIAN, WESTERN):
        if not set(digits) <= held:
            continue
        for _ in range(count if len(digits) > 3 else count // 2):
            text = "".join(chance.choices(digits, k=chance.randint(1, 5)))
            if chance.random() < 0.7:
                text = _with_signs(text, chance)
            if not set(text) <= held:
                continue
            signs = _signs(text, font, chance)
            if len(signs) == len(text):
                inputs.append(features(signs))
                shapes += [SHAPES.index(sign) for sign in text.translate(AS_ARABIC)]
    for _ in range(count // 6):
        text = "".join(chance.choices(LETTERS, k=chance.randint(2, 5)))
        signs = _signs(text, font, chance)
        if signs:
            inputs.append(features(signs))
            shapes += [SHAPES.index(OTHER)] * len(signs)
    return np.concatenate(inputs), np.array(shapes)


def _signs(text: str, font: Path, chance: random.Random) -> list[InkPiece]:
    """The signs of `text`, drawn at any size of print."""
    size = chance.randint(18, 70)
    return sign_pieces(drawn(text, font, size, chance), size * 0.9)


def _with_signs(digits: str, chance: random.Random) -> str:
    """`digits` with a sign between two of them or at an end, or with both."""
    for _ in range(chance.randint(0, 2)):
        if len(digits) > 1:
            at = chance.randrange(1, len(digits))
            if digits[at - 1].isdigit() and digits[at].isdigit():
                digits = digits[:at] + chance.choice("....//-,") + digits[at:]
    if chance.random() < 0.5:
        forms = ("({}", "{})", "({})", "{}٪", "٪{}", "{}.", ".{}", "-{}", "{},")
        digits = chance.choice(forms).format(digits)
    return digits


def _letters_of(font: Path) -> set[str]:
    from fontTools.ttLib import TTFont

    with TTFont(font, lazy=True) as face:
        return set(map(chr, face.getBestCmap()))


def trained(table: Table, seed: int = 1) -> tuple[npt.NDArray[np.float32], ...]:
    """The weights of a network of two layers, trained on `table` by Adam (Kingma & Ba 2015)."""
    inputs, shapes = table
    chance = np.random.default_rng(seed)
    width = SIDE * SIDE + 5
    weights = [
        (chance.normal(0, (2 / width) ** 0.5, (width, HIDDEN))).astype(np.float32),
        np.zeros(HIDDEN, np.float32),
        (chance.normal(0, (2 / HIDDEN) ** 0.5, (HIDDEN, len(SHAPES)))).astype(np.float32),
        np.zeros(len(SHAPES), np.float32),
    ]
    means = [np.zeros_like(weight) for weight in weights]
    squares = [np.zeros_like(weight) for weight in weights]
    step = 0
    for turn in range(ROUNDS):
        rate = 0.003 * (1 - turn / ROUNDS) + 0.0001
        order = chance.permutation(len(inputs))
        for batch in np.array_split(order, len(order) // 128 + 1):
            step += 1
            given = inputs[batch]
            hidden = np.maximum(given @ weights[0] + weights[1], 0)
            error = np.exp(network_output(given, tuple(weights)))
            error[np.arange(len(batch)), shapes[batch]] -= 1
            error /= len(batch)
            below = (error @ weights[2].T) * (hidden > 0)
            slopes = (given.T @ below, below.sum(0), hidden.T @ error, error.sum(0))
            for number, slope in enumerate(slopes):
                means[number] = 0.9 * means[number] + 0.1 * slope
                squares[number] = 0.999 * squares[number] + 0.001 * np.square(slope)
                mean = means[number] / (1 - 0.9**step)
                square = squares[number] / (1 - 0.999**step)
                weights[number] -= rate * (mean / (np.sqrt(square) + 1e-8) + 1e-4 * weights[number])
    return tuple(weights)


def right_share(table: Table, weights: tuple[npt.NDArray[np.float32], ...]) -> float:
    """The share of the shapes in `table` that the network names rightly."""
    return float((network_output(table[0], weights).argmax(axis=1) == table[1]).mean())


def main(fonts: list[str]) -> None:
    """Trains on all but one font in ten and says how it does there; then on all, and stores it."""
    chance = random.Random(1)  # noqa: S311
    tables = [samples(Path(font), chance, SAMPLES) for font in fonts]
    held_out = tables[::10]
    rest = [table for number, table in enumerate(tables) if number % 10]
    weights = trained(_joined(rest))
    print(f"{right_share(_joined(held_out), weights):.4f} of the shapes in fonts not trained on")
    weights = trained(_joined(tables))
    names = ("w1", "b1", "w2", "b2")
    halves = {name: weight.astype(np.float16) for name, weight in zip(names, weights, strict=True)}
    np.savez_compressed(MODEL, **halves)  # type: ignore[arg-type]
    print(f"{MODEL.name}: {MODEL.stat().st_size} bytes, of {len(fonts)} fonts")


def _joined(tables: list[Table]) -> Table:
    return (
        np.concatenate([inputs for inputs, _ in tables]),
        np.concatenate([shapes for _, shapes in tables]),
    )


if __name__ == "__main__":
    main(sys.argv[1:])
