"""Letters and mailboxes: fields, texts in any encoding, attachments that cite their letter."""

from __future__ import annotations

import hashlib
import io
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from indexer.errors import DocumentError
from indexer.ingest import SourceLimits, corpus_sources, read_source
from indexer.model import ArchiveDate, Document

LIMITS = SourceLimits(20_000_000)


def read(folder: Path) -> list[Document | DocumentError]:
    return [found for source in corpus_sources(folder) for found in read_source(source, LIMITS)]


def documents(folder: Path) -> list[Document]:
    found = read(folder)
    assert all(isinstance(item, Document) for item in found), found
    return [item for item in found if isinstance(item, Document)]


def letter(text: str = "نص الرسالة", **headers: str) -> EmailMessage:
    found = EmailMessage()
    for name, value in (
        {"Subject": "محضر الاجتماع", "From": "أمين <a@example.org>"} | headers
    ).items():
        found[name.replace("_", "-")] = value
    found.set_content(text)
    return found


def only(folder: Path, content: bytes) -> Document:
    (folder / "a.eml").write_bytes(content)
    (found,) = documents(folder)
    return found


def test_a_letter_has_the_fields_of_its_header(tmp_path: Path) -> None:
    sent = letter(
        To="ب <b@example.org>, c@example.org",
        Cc="d@example.org",
        Date="Thu, 12 May 2011 23:30:00 +0300",
    )
    found = only(tmp_path, sent.as_bytes())
    assert (found.id, found.title, found.author) == ("a.eml", "محضر الاجتماع", "أمين")
    assert found.date == ArchiveDate(2011, 5, 12)  # where the sender was
    assert found.source == "To: ب <b@example.org>, c@example.org; Cc: d@example.org"
    assert found.text == "نص الرسالة"
    assert found.digest == hashlib.sha256((tmp_path / "a.eml").read_bytes()).hexdigest()


def test_a_header_of_undeclared_bytes_is_read(tmp_path: Path) -> None:
    subject = "محضر اجتماع المجلس".encode("windows-1256")
    content = b"Subject: " + subject + b"\nFrom: a@example.org\n\n" + "نص".encode()
    assert only(tmp_path, content).title == "محضر اجتماع المجلس"


def test_a_letter_of_the_alphabet_may_be_cut_in_two_words(tmp_path: Path) -> None:
    content = b"Subject: =?utf-8?b?2YU=?= =?utf-8?b?2A==?=\n =?utf-8?b?rQ==?= x\n\n" + "نص".encode()
    assert only(tmp_path, content).title == "مح x"


@pytest.mark.parametrize("charset", ["windows-1256", "iso-8859-6", "utf-8", "utf-16", "cp720"])
@pytest.mark.parametrize("encoding", ["base64", "quoted-printable"])
def test_a_short_text_is_read_in_its_charset(tmp_path: Path, charset: str, encoding: str) -> None:
    sent = EmailMessage()
    sent["Subject"] = "عنوان"
    sent.set_content("حق", charset="utf-8", cte=encoding)
    head = sent.as_bytes().replace(b'"utf-8"', f'"{charset}"'.encode()).partition(b"\n\n")[0]
    body = EmailMessage()
    body.set_content("حق".encode(charset), "application", "octet-stream", cte="base64")
    head = head.replace(b"quoted-printable", b"base64")
    packed = body.as_bytes().partition(b"\n\n")[2]
    assert only(tmp_path, head + b"\n\n" + packed).text == "حق"


def test_a_charset_that_programs_declare_unasked_is_not_believed(tmp_path: Path) -> None:
    text = "اجتمع المجلس في دورة عادية ونظر في الميزانية"
    head = b"Subject: x\nContent-Type: text/plain; charset=iso-8859-1\n\n"
    assert only(tmp_path, head + text.encode("windows-1256")).text == text


def test_the_plain_text_is_taken_else_the_web_page(tmp_path: Path) -> None:
    both = letter("نص عادي")
    both.add_alternative("<p>نص <b>صفحة</b></p>", subtype="html")
    assert only(tmp_path, both.as_bytes()).text == "نص عادي"
    page = letter(" ")
    page.add_alternative("<p>نص <b>صفحة</b></p><style>p{}</style>", subtype="html")
    assert only(tmp_path, page.as_bytes()).text == "نص صفحة"


def test_attachments_are_documents_that_cite_their_letter(tmp_path: Path) -> None:
    files = io.BytesIO()
    with zipfile.ZipFile(files, "w") as archive:
        archive.writestr("قانون.txt", "نص القانون")
    sent = letter()
    sent.add_attachment("مذكرة".encode(), "text", "plain", filename="مذكرة.txt")
    sent.add_attachment(files.getvalue(), "application", "zip", filename="مرفقات.zip")
    inner = letter("نص مضمن", Subject="رد: الشكاية")
    inner.add_attachment("ملحق".encode(), "text", "plain", filename="a/b.txt")
    sent.add_attachment(inner)
    (tmp_path / "l.eml").write_bytes(sent.as_bytes())
    assert [(found.id, found.attached_to, found.text) for found in documents(tmp_path)] == [
        ("l.eml", None, "نص الرسالة"),
        ("l.eml/مذكرة", "l.eml", "مذكرة"),
        ("l.eml/مرفقات.zip/قانون", "l.eml", "نص القانون"),
        ("l.eml/رد: الشكاية.eml", "l.eml", "نص مضمن"),
        ("l.eml/رد: الشكاية.eml/a b", "l.eml/رد: الشكاية.eml", "ملحق"),
    ]


def test_pictures_of_the_text_and_signatures_are_no_documents(tmp_path: Path) -> None:
    page = letter()
    page.add_alternative('<p>نص</p><img src="cid:logo@x">', subtype="html")
    page.add_attachment(b"GIF89a", "image", "gif", cid="<logo@x>", filename="logo.gif")
    page.add_attachment(b"x", "application", "pgp-signature", filename="signature.asc")
    page.add_attachment(b"x", "application", "pkcs7-signature", filename="smime.p7s")
    assert only(tmp_path, page.as_bytes()).text == "نص الرسالة"


def test_a_letter_without_text_has_its_subject(tmp_path: Path) -> None:
    sent = letter("", Subject="التقرير السنوي")
    sent.add_attachment("نص".encode(), "text", "plain", filename="a.txt")
    (tmp_path / "a.eml").write_bytes(sent.as_bytes())
    assert [found.text for found in documents(tmp_path)] == ["التقرير السنوي", "نص"]


def test_alike_attachments_have_names_of_their_own(tmp_path: Path) -> None:
    sent = letter()
    for text in ("واحد", "اثنان"):
        sent.add_attachment(text.encode(), "text", "plain", filename="a.txt")
    (tmp_path / "l.eml").write_bytes(sent.as_bytes())
    assert [found.id for found in documents(tmp_path)][1:] == ["l.eml/a", "l.eml/a~2"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\n\nno header", "is no letter: it has no header"),
        (
            b"Subject: x\n"
            + b"".join(
                b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n)
                for n in range(10_000)
            ),
            "is a letter of parts nested too deeply",
        ),
    ],
    ids=["no-header", "nested"],
)
def test_what_is_no_letter_is_one_sentence(tmp_path: Path, content: bytes, reason: str) -> None:
    (tmp_path / "a.eml").write_bytes(content)
    (found,) = read(tmp_path)
    assert str(found) == f"a.eml: {reason}"


# Mailboxes


def mailbox(
    *letters: EmailMessage, between: str = "From a@example.org Thu May 12 10:00:00 2011"
) -> bytes:
    return b"".join(f"{between}\n".encode() + sent.as_bytes() + b"\n" for sent in letters)


@pytest.mark.parametrize(
    "between", ["From a@example.org Thu May 12 10:00:00 2011", "From - ", "From "]
)
def test_a_mailbox_is_as_many_documents_as_letters(tmp_path: Path, between: str) -> None:
    sent = [letter(f"نص {n}", Message_ID=f"<{n}@example.org>") for n in range(3)]
    content = mailbox(*sent, between=between)
    (tmp_path / "in.mbox").write_bytes(content)
    found = documents(tmp_path)
    assert [(item.id, item.text) for item in found] == [
        (f"in.mbox/{n}@example.org.eml", f"نص {n}") for n in range(3)
    ]
    for item in found:
        assert item.offset is not None
        assert item.length is not None
        own = content[item.offset : item.offset + item.length]
        assert hashlib.sha256(own).hexdigest() == item.digest
        assert content[: item.offset].count(b"\n") + 1 == item.line


def test_the_id_of_a_letter_stays_when_others_come_and_go(tmp_path: Path) -> None:
    one, two, three = (
        letter(f"نص {n}", Date=f"Thu, 1{n} May 2011 10:00:00 +0000") for n in range(3)
    )
    (tmp_path / "in.mbox").write_bytes(mailbox(one, two))
    before = {item.text: item.id for item in documents(tmp_path)}
    (tmp_path / "in.mbox").write_bytes(mailbox(two, three))
    after = {item.text: item.id for item in documents(tmp_path)}
    assert before["نص 1"] == after["نص 1"]
    assert len({*before.values(), *after.values()}) == 3


def test_a_line_that_a_mailbox_quoted_is_as_it_was_sent(tmp_path: Path) -> None:
    content = mailbox(letter("x")).replace(b"\nx\n", b"\nx\n\n>From here\nFrom there\n")
    (tmp_path / "in.mbox").write_bytes(content)
    (found,) = documents(tmp_path)
    assert found.text == "x\n\nFrom here\nFrom there"


def test_attachments_in_a_mailbox_cite_their_letter(tmp_path: Path) -> None:
    sent = letter(Message_ID="<1@x>")
    sent.add_attachment("نص".encode(), "text", "plain", filename="a.txt")
    (tmp_path / "in.mbox").write_bytes(mailbox(sent))
    _, attached = documents(tmp_path)
    assert (attached.id, attached.attached_to) == ("in.mbox/1@x.eml/a", "in.mbox/1@x.eml")
    assert (attached.line, attached.offset) == (None, None)


def test_a_letter_that_cannot_be_read_does_not_cost_the_others(tmp_path: Path) -> None:
    content = mailbox(letter("أول", Message_ID="<1@x>"), letter("", Subject="", Message_ID="<2@x>"))
    (tmp_path / "in.mbox").write_bytes(content)
    first, empty = read(tmp_path)
    assert isinstance(first, Document)
    assert str(empty) == "in.mbox: 2@x.eml: empty"


def test_the_shared_letters_are_read(shared: Path) -> None:
    folder = shared / "samples" / "mail"
    found = {
        source.name: {
            item.id.removeprefix(f"{source.name}/"): item
            for item in read_source(source, LIMITS)
            if isinstance(item, Document)
        }
        for source in corpus_sources(folder)
    }
    name = "arabic-1256-nested.eml"
    letter = found[name]
    assert set(letter) == {name, "مرفقات.zip/قانون", "مرفقات.zip/مذكرة.pdf", "رد: الشكاية.eml"}
    assert letter[name].title == "محضر الاجتماع: الحكامة الأمنية"
    assert letter[name].text.startswith("احتضنت مدينة الرباط،امس الخميس، ندوة")
    assert letter["رد: الشكاية.eml"].text == "نص الرسالة المضمنة"
    assert {item.attached_to for item in letter.values()} == {None, name}
    letters = [item for item in found["two-letters.mbox"].values() if not item.attached_to]
    assert [item.title for item in letters] == ["محضر الاجتماع: الحكامة الأمنية", "رد: الشكاية"]
