"""What reads the bytes of others, the sentences it may end with, and files of that kind to begin from."""

import io
import json
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from email.message import EmailMessage
from functools import cache

import docx
from openpyxl import Workbook
from reportlab.pdfgen.canvas import Canvas

from claims.articles.feeds import NotAFeed, read_feed_here
from claims.articles.mail import NoLetter, read_letter
from claims.articles.reading import Unreadable
from claims.articles.reading.read import read_here
from claims.articles.table_rows import NotRows, read_csv, read_xlsx
from claims.claimreview.import_formats import NothingToRead, read_others

WORDS = "The council of Marrow opened its new bridge on Monday after three years of work, and 240 people came."


@dataclass(frozen=True)
class Target:
    """A reader: a call that reads one file to its end, what it may refuse it with, and files that it reads."""

    name: str
    read: Callable[[bytes], object]
    refusals: tuple[type[Exception], ...]
    seeds: tuple[bytes, ...]
    files: int = 60
    """How many changed files the test reads; fewer where each is read in a process of its own."""


def targets() -> list[Target]:
    """Every reader of documents, tables, letters, feeds and fact-checks."""
    return [
        Target("html", lambda data: read_here(data=data, filename="a.html"), (Unreadable,), _pages()),
        Target("pdf", lambda data: read_here(data=data, filename="a.pdf"), (Unreadable,), (_pdf(),)),
        Target("docx", lambda data: read_here(data=data, filename="a.docx"), (Unreadable,), (_docx(),)),
        Target("docx words", _read_docx_words, (Unreadable,), (_part(_docx(), _WORDS_OF_DOCX),)),
        Target("markdown", lambda data: read_here(data=data, filename="a.md"), (Unreadable,), (_MARKDOWN.encode(),)),
        Target("csv", lambda data: _all(read_csv(io.BytesIO(data), longest=20_000).rows), (NotRows,), _tables()),
        Target("xlsx", lambda data: _all(read_xlsx(io.BytesIO(data)).rows), (NotRows,), (_xlsx(),)),
        Target("xlsx cells", _read_xlsx_cells, (NotRows,), (_part(_xlsx(), _CELLS_OF_XLSX),)),
        Target("letter", _read_letter, (NoLetter, Unreadable), _letters(), files=6),
        Target("feed", _read_feed, (NotAFeed,), (_FEED.encode(),)),
        Target("claimreview", read_others, (NothingToRead,), _reviews()),
    ]


def _all(rows: Iterable[object]) -> int:
    return sum(1 for _ in rows)


def _read_docx_words(words: bytes) -> object:
    return read_here(data=_with_part(_docx(), _WORDS_OF_DOCX, words), filename="a.docx")


def _read_xlsx_cells(cells: bytes) -> int:
    return _all(read_xlsx(io.BytesIO(_with_part(_xlsx(), _CELLS_OF_XLSX, cells))).rows)


def _read_letter(data: bytes) -> None:
    for part in read_letter(data).parts:
        try:
            part.read()
        except Unreadable:
            continue


def _read_feed(data: bytes) -> object:
    return read_feed_here(data=data, url="https://paper.example/rss", content_type="application/xml")


_PAGE = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A bridge</title>
<meta property="og:title" content="A bridge"><link rel="canonical" href="https://paper.example/bridge">
<script type="application/ld+json">{{"@type":"NewsArticle","author":{{"name":"Ana Holt"}}}}</script></head>
<body><nav>Home</nav><article><h1>A bridge</h1><p class="byline">By Ana Holt</p><p>{WORDS}</p>
<p>It cost <b>3</b><sup>2</sup> million, <del>4</del> says <a href="/x">the mayor</a>.</p><table><tr><td>1</table>
</article><!-- end --></body></html>"""
_MARKDOWN = f"---\ntitle: A bridge\n---\n# A bridge\n\n*By Ana Holt*\n\n{WORDS}\n\n> quoted\n\n| a |\n|---|\n| 1 |\n"
_WORDS_OF_DOCX, _CELLS_OF_XLSX = "word/document.xml", "xl/worksheets/sheet1.xml"
_FEED = f"""<?xml version="1.0"?><rss version="2.0"><channel><title>Paper</title><item><title>A bridge</title>
<link>https://paper.example/1</link><pubDate>Wed, 18 Mar 2026 09:00:00 GMT</pubDate><author>Ana Holt</author>
<description><![CDATA[<p>{WORDS}</p>]]></description></item></channel></rss>"""


def _pages() -> tuple[bytes, ...]:
    return _PAGE.encode(), _PAGE.replace("utf-8", "windows-1251").encode("cp1251"), _PAGE.encode("utf-16")


def _pdf() -> bytes:
    out = io.BytesIO()
    page = Canvas(out, pageCompression=0)
    for line in range(30):
        page.drawString(70, 760 - 14 * line, WORDS[line : line + 60])
    page.showPage()
    page.drawString(70, 760, WORDS[:70])
    page.save()
    return out.getvalue()


@cache
def _docx() -> bytes:
    out = io.BytesIO()
    document = docx.Document()
    document.add_heading("A bridge", 1)
    document.add_paragraph(WORDS)
    document.add_table(2, 2).cell(0, 0).text = "Cost"
    document.save(out)
    return out.getvalue()


@cache
def _xlsx() -> bytes:
    out = io.BytesIO()
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (["statement", "said_on"], ["The bridge cost 3 million", "2026-03-18"], [3.5, None]):
        sheet.append(row)
    book.save(out)
    return out.getvalue()


def _part(package: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(package)) as parts:
        return parts.read(name)


def _with_part(package: bytes, name: str, content: bytes) -> bytes:
    """The package with this in the place of one of its parts, so that a change reaches the XML and not a checksum."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as before, zipfile.ZipFile(out, "w") as after:
        for part in before.infolist():
            after.writestr(part.filename, content if part.filename == name else before.read(part))
    return out.getvalue()


def _tables() -> tuple[bytes, ...]:
    table = f'statement;claimant;said_on\r\n"{WORDS}";"Zoë ""Z"" Haldane";18.03.2026\r\n\r\nTwo\tthree;;\r\n'
    return table.encode(), table.encode("utf-16"), table.encode("cp1252"), b"sep=,\n" + table.encode()


def _letters() -> tuple[bytes, ...]:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = "Ana <ana@paper.example>", "desk@desk.example", "Fwd: A bridge"
    letter.set_content(WORDS)
    letter.add_alternative(_PAGE, subtype="html")
    letter.add_attachment(_MARKDOWN.encode(), maintype="text", subtype="markdown", filename="a.md")
    return (letter.as_bytes(),)


def _reviews() -> tuple[bytes, ...]:
    review = {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "url": "https://checks.example/1",
        "claimReviewed": "The bridge cost 3 million",
        "datePublished": "2026-03-18",
        "author": {"@type": "Organization", "name": "Checks"},
        "reviewRating": {"ratingValue": 1, "bestRating": 5, "worstRating": 1, "alternateName": "False"},
        "itemReviewed": {"@type": "Claim", "author": {"name": "Zoë Haldane"}, "datePublished": "2026-03-01"},
    }
    text = json.dumps({"@graph": [review, review]})
    page = f'<html><script type="application/ld+json">{text}</script></html>'
    return text.encode(), page.encode(), json.dumps(review).encode() + b"\n" + json.dumps(review).encode()
