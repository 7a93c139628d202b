"""A folder as people have it: more than sixty files of more than twenty-five kinds.

Every file is read, but for those that are truly damaged or locked, and each of these is named.
"""

from __future__ import annotations

import email.message
import gzip
import io
import json
import tarfile
import zipfile
from pathlib import Path

from indexer import Archive, SearchRequest, Settings, reindex

FILES = Path(__file__).resolve().parents[1] / "files"
TEXT = "تفتح الأسواق الأسبوعية أبوابها كل خميس في ساحة المدينة، ويقصدها الناس من القرى المجاورة."
FRENCH = "Le conseil a tenu sa session ordinaire et les élus ont débattu du budget de la commune."


def letter(subject: str, text: str, attached: tuple[str, bytes] | None = None) -> bytes:
    """A letter, with a file attached to it."""
    message = email.message.EmailMessage()
    message["From"], message["To"] = "a@exemple.ma", "b@exemple.ma"
    message["Subject"], message["Date"] = subject, "Sat, 04 May 2019 10:00:00 +0100"
    message.set_content(text)
    if attached:
        message.add_attachment(attached[1], "text", "plain", filename=attached[0])
    return bytes(message)


def zip_of(members: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return made.getvalue()


def tar_of(name: str, content: bytes) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as file:
        info = tarfile.TarInfo(name)
        info.size = len(content)
        file.addfile(info, io.BytesIO(content))
    return made.getvalue()


def texts() -> dict[str, bytes]:
    """Texts and pages: name of a file → its content."""
    utf_8, arabic = TEXT.encode(), TEXT.encode("windows-1256")
    fields = "title: {0}\ndate: 2019-05-04\ntags: [أسواق, مدن]\n"
    signs = f"## باب\n\n**{TEXT}** و[رابط](http://exemple.ma)\n\n| أ | ب |\n|---|---|\n"
    page = f"<html><head><title>صفحة</title></head><body><p>{TEXT}</p></body></html>"
    tei = f"<TEI xmlns='http://www.tei-c.org/ns/1.0'><text><body><p>{TEXT}</p></body></text></TEI>"
    openiti = f"######OpenITI#\n\n#META# 020.BookTITLE\t:: أسواق\n#META#Header#End#\n\n# {TEXT}\n"
    chat = f"04/05/2019, 10:00 - ليلى: {TEXT}\n04/05/2019, 10:01 - سمير: نعم\n"
    return {
        "utf-8.txt": utf_8,
        "mark.txt": TEXT.encode("utf-8-sig"),
        "windows-1256.txt": arabic,
        "iso-8859-6.TXT": TEXT.encode("iso-8859-6"),
        "utf-16.txt": TEXT.encode("utf-16"),
        "lines of windows.txt": TEXT.replace(" ", "\r\n", 3).encode(),
        "note en français.txt": FRENCH.encode(),
        "تقرير الأسواق.txt": utf_8,
        "plain.md": f"# عنوان\n\n{TEXT}\n".encode(),
        "signs.md": signs.encode(),
        "fields.md": f"---\n{fields.format('أسواق')}---\n\n{TEXT}\n".encode(),
        "colon.md": f"---\n{fields.format('الأسواق: تاريخ')}---\n\n{TEXT}\n".encode(),
        "hugo.md": f'+++\ntitle = "أسواق"\ndate = 2019-05-04T10:00:00Z\n+++\n{TEXT}\n'.encode(),
        "2019-05-04-post.md": f"---\nlayout: post\ncategories: أسواق\n---\n{TEXT}\n".encode(),
        "json.md": f'{{"title": "أسواق"}}\n\n{TEXT}\n'.encode(),
        "دراسات/كتاب.markdown": f"# كتاب\n\n{TEXT}\n".encode(),
        "دراسات/نص.text": utf_8,
        "vault/note.md": f"---\naliases: [س]\n---\n{TEXT} [[fields|صفحة]] #وسم\n".encode(),
        "page.html": page.encode(),
        "صفحة.xhtml": page.replace(
            "<html>", "<html xmlns='http://www.w3.org/1999/xhtml'>"
        ).encode(),
        "0255Kitab.Aswaq-ara1.completed": openiti.encode(),
        "كتاب بلا لاحقة": openiti.encode(),
        "page-1256.htm": f"<meta charset=windows-1256><h1>صفحة</h1><p>{TEXT}</p>".encode("cp1256"),
        "lines.jsonl": json.dumps({"id": "سطر", "title": "أ", "text": TEXT}).encode(),
        "list.json": json.dumps([{"id": "عنصر", "title": "أ", "text": TEXT}]).encode(),
        "tei.xml": tei.encode(),
        "مقالة.wiki": f"== باب ==\n{TEXT} [[سوق|السوق]]\n".encode(),
        "film.srt": f"1\n00:00:01,000 --> 00:00:04,000\n{TEXT}\n".encode(),
        "hearing.vtt": f"WEBVTT\n\n00:01.000 --> 00:04.000\n{TEXT}\n".encode(),
        "WhatsApp Chat.txt": chat.encode(),
    }


def tables() -> dict[str, bytes]:
    """Tables: name of a file → its content."""
    return {
        "news.csv": f'id,date,title,text\nخبر-7,2019-05-04,خبر,"{TEXT}"\n'.encode(),
        "excel.csv": f"sep=;\r\nالعنوان;النص\r\nخبر;{TEXT}\r\n".encode("windows-1256"),
        "wide.tsv": f"titre\ttexte\nخبر\t{TEXT}\n".encode("utf-16"),
        "rows.tsv": f"id\ttitle\ttext\nصف-1\tأ\t{TEXT}\nصف-2\tب\t{TEXT}\n".encode(),
        "figures.csv": "السوق,اليوم,عدد\nسوق الأحد,الأحد,12\n".encode(),
    }


def containers() -> dict[str, bytes]:
    """Letters and archives: name of a file → its content."""
    text = TEXT.encode()
    inner = zip_of({"داخل.txt": text, "جدول.csv": f"title,text\nأ,{TEXT}\n".encode()})
    box = b"".join(b"From a@b Sat May  4 10:00:00 2019\n" + letter(s, TEXT) + b"\n" for s in "ab")
    page = f"<p>{TEXT}</p>".encode()
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://exemple.ma/souks\r\n"
        "WARC-Date: 2019-05-04T10:00:00Z\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    )
    web = head.encode() + answer + b"\r\n\r\n"
    return {
        "letter.eml": letter("دعوة", TEXT, ("مرفق.txt", text)),
        "رسالة.eml": letter("جواب", TEXT),
        "letters.mbox": box,
        "archive.zip": zip_of({"أ/ب.txt": text, "page.html": page, "deep.zip": inner}),
        "archive.tar": tar_of("tar.txt", text),
        "archive.tar.gz": gzip.compress(tar_of("tgz.md", text)),
        "alone.txt.gz": gzip.compress(text),
        "web.warc": web,
        "web.warc.gz": gzip.compress(web),
    }


def office() -> dict[str, bytes]:
    """Files of programs, some under another name: name of a file → its content."""
    found = {path.name: path.read_bytes() for path in sorted((FILES / "office").iterdir())}
    found.pop("tables.xls", None)  # which only LibreOffice reads
    with zipfile.ZipFile(io.BytesIO(found["tables.ods"])) as file:  # with another id for its row
        parts = {name: file.read(name) for name in file.namelist()}
    found["tables.ods"] = zip_of({name: p.replace(b">7<", b">8<") for name, p in parts.items()})
    found |= {path.name: path.read_bytes() for path in sorted(FILES.glob("*.pdf"))}
    found |= {f"نسخة من {name}": content for name, content in list(found.items())[:6]}
    found["تقرير بلا لاحقة"] = found["report.odt"]
    found["باسم آخر.pdf"] = found["report.docx"]
    found["باسم آخر.docx"] = found["report.doc"]
    found["حروف كبيرة.DOCX"] = found["report.docx"]
    found["مجلد/فرعي/عرض.pptx"] = found["slides.pptx"]
    return found


def damaged() -> dict[str, tuple[bytes, str]]:
    """Name of a file that cannot be read → (its content, words of the sentence about it)."""
    report = (FILES / "office" / "report.docx").read_bytes()
    book = (FILES / "office" / "report.epub").read_bytes()
    old = bytearray((FILES / "office" / "report.doc").read_bytes())
    old[old.index(b"\xec\xa5") + 0x0B] |= 1
    bomb = zip_of({"word/document.xml": b"<a>" + (b"<b/>" + b" " * 9_996) * 5_000})
    return {
        "مبتور.docx": (report[: len(report) // 2], "is damaged or cut off"),
        "مبتور.epub": (book[:-200], "is damaged or cut off"),
        "مقفل.doc": (bytes(old), "is locked with a password"),
        "قنبلة.docx": (bomb, "unpacks to more than"),
        "فارغ.txt": (b"", "empty"),
        "bytes.txt": (bytes(range(128, 256)) * 4, "neither UTF-8 nor an Arabic encoding"),
        "مبتور.pdf": (b"%PDF-1.7\n1 0 obj\n<<", ""),
    }


def test_every_file_is_read_but_for_the_damaged_which_are_named(settings: Settings) -> None:
    good = texts() | tables() | containers() | office()
    bad = damaged()
    contents = good | {name: content for name, (content, _) in bad.items()}
    for name, content in contents.items():
        path = settings.corpus.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    kinds = {"".join(Path(name).suffixes[-2:]).lower().rpartition(" ")[2] for name in contents}
    assert len(contents) >= 60
    assert len(kinds) >= 25, sorted(kinds)

    report = reindex(settings)

    told = {failure.path: failure.reason for failure in report.skipped}
    assert told.keys() == bad.keys(), [str(failure) for failure in report.skipped]
    for name, (_, words) in bad.items():
        assert words in told[name], told[name]
    with Archive(settings) as archive:
        documents = [archive.document(name) for name in archive.ids()]
        assert {document.path for document in documents if document} == good.keys()
        page = archive.search(SearchRequest("الأسبوعية", page_size=100))
    found = {hit.document.path for hit in page.hits}
    assert found >= (texts() | containers()).keys() - {"note en français.txt"}
