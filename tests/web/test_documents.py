"""A document as files to keep."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import re
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer import Document, Settings, reindex
from webapp.http.headers import SANDBOX, disposition
from webapp.views.documents import original_bytes


def test_the_original_is_what_was_indexed(client: FlaskClient, settings: Settings) -> None:
    answer = client.get("/d/folder/letter/original")
    assert answer.data == (settings.corpus.folder / "folder" / "letter.md").read_bytes()
    digest = client.get("/api/documents/folder/letter").get_json()["digest"]
    assert hashlib.sha256(answer.data).hexdigest() == digest


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("original", "text/markdown; charset=utf-8"),
        ("text", "text/plain; charset=utf-8"),
        ("cite.bib", "application/x-bibtex; charset=utf-8"),
        ("cite.ris", "application/x-research-info-systems; charset=utf-8"),
    ],
)
def test_files_are_saved_and_never_opened_as_pages(
    client: FlaskClient, name: str, kind: str
) -> None:
    answer = client.get(f"/d/hostile/{name}")
    assert answer.status_code == 200
    assert answer.content_type == kind
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="hostile.')
    assert answer.headers["Content-Security-Policy"] == SANDBOX
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert client.get(f"/d/none/{name}").status_code == 404


def test_a_document_is_json_by_its_permanent_address_too(client: FlaskClient) -> None:
    answer = client.get("/d/folder/letter.json", follow_redirects=True)
    assert answer.get_json()["id"] == "folder/letter"


def test_a_changed_original_is_not_given_for_the_indexed_one(
    settings: Settings, tmp_path: Path, make_app: Callable[..., Flask]
) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.txt").write_text("نص", "utf-8")
    (corpus / "b.jsonl").write_text(
        '{"id": "one", "title": "أول", "text": "الأول"}\n'
        '{"id": "two", "title": "ثان", "text": "الثاني"}\n',
        "utf-8",
    )
    built = settings.with_folders(corpus, tmp_path / "index")
    reindex(built)
    client = make_app(dataclasses.replace(built)).test_client()
    line = client.get("/d/two/original")
    assert line.get_json()["id"] == "two"
    assert "two.json" in line.headers["Content-Disposition"]
    (corpus / "a.txt").write_text("نص آخر", "utf-8")
    answer = client.get("/d/a/original")
    assert answer.status_code == 404
    assert "لم يعد الملف الأصلي كما فُهرس" in answer.get_data(as_text=True)
    (corpus / "a.txt").unlink()
    assert "/d/a/original" not in client.get("/ar/d/a").get_data(as_text=True)


@pytest.mark.parametrize("path", ["../secret.txt", "/etc/passwd", "", "none.txt", "."])
def test_nothing_outside_the_corpus_is_given(tmp_path: Path, path: str) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "secret.txt").write_text("secret")
    digest = hashlib.sha256(b"secret").hexdigest()
    document = Document("x", "x", "x", path=path, digest=digest)
    assert original_bytes(tmp_path / "corpus", document) is None


def test_a_link_out_of_the_corpus_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "corpus" / "x.txt").symlink_to(tmp_path / "secret.txt")
    digest = hashlib.sha256(b"secret").hexdigest()
    document = Document("x", "x", "x", path="x.txt", digest=digest)
    assert original_bytes(tmp_path / "corpus", document) is None


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("a/b.txt", "attachment; filename=\"b.txt\"; filename*=UTF-8''b.txt"),
        (
            'x"\r\nSet-Cookie: a',
            'attachment; filename="x___Set-Cookie__a"; '
            "filename*=UTF-8''x%22%0D%0ASet-Cookie%3A%20a",
        ),
        ("نص.md", "attachment; filename=\"__.md\"; filename*=UTF-8''%D9%86%D8%B5.md"),
    ],
)
def test_a_file_name_is_no_header(name: str, header: str) -> None:
    assert disposition(name) == header


@pytest.fixture
def letter(settings: Settings, tmp_path: Path, make_app: Callable[..., Flask]) -> FlaskClient:
    """An archive of a letter with a zip of two files, and of a mailbox."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    files = io.BytesIO()
    with zipfile.ZipFile(files, "w") as packed:
        packed.writestr("قانون.txt", "نص القانون")
        packed.writestr(
            "lines.jsonl", '{"id": "row", "text": "سطر"}\n{"id": "other", "text": "آخر"}'
        )
    sent = EmailMessage()
    sent["Subject"], sent["Message-ID"] = "محضر الاجتماع", "<1@x>"
    sent.set_content("نص الرسالة\n\n>From here")
    sent.add_attachment(files.getvalue(), "application", "zip", filename="files.zip")
    (corpus / "l.eml").write_bytes(sent.as_bytes())
    (corpus / "in.mbox").write_bytes(
        b"From - \n" + sent.as_bytes() + b"\nFrom - \nSubject: x\n\nx\n"
    )
    built = settings.with_folders(corpus, tmp_path / "index")
    reindex(built)
    return make_app(dataclasses.replace(built)).test_client()


@pytest.mark.parametrize(
    ("document", "content"),
    [
        ("l.eml/files.zip/قانون", "نص القانون"),
        ("in.mbox/1@x.eml/files.zip/قانون", "نص القانون"),
        ("row", '{"id": "row", "text": "سطر"}'),
    ],
)
def test_a_file_in_a_container_is_given_as_it_is_there(
    letter: FlaskClient, document: str, content: str
) -> None:
    answer = letter.get(f"/d/{document}/original")
    assert answer.data.decode() == content
    assert answer.headers["Content-Security-Policy"] == SANDBOX


def test_a_letter_of_a_mailbox_is_given_as_it_was_sent(letter: FlaskClient) -> None:
    sent = letter.get("/d/l.eml/original").data
    answer = letter.get("/d/in.mbox/1@x.eml/original")
    assert answer.data == sent.replace(b">From", b"From").rstrip() + b"\n"
    assert 'filename="1_x.eml"' in answer.headers["Content-Disposition"]


def test_other_bytes_of_a_container_are_not_given(letter: FlaskClient, tmp_path: Path) -> None:
    path = tmp_path / "corpus" / "l.eml"
    path.write_bytes(path.read_bytes().replace(b"files.zip", b"other.zip"))
    assert letter.get("/d/l.eml/files.zip/قانون/original").status_code == 404


def test_an_attachment_names_its_letter(letter: FlaskClient) -> None:
    page = letter.get("/ar/d/l.eml/files.zip/قانون").get_data(as_text=True)
    assert re.search(r'<dd><a href="/ar/d/l\.eml"><bdi>محضر الاجتماع</bdi></a></dd>', page)
    assert "ضمن" in page[page.index('id="cite"') :]
    assert "l.eml/files.zip" in page[page.index('id="cite"') :]
    given = letter.get("/api/documents/l.eml/files.zip/قانون").get_json()
    assert (given["attached_to"], given["member"]) == ("l.eml", "files.zip/قانون.txt")


def test_pages_of_an_attached_pdf_have_pictures_and_places_of_words(
    settings: Settings, tmp_path: Path, make_app: Callable[..., Flask]
) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    attached = (Path(__file__).parents[1] / "files" / "chromium-library.pdf").read_bytes()
    sent = EmailMessage()
    sent["Subject"] = "محضر"
    sent.set_content("نص الرسالة")
    sent.add_attachment(attached, "application", "pdf", filename="a.pdf")
    (corpus / "l.eml").write_bytes(sent.as_bytes())
    built = settings.with_folders(corpus, tmp_path / "index")
    reindex(built)
    client = make_app(dataclasses.replace(built)).test_client()
    document = client.get("/api/documents/l.eml/a.pdf").get_json()
    assert client.get("/d/l.eml/a.pdf/original").data == attached
    assert client.get(document["pages"][0]["image_url"]).content_type == "image/jpeg"
    word = document["text"].split()[0]
    places = client.get(f"/api/documents/l.eml/a.pdf/pages/1/words?q={word}").get_json()["words"]
    assert places[0]["text"] == word
