"""The fingerprint changes with every table and rule that makes terms, and with nothing else."""

from __future__ import annotations

import ast
import inspect
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

import indexer
from indexer import analysis, ingest
from indexer.analysis.batch_tokenizer import Vocabulary
from indexer.analysis.fields import MODULES_OF_TERMS
from indexer.fingerprint import digest_of_code, modules_of


def source(module: str) -> str:
    spec = find_spec(module)
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).read_text("utf-8")


CODE = '''"""A module."""
from pyarabic import araby

TABLE = {"a": 1, "b": (2, 3)}  # of letters


def rule(word: str, least: int = 2) -> str:
    """A stem."""
    if len(word) > least:
        return word[1:]
    return word
'''


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"""A module."""', '"""Another sentence.\n\nAnd more.\n"""'),
        ('    """A stem."""\n', ""),
        ('    """A stem."""\n', '    """A stem."""\n    "Which is short."\n    # a remark\n'),
        ("# of letters", "# of signs"),
        ('{"a": 1, "b": (2, 3)}', '{\n    "a": 1,\n    "b": (\n        2,\n        3,\n    ),\n}'),
        ('"a"', "'a'"),
        ("word: str, least: int = 2) -> str:", "word, least=2):"),
        ("\n\n\n", "\n\n\n\n\n"),
    ],
)
def test_words_about_the_code_change_nothing(old: str, new: str) -> None:
    assert old in CODE
    assert digest_of_code(CODE.replace(old, new)) == digest_of_code(CODE)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"a": 1', '"a": 2'),
        ('"a": 1', '"a": 1.0'),
        ('"a": 1', '"c": 1'),
        ('"b": (2, 3)', '"b": (3, 2)'),
        ('"b": (2, 3)', '"b": [2, 3]'),
        (', "b": (2, 3)', ""),
        ("least: int = 2", "least: int = 3"),
        ("> least", ">= least"),
        ("word[1:]", "word[:1]"),
        ("return word\n", "return None\n"),
        ("    return word\n", ""),
        ("import araby", "import araby as araby"),
    ],
)
def test_a_table_or_a_rule_changes_it(old: str, new: str) -> None:
    assert old in CODE
    same = ast.dump(ast.parse(CODE.replace(old, new))) == ast.dump(ast.parse(CODE))
    assert (digest_of_code(CODE.replace(old, new)) == digest_of_code(CODE)) == same


def changed_constants(module: str) -> Iterator[str]:
    """The source of `module` with one constant changed: the ends of each table, and others."""
    tree = ast.parse(source(module))
    tables = [node for node in tree.body if isinstance(node, ast.Assign | ast.AnnAssign)]
    chosen = [table for node in tables for table in constants(node)[:1] + constants(node)[-1:]]
    for constant in {id(node): node for node in chosen + constants(tree)[::25]}.values():
        value = constant.value
        constant.value = "changed" if isinstance(value, str) else 12_345
        yield ast.unparse(tree)
        constant.value = value


def constants(tree: ast.AST) -> list[ast.Constant]:
    """The strings and numbers in `tree` that do something."""
    idle = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        for name in ("annotation", "returns"):
            idle.update(map(id, ast.walk(getattr(node, name, None) or ast.Pass())))
        if isinstance(node, ast.JoinedStr | ast.FormattedValue):
            idle.update(map(id, ast.iter_child_nodes(node)))
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str | int)
        and id(node) not in idle
    ]


@pytest.mark.parametrize("module", MODULES_OF_TERMS)
def test_every_table_of_the_analysis_is_in_it(module: str) -> None:
    before = digest_of_code(source(module))
    assert digest_of_code(ast.unparse(ast.parse(source(module)))) == before
    changed = [digest_of_code(code) for code in changed_constants(module)]
    assert changed
    assert before not in changed


def imported_by(module: str) -> Iterator[str]:
    """The modules of the analysis that `module` imports."""
    for node in ast.walk(ast.parse(source(module))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("indexer.analysis."):
            yield str(node.module)


def test_all_modules_that_make_terms_are_in_it_and_no_other() -> None:
    makers = (
        Vocabulary,
        analysis.families_of,
        analysis.learnt_families,
        analysis.field_of,
        analysis.folded,
        analysis.homographs_of,
        analysis.roots_of,
        analysis.title_key,
        analysis.tokens,
    )
    waiting = [inspect.getmodule(maker) for maker in makers]
    found: set[str] = set()
    names = [module.__name__ for module in waiting if module is not None]
    while names:
        name = names.pop()
        if name not in found:
            found.add(name)
            names += imported_by(name)
    # Near derivatives are stored, too. They ask for common words, which may change at any time.
    found.add("indexer.analysis.morphology.derivations")
    assert found == set(MODULES_OF_TERMS)


def test_the_tables_of_unicode_and_of_pyarabic_are_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    before = str(analysis.fingerprint())
    monkeypatch.setattr("unicodedata.unidata_version", "1.0")
    assert not analysis.fingerprint().answers(before)


def test_the_readers_have_a_fingerprint_of_their_own() -> None:
    assert "indexer.ingest.html" in modules_of("indexer.ingest")
    modules = ingest.readers_fingerprint().modules
    rooms = {name.rpartition(".")[0].removeprefix("indexer.ingest") for name in modules}
    # Those of pdf and ocr are cached, and count by their versions.
    assert {"", ".markup", ".metadata", ".office"} <= rooms
    assert {".pdf", ".ocr"}.isdisjoint(rooms)
    assert set(modules_of("indexer.ingest")) <= set(modules)
    assert not ingest.readers_fingerprint().answers(str(analysis.fingerprint()))


def test_a_recorded_fingerprint_of_the_same_bytes_is_taken_over() -> None:
    fingerprint = analysis.fingerprint()
    recorded = f"another-{fingerprint.bytes}"
    assert fingerprint.text(recorded) == recorded
    assert fingerprint.text("another-bytes") == fingerprint.text("") == str(fingerprint)


def fingerprint_in(folder: Path) -> str:
    """The fingerprint of the package that lies in `folder`."""
    show = "from indexer.analysis import fingerprint; print(fingerprint())"
    return subprocess.check_output([sys.executable, "-c", show], cwd=folder, text=True).strip()


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_a_comment_or_a_keyboard_keeps_an_index_and_an_affix_makes_it_stale(tmp_path: Path) -> None:
    shutil.copytree(Path(indexer.__file__).parent, tmp_path / "indexer")
    package = tmp_path / "indexer"
    for name, line in {
        "analysis/morphology/stemmer.py": "# a remark",
        "analysis/function_words.py": "MORE = {'ض'}",
        "lexicon/keyboards.py": "MORE = {'ض': 'q'}",
    }.items():
        with (package / name).open("a") as module:
            module.write(f"{line}\n")
    edit(package / "analysis/normalize.py", '"""', '"""In other words: ')
    recorded = fingerprint_in(tmp_path)
    assert analysis.fingerprint().answers(recorded)
    assert recorded != str(analysis.fingerprint())  # for every byte is in its second half
    with (package / "analysis/morphology/affixes.py").open("a") as module:
        module.write("ARTICLES = ()\n")
    assert not analysis.fingerprint().answers(fingerprint_in(tmp_path))
