"""Files that are what they say, and files that are not."""

import io
import zipfile

import docx
import pytest
from PIL import Image

from claims.verdicts.uploads import Misfit, Upload, inspect

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
HTML = b"<!doctype html><html><body>Hello<script>alert(1)</script></body></html>"
TEXT = "Spending fell – by 9 per cent.".encode()


def picture(kind: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (3, 3)).save(out, kind)
    return out.getvalue()


def word_file() -> bytes:
    out = io.BytesIO()
    docx.Document().save(out)
    return out.getvalue()


def an_archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("a.exe", b"MZ")
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "content_type"),
    [
        ("a.pdf", PDF, "application/pdf"),
        ("A.PNG", picture("PNG"), "image/png"),
        ("a.jpg", picture("JPEG"), "image/jpeg"),
        ("a.gif", picture("GIF"), "image/gif"),
        ("a.webp", picture("WEBP"), "image/webp"),
        ("a.txt", TEXT, "text/plain"),
        ("a.csv", b"year,spending\n2021,9\n", "text/csv"),
        ("a.html", HTML, "text/html"),
        ("a.docx", word_file(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ],
)
def test_a_file_that_is_what_it_says_is_taken(name: str, data: bytes, content_type: str):
    for said in (content_type, "", "application/octet-stream"):
        accepted = inspect(Upload(name, data, said))
        assert (accepted.name, accepted.content_type, accepted.data) == (name, content_type, data)


def test_a_table_that_the_browser_calls_something_else_is_taken():
    assert inspect(Upload("a.csv", b"a,b\n", "application/vnd.ms-excel")).content_type == "text/csv"


@pytest.mark.parametrize(
    ("name", "data", "content_type"),
    [
        ("a.pdf", HTML, "application/pdf"),
        ("a.pdf", b"%PDF-1.4 cut off", "application/pdf"),
        ("a.png", picture("JPEG"), "image/png"),
        ("a.png", picture("PNG")[:30], "image/png"),
        ("a.png", b"\x89PNG\r\n\x1a\n" + HTML, "image/png"),
        ("a.jpg", b"\xff\xd8\xff" + HTML, "image/jpeg"),
        ("a.txt", HTML, "text/plain"),
        ("a.txt", b"MZ\x90\x00\x03\x00\x00\x00", "text/plain"),
        ("a.csv", PDF, "text/csv"),
        ("a.html", TEXT, "text/html"),
        ("a.docx", an_archive(), ""),
        ("a.docx", PDF, ""),
        ("a.pdf", PDF, "text/html"),
        ("a.txt", TEXT, "text/html"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused(name: str, data: bytes, content_type: str):
    with pytest.raises(Misfit, match=f"“{name}” is not "):
        inspect(Upload(name, data, content_type))


@pytest.mark.parametrize("name", ["a.exe", "a.svg", "a.zip", "noending", "a.pdf.js", ""])
def test_other_kinds_are_refused_with_the_list_of_those_taken(name: str):
    with pytest.raises(Misfit, match=r"Upload one of: \.pdf, "):
        inspect(Upload(name, b"x"))


def test_empty_and_overlong_files_are_refused():
    with pytest.raises(Misfit, match="empty"):
        inspect(Upload("a.txt", b""))
    with pytest.raises(Misfit, match="larger than 25 MB"):
        inspect(Upload("a.txt", b"x" * 25_000_001))


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\ana\\report.txt", "report.txt"),
        ("a\x00\r\nb.txt", "ab.txt"),
        ("exe\u202etxt.txt", "exetxt.txt"),
    ],
)
def test_a_name_is_only_a_name(name: str, kept: str):
    assert inspect(Upload(name, TEXT)).name == kept


def test_an_overlong_name_keeps_its_ending():
    name = inspect(Upload("x" * 400 + ".txt", TEXT)).name
    assert len(name) <= 150
    assert name.endswith(".txt")


def test_comments_without_a_page_behind_them_are_plain_text():
    assert inspect(Upload("a.txt", b"<!---->" * 40 + TEXT, "text/plain")).content_type == "text/plain"
