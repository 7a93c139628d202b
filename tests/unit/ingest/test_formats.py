"""What each format gives: fields, titles, texts, and the reasons why a file is none."""

from __future__ import annotations

import datetime
import hashlib
import json
from pathlib import Path

import pytest

from indexer.errors import DocumentError
from indexer.ingest import SourceLimits, corpus_sources, html, plain, read_source
from indexer.ingest.cleaning import CleanText, clean_text
from indexer.ingest.formats import FORMATS
from indexer.model import ArchiveDate, Document

LIMITS = SourceLimits(2_000_000)
# Suffixes of the formats that any text is a document of.
SUFFIXES = [
    suffix
    for row in FORMATS
    if row.stem_id and row.name not in ("jsonl", "subtitles", "json", "xml")
    for suffix in row.suffixes
]
NEXT_YEAR = datetime.date.today().year + 1


def read(folder: Path, name: str, content: str | bytes) -> list[Document | DocumentError]:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    (source,) = corpus_sources(folder)
    return list(read_source(source, LIMITS))


def document(folder: Path, name: str, content: str | bytes) -> Document:
    (found,) = read(folder, name, content)
    assert isinstance(found, Document), found
    return found


def reason(folder: Path, name: str, content: str | bytes) -> str:
    (found,) = read(folder, name, content)
    assert isinstance(found, DocumentError), found
    return found.reason


def markdown(**fields: str) -> str:
    """A Markdown file with these fields, written as YAML."""
    front = "".join(f"{name}: {value}\n" for name, value in fields.items())
    return f"---\n{front}---\n\nنص الوثيقة\n"


# Every format


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_document_is_known_by_its_path_and_digest(tmp_path: Path, suffix: str) -> None:
    found = document(tmp_path, f"قوانين/a.b{suffix}", "نص")
    assert (found.id, found.path) == ("قوانين/a.b", f"قوانين/a.b{suffix}")
    assert found.digest == hashlib.sha256("نص".encode()).hexdigest()


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("content", ["", " \n\u2028\x00\ufeff\n"])
def test_a_document_without_text_is_refused(tmp_path: Path, suffix: str, content: str) -> None:
    assert reason(tmp_path, f"a{suffix}", content) == "empty"


def test_an_id_is_composed_though_its_file_name_is_not(tmp_path: Path) -> None:
    found = document(tmp_path, "\u0627\u0653.md", "نص")
    assert (found.id, found.path) == ("\u0622", "\u0627\u0653.md")


# Text and Markdown


@pytest.mark.parametrize(
    ("content", "title", "text"),
    [
        ("# عنوان\nنص", "عنوان", "نص"),  # a heading that opens the text, and leaves it
        ("## باب\n\nنص", "باب", "## باب\n\nنص"),  # else the first line, which stays
        ("ن" * 150, "ن" * 150, "ن" * 150),
        ("ن" * 151, "الملف", "ن" * 151),  # too long: the name of the file
        ("---\ntitle: أ\n---\n# ب\nنص", "أ", "# ب\nنص"),
        ("---\ntitle: ''\n---\n# ب\nنص", "ب", "نص"),
    ],
)
def test_title_of_markdown(tmp_path: Path, content: str, title: str, text: str) -> None:
    found = document(tmp_path, "الملف.md", content)
    assert (found.title, found.text) == (title, text)


def test_plain_text_has_no_front_matter_and_no_headings(tmp_path: Path) -> None:
    found = document(tmp_path, "a.txt", "---\ntitle: عنوان\n---")
    assert (found.title, found.text) == ("a", "---\ntitle: عنوان\n---")


def test_front_matter_gives_the_fields(tmp_path: Path) -> None:
    fields = {"id": "dahir/1", "title": '"ظهير \u202eشريف"', "topics": "[أ, ب, أ, '']"}
    fields |= {"sources": "مصدر", "language": "AR-MA", "date": "2011-07-29", "unknown": "[[x]]"}
    found = document(tmp_path, "a.md", markdown(**fields, source_url="https://a.ma/ظهير", kind=""))
    assert (found.id, found.title, found.language) == ("dahir/1", "ظهير شريف", "ar-ma")
    assert (found.topics, found.sources, found.kind) == (("أ", "ب"), ("مصدر",), None)
    assert found.date == ArchiveDate(2011, 7, 29)
    assert found.text == "نص الوثيقة"


@pytest.mark.parametrize("date", ["٢٠١١-٠٧", "۲۰۱۱-۰۷"])
def test_a_date_may_be_in_arabic_or_persian_digits(tmp_path: Path, date: str) -> None:
    assert document(tmp_path, "a.md", markdown(date=date)).date == ArchiveDate(2011, 7)


@pytest.mark.parametrize(
    ("field", "value", "fault"),
    [
        ("date", "0000", "date: “0000”: there is no year 0"),
        ("date", str(NEXT_YEAR + 1), "is in the future"),
        ("date", "1000000000", "date: “1000000000” is not a date"),
        ("date", "أمس", "date: “أمس” is not a date"),
        ("language", "لغة الضاد", "language: “لغة الضاد” is not a tag"),
        ("source_url", "javascript:alert(1)", "“javascript:alert(1)” only http and https"),
        ("licence_url", "file:///etc/passwd", "“file:///etc/passwd” only http and https"),
        ("author", "{أ: ب}", "must be a text or a list of texts, or a map with a name"),
        ("author", "ن" * 5_001, "longer than 5,000 characters"),
        ("topics", f"[{'أ, ' * 101}]", "more than 100 values"),
        ("kind", "[law, news]", "takes one value"),
        ("id", "../../etc/passwd", "has an empty, . or .. part"),
        ("id", "/a", "has an empty, . or .. part"),
        ("id", "a//b", "has an empty, . or .. part"),
        ("id", "'a '", "has control characters, backslashes or outer spaces"),
        ("id", r"a\b", "has control characters, backslashes or outer spaces"),
        ("id", '"a\\u202eb"', "has control characters, backslashes or outer spaces"),
        ("id", "a" * 201, "longer than 200 characters"),
    ],
)
def test_a_bad_field_is_dropped_and_named(
    tmp_path: Path, field: str, value: str, fault: str
) -> None:
    found = document(tmp_path, "a.md", markdown(**{field: value}))
    assert (found.id, found.text) == ("a", "نص الوثيقة")
    name = {"author": "authors"}.get(field, field)
    assert getattr(found, name) in ("a", "ar", None, ())
    (sentence,) = found.dropped
    assert sentence.startswith(f"{name}: ")
    assert fault in sentence


def test_a_tag_of_python_builds_nothing(tmp_path: Path) -> None:
    target = tmp_path / "target"
    call = f"!!python/object/apply:os.mkdir ['{target}']"
    found = document(tmp_path, "a.md", markdown(topics=call))
    assert found.topics == (str(target),)
    assert not target.exists()


# JSON lines


def test_each_line_is_a_document_with_the_digest_of_its_bytes(tmp_path: Path) -> None:
    lines = ['{"id": "a", "text": "نص", "date": 2011}', '{"id": 2, "text": "نص", "topics": ["أ"]}']
    first, second = read(tmp_path, "a.jsonl", "\ufeff" + lines[0] + "\r\n\r\n" + lines[1])
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert (first.id, first.date, second.id) == ("a", ArchiveDate(2011), "2")
    assert (first.path, second.topics) == ("a.jsonl", ("أ",))
    assert second.digest == hashlib.sha256(lines[1].encode()).hexdigest()


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (b"{", "not JSON: expecting property name"),
        (b'{"id": ' + b"9" * 5_000 + b"}", "a number is too long"),
        (b"[" * 100_000, "nested too deeply"),
        ('{"id": "a", "text": "نص"}'.encode("cp1256"), "not UTF-8"),
        (b'["a"]', "must be a JSON object with id and text"),
        (b'{"text": "a"}', "id: missing"),
        (b'{"id": "", "text": "a"}', "id: missing"),
        (b'{"id": "a"}', "text: missing, or not a text"),
        (b'{"id": "a", "text": 1}', "text: missing, or not a text"),
        (b'{"id": "a", "text": " "}', "empty"),
        (b'{"id": "a", "text": "a", "id": "b"}', "the key “id” is given twice"),
        (b'{"id": "a", "text": "a", "more": {"x": 1, "x": 1}}', "the key “x” is given twice"),
        (b'{"id": "a", "text": "' + b"a" * 2_000_000 + b'"}', "too large: more than the limit"),
    ],
)
def test_a_broken_line_does_not_stop_the_next(tmp_path: Path, line: bytes, fault: str) -> None:
    good = b'{"id": "good", "text": "a"}'
    first, error, last = read(tmp_path, "a.jsonl", b"\n".join([good, line, good]))
    assert isinstance(error, DocumentError)
    assert (error.path, error.line) == ("a.jsonl", 2)
    assert fault in error.reason
    assert isinstance(first, Document)
    assert first == last


def test_a_line_may_be_as_large_as_the_limit(tmp_path: Path) -> None:
    line = json.dumps({"id": "a", "text": "a" * 1_999_977})
    assert len(line) == 2_000_000
    assert document(tmp_path, "a.jsonl", line + "\r\n").id == "a"


def test_lone_surrogates_are_dropped_from_title_and_text(tmp_path: Path) -> None:
    found = document(tmp_path, "a.jsonl", r'{"id": "a", "title": "ع\ud800", "text": "\udfffن"}')
    assert (found.title, found.text) == ("ع", "ن")


# HTML


def test_blocks_become_paragraphs_in_reading_order(tmp_path: Path) -> None:
    page = (
        "<div>أ<p>ب <b>ت</b>\n  ث<br>ج</p>ح</div><h2><span>خ</span><br>د</h2><h4>ذ</h4><li>ر<li>ز"
    )
    found = document(tmp_path, "a.html", page)
    assert found.text == "أ\n\nب ت ث\nج\n\nح\n\n## خ د\n\n### ذ\n\nر\n\nز"


@pytest.mark.parametrize("tag", ["script", "style", "nav", "noscript", "template", "svg", "iframe"])
def test_what_is_no_text_is_dropped(tmp_path: Path, tag: str) -> None:
    page = f"<title>ت</title>أ <{tag}>خفي</{tag}> <!-- خفي --> ب"
    assert document(tmp_path, "a.html", page).text == "أ ب"


def test_the_page_gives_title_author_date_and_language(tmp_path: Path) -> None:
    page = """<html lang="ar-MA"><head><title> عنوان
    الصفحة</title><meta name="date" content="أمس"><meta name="AUTHOR" content="كاتب">
    <meta property="article:published_time" content="2020-05-01T10:00:00Z"></head><p>نص"""
    found = document(tmp_path, "a.html", page)
    assert (found.title, found.author, found.language) == ("عنوان الصفحة", "كاتب", "ar-ma")
    assert found.date == ArchiveDate(2020, 5, 1)


def test_without_title_the_first_h1_is_the_title(tmp_path: Path) -> None:
    found = document(tmp_path, "a.htm", '<html lang="ar_MA"><p>أ<h1>ب</h1>')
    assert (found.title, found.text, found.language) == ("ب", "أ\n\n## ب", "ar-ma")


def test_a_page_in_windows_1256_is_read(tmp_path: Path) -> None:
    page = '<meta charset="windows-1256"><title>الأمن</title><p>المديرية العامة للأمن الوطني'
    assert document(tmp_path, "a.html", page.encode("cp1256")).title == "الأمن"


@pytest.mark.parametrize("tag", ["div", "b", "table", "ul"])
def test_200_000_nested_tags_are_refused_at_once(tmp_path: Path, tag: str) -> None:
    assert (
        reason(tmp_path, "a.html", f"<{tag}>" * 200_000 + "نص") == "tags nested more than 512 deep"
    )


@pytest.mark.parametrize(
    ("page", "why"),
    [
        ("".join(f"<font size={n}>" for n in range(65)), "more than 64 formatting tags left open"),
        (f"<p {' '.join(f'a{n}=1' for n in range(300))}>", "a tag with more than 256 attributes"),
        ("<body a>" * 257, "more than 256 body or html tags"),
        ("<select>" + "<option>أ" * 10_001, "more than 10,000 options in its lists"),
    ],
)
def test_pages_that_are_known_to_take_long_are_refused(tmp_path: Path, page: str, why: str) -> None:
    assert reason(tmp_path, "a.html", page + "نص") == why


@pytest.mark.parametrize(
    "page",
    [
        "<font size=2>" * 300,  # the parser repeats three of those that are alike
        "<b>نص</b>" * 300,
        "<a href=1>نص" * 300,
        '<p title="' + "كلمة " * 1_000 + '">',
        "<p " + " ".join(f"a{n} = 'ب ب'" for n in range(256)) + ">",
    ],
)
def test_pages_that_look_like_them_are_read(tmp_path: Path, page: str) -> None:
    assert "نص" in document(tmp_path, "a.html", page + "نص").text


def test_of_many_lines_that_are_no_documents_not_each_is_told(tmp_path: Path) -> None:
    found = read(tmp_path, "a.jsonl", "{\n" * 1_000 + '{"id": "a", "text": "x"}')
    assert len(found) == 202
    assert str(found[-1]) == "a.jsonl: 800 more of its lines are no documents"


def test_the_place_of_a_document_in_a_file_of_many_is_told(tmp_path: Path) -> None:
    content = '\ufeff{"id": "a", "text": "نص"}\r\n\n {"id": "b", "text": "x"} \n'.encode()
    for found in read(tmp_path, "a.jsonl", content):
        assert isinstance(found, Document)
        assert found.offset is not None
        assert found.length is not None
        line = content[found.offset : found.offset + found.length]
        assert json.loads(line.decode("utf-8-sig"))["id"] == found.id
        assert hashlib.sha256(line).hexdigest() == found.digest


def test_tags_that_need_no_end_do_not_nest(tmp_path: Path) -> None:
    found = document(tmp_path, "a.html", "<p>نص<br>" * 2_000 + "<div></div>" * 2_000)
    assert found.text.count("نص") == 2_000


def test_the_declaration_of_human_rights_is_read_in_order(shared: Path) -> None:
    (source,) = corpus_sources(shared / "samples" / "html")
    (found,) = read_source(source, LIMITS)
    assert isinstance(found, Document)
    assert found.text.startswith("## الإعلان العالمي لحقوق الإنسان\n\n## الديباجة\n\nلمّا كان")
    headings = [line for line in found.text.split("\n\n") if line.startswith("## المادة")]
    assert headings == [f"## المادة {number}" for number in range(1, 31)]


def test_a_heading_inside_the_text_is_not_the_title(tmp_path: Path) -> None:
    found = document(tmp_path, "a.md", "مقدمة قصيرة.\n\n# باب أول\n\nنص.")
    assert found.title == "a"
    assert "# باب أول" in found.text


@pytest.mark.parametrize("suffix", ["txt", "md", "html"])
def test_a_text_is_cleaned_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    cleaned: list[str] = []

    def counted(text: str) -> CleanText:
        cleaned.append(text)
        return clean_text(text)

    for module in (plain, html):
        monkeypatch.setattr(module, "clean_text", counted)
    assert document(tmp_path, f"a.{suffix}", "<p>نص أول\r\n").text.endswith("نص أول")
    assert sum("نص أول" in text for text in cleaned) == 1


def test_an_empty_element_of_xhtml_is_closed(tmp_path: Path) -> None:
    page = (
        "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><head><title/>"
        "<script src='a'/></head><body><p>نص <a id='p1'/>أول<br/>سطر</p><div/><p>آخر</p>"
        + "<p>ص<a id='p2'/></p>"
        * 600
    )
    found = document(tmp_path, "a.xhtml", page)
    assert found.text.startswith("نص أول\nسطر\n\nآخر\n\nص\n\nص")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1256"])
def test_markdown_of_any_encoding_and_line_end_has_its_fields(
    tmp_path: Path, encoding: str
) -> None:
    written = "---\r\ntitle: عنوان الوثيقة\r\n---\r\n\r\nهذا نص **مهم** من المدينة.\r\n"
    found = document(tmp_path, "a.md", written.encode(encoding))
    assert (found.title, found.text) == ("عنوان الوثيقة", "هذا نص مهم من المدينة.")


def test_a_french_markdown_keeps_its_accents_and_apostrophes(tmp_path: Path) -> None:
    written = "# L'été *déjà* fini\n\n1. Le conseil d’administration s'est réuni.\n\n> « Oui »"
    found = document(tmp_path, "a.md", written)
    assert found.title == "L'été déjà fini"
    assert found.text == "1. Le conseil d’administration s'est réuni.\n\n« Oui »"
