"""What config.toml may say, and what is said of its faults."""

from __future__ import annotations

import dataclasses
import re
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import get_type_hints

import pytest

from indexer import CONFIG_VARIABLE, Settings, SettingsError, load_settings

CONFIG = Path(__file__).resolve().parents[2] / "config.toml"


def loaded(folder: Path, text: str) -> Settings:
    """The settings of a file that says `text`."""
    path = folder / "khizana.toml"
    path.write_text(text, "utf-8")
    return load_settings(path)


def faults(folder: Path, text: str) -> tuple[str, ...]:
    with pytest.raises(SettingsError) as caught:
        loaded(folder, text)
    return caught.value.faults


def test_config_states_exactly_the_settings_there_are() -> None:
    stated = {name: set(table) for name, table in tomllib.loads(CONFIG.read_text("utf-8")).items()}
    known = {name: set(get_type_hints(kind)) for name, kind in get_type_hints(Settings).items()}
    assert stated == known


def test_config_explains_each_setting_in_a_comment_above_it() -> None:
    lines = CONFIG.read_text("utf-8").splitlines()
    above = {line: before for before, line in pairwise(lines) if re.match(r"\w+ = ", line)}
    assert [line for line, before in above.items() if not before.startswith("# ")] == []


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("[search]\npage_size = '10'", "[search] page_size = '10': must be a whole number."),
        ("[search]\npage_size = 10.0", "[search] page_size = 10.0: must be a whole number."),
        # bool is an int to Python, not to a reader of settings
        ("[search]\npage_size = true", "[search] page_size = True: must be a whole number."),
        ("[search]\nseconds = true", "[search] seconds = True: must be a number."),
        ("[web]\nlog_queries = 0", "[web] log_queries = 0: must be true or false."),
        ("[archive]\nname = 3", "[archive] name = 3: must be a text."),
        ("[web]\ntrusted_hosts = 'a'", "[web] trusted_hosts = 'a': must be a list of texts."),
        ("[web]\ntrusted_hosts = [1]", "[web] trusted_hosts = [1]: must be a list of texts."),
        (
            "[web]\naddress = 'archive.example'",
            "[web] address = 'archive.example': must be like https://archive.example or "
            "https://archive.example/path.",
        ),
        (
            "[web]\napi_origins = ['https://a.example/']",
            "[web] api_origins = ['https://a.example/']: must be like https://archive.example, "
            "without a path.",
        ),
        ("[corpus]\nfolder = 3", "[corpus] folder = 3: must be the name of a folder."),
        # not the folder of the file itself
        ("[corpus]\nfolder = ''", "[corpus] folder = '': must be the name of a folder."),
        (
            '[corpus]\nfolder = "a\\u0000"',
            "[corpus] folder = 'a\\x00': must be the name of a folder.",
        ),
        # bounds
        ("[search]\nsnippets = 0", "[search] snippets = 0: must be at least 1, and finite."),
        ("[search]\nseconds = nan", "[search] seconds = nan: must be at least 0.01, and finite."),
        ("[search]\nseconds = inf", "[search] seconds = inf: must be at least 0.01, and finite."),
        ("[web]\nport = 65536", "[web] port = 65536: must be at most 65535."),
        # names
        (
            "[search]\npagesize = 1",
            "[search]: there is no setting pagesize. Did you mean page_size?",
        ),
        ("[search]\nxyz = 1", "[search]: there is no setting xyz."),
        ("archive = 3", "archive must be a table."),
    ],
)
def test_a_fault_is_named(tmp_path: Path, line: str, fault: str) -> None:
    assert faults(tmp_path, line) == (fault,)


def test_a_whole_number_too_large_for_a_number_is_a_fault(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, f"[search]\nseconds = {'9' * 400}")
    assert "too large" in fault


def test_an_unknown_section_is_named_with_the_file_and_the_nearest_one(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, "[serach]\npage_size = 1")
    assert fault == f"{tmp_path}/khizana.toml: there is no section serach. Did you mean search?"


def test_all_faults_are_reported_together(tmp_path: Path) -> None:
    text = "[web]\nport = -1\nhots = ''\n[search]\nsnippets = ''\n[indx]\n"
    found = faults(tmp_path, text)
    named = ("section indx", "[search] snippets", "setting hots", "[web] port")
    assert [name in fault for name, fault in zip(named, found, strict=True)] == [True] * 4
    assert str(SettingsError(found)) == "\n".join(found)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"[search", "is not TOML"),
        (b"name = '\xff'", "is not TOML"),  # not UTF-8
    ],
)
def test_a_file_that_is_not_toml_is_named(tmp_path: Path, content: bytes, fault: str) -> None:
    path = tmp_path / "khizana.toml"
    path.write_bytes(content)
    with pytest.raises(SettingsError, match=f"{path} {fault}"):
        load_settings(path)


@pytest.mark.parametrize("name", ["absent.toml", ""])  # a file that is not there, a folder
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(SettingsError, match=f"{tmp_path / name} cannot be read"):
        load_settings(tmp_path / name)


def test_a_line_missing_from_config_itself_is_a_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = CONFIG.read_text("utf-8").replace("page_size = 10\n", "", 1).partition("[web]")[0]
    (tmp_path / "config.toml").write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("indexer.release.SHIPPED", tmp_path / "indexer" / "shipped")
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert caught.value.faults == ("[search] page_size is missing.", "[web] is missing.")


def test_a_file_states_only_what_differs(tmp_path: Path) -> None:
    settings = loaded(tmp_path, "[search]\npage_size = 3\nseconds = 1")
    defaults = load_settings(CONFIG)
    search = dataclasses.replace(defaults.search, page_size=3, seconds=1.0)
    assert settings == dataclasses.replace(defaults, search=search)
    assert type(settings.search.seconds) is float


def test_the_environment_names_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "other.toml").write_text("[web]\nport = 1234")
    monkeypatch.setenv(CONFIG_VARIABLE, str(tmp_path / "other.toml"))
    assert load_settings().web.port == 1234
    assert load_settings(CONFIG).web.port == 8000  # an argument goes before it
    monkeypatch.setenv(CONFIG_VARIABLE, "")
    assert load_settings() == load_settings(CONFIG)


def test_folders_are_relative_to_the_file_that_names_them(tmp_path: Path) -> None:
    settings = loaded(tmp_path, "[corpus]\nfolder = 'sub/../texts'")
    assert settings.corpus.folder == tmp_path / "texts"
    assert settings.index.folder == CONFIG.parent / "index"


def test_folders_can_be_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    settings = load_settings(CONFIG).with_folders(Path("a"), Path("b"))
    assert (settings.corpus.folder, settings.index.folder) == (tmp_path / "a", tmp_path / "b")
    assert load_settings(CONFIG).with_folders() == load_settings(CONFIG)


@pytest.mark.parametrize(
    ("corpus", "index"),
    [
        ("a", "a"),
        ("a", "a/index"),  # the next run would read the index
        ("a/corpus", "a"),  # whoever deletes the index would delete the documents
    ],
)
def test_the_index_stands_apart_from_the_documents(tmp_path: Path, corpus: str, index: str) -> None:
    with pytest.raises(SettingsError, match="must stand apart"):
        load_settings(CONFIG).with_folders(tmp_path / corpus, tmp_path / index)
    with pytest.raises(SettingsError, match="must stand apart"):
        loaded(tmp_path, f"[corpus]\nfolder = '{corpus}'\n[index]\nfolder = '{index}'")


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ("", ""),
        ("https://archive.example", "https://archive.example"),
        ("HTTPS://Archive.Example/", "https://archive.example"),
        ("http://127.0.0.1:8000/Khizana/", "http://127.0.0.1:8000/Khizana"),
        ("http://[::1]:8000", "http://[::1]:8000"),
    ],
)
def test_the_public_address_is_kept_without_a_slash(
    tmp_path: Path, given: str, address: str
) -> None:
    assert loaded(tmp_path, f"[web]\naddress = '{given}'").web.address == address


@pytest.mark.parametrize(
    "given",
    [
        "//a.example",
        "ftp://a.example",
        "https://",
        "https://a b",
        "https://u@a.example",
        "/path",
        "https://a.example?x",
        "https://a.example/#x",
        "https://a.example:0x",
        "https://a.example:99999",
        "https://a.example//x",
        "https://a.example/<x>",
        "https://خزانة.example",
    ],
)
def test_what_is_no_public_address_is_refused(tmp_path: Path, given: str) -> None:
    (fault,) = faults(tmp_path, f"[web]\naddress = '{given}'")
    assert fault.startswith(f"[web] address = '{given}': ")


@pytest.mark.parametrize("given", ["*", "https://site.example", "http://localhost:3000"])
def test_the_sites_that_may_read_the_api(tmp_path: Path, given: str) -> None:
    assert loaded(tmp_path, f"[web]\napi_origins = ['{given}']").web.api_origins == (given,)


def test_a_config_in_the_working_folder_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(CONFIG_VARIABLE, raising=False)
    monkeypatch.chdir(tmp_path)
    assert load_settings() == load_settings(CONFIG)
    (tmp_path / "config.toml").write_text("[web]\nport = 1234\n")
    assert load_settings().web.port == 1234
    monkeypatch.setenv(CONFIG_VARIABLE, str(CONFIG))
    assert load_settings() == load_settings(CONFIG)
