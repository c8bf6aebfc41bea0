"""PDF files become text: columns, hyphens, headers, pages that are pictures."""

import io

import pypdf
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate

from claims.articles.reading import (
    Unreadable,
    read_document,
)
from tests.articles.reading.story import STORY, TITLE


def pdf(pages: list[list[tuple[float, float, str]]], *, title: str = "", author: str = "", password: str = "") -> bytes:
    """A PDF of set lines: x, y and text."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    canvas.setTitle(title)
    canvas.setAuthor(author)
    for lines in pages:
        canvas.setFont("Helvetica", 11)
        for x, y, text in lines:
            canvas.drawString(x, y, text)
        canvas.showPage()
    canvas.save()
    if not password:
        return out.getvalue()
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(out.getvalue()))
    writer.encrypt(user_password=password if password != "owner" else "", owner_password="o", algorithm="AES-256")
    locked = io.BytesIO()
    writer.write(locked)
    return locked.getvalue()


def column(texts: list[str], top: float = 760) -> list[tuple[float, float, str]]:
    return [(70, top - 14 * n, text) for n, text in enumerate(texts) if text]


class TestPdf:
    def test_set_article_is_put_back_into_paragraphs(self) -> None:
        styles = getSampleStyleSheet()
        out = io.BytesIO()
        story = [
            Paragraph(f"{TITLE} After Three Years of Work on the River", styles["Title"]),
            Paragraph("By Ilka Ferro", styles["BodyText"]),
        ]
        story += [Paragraph(paragraph * 3, styles["BodyText"]) for paragraph in (text + " " for text in STORY)]
        SimpleDocTemplate(out).build(story)
        read = read_document(data=out.getvalue(), filename="story.pdf")
        assert read.title == f"{TITLE} After Three Years of Work on the River"
        assert (read.byline, read.source_format) == ("Ilka Ferro", "pdf")
        assert read.text.split("\n\n") == [" ".join([paragraph] * 3) for paragraph in STORY]

    def test_hyphens_heads_and_feet(self) -> None:
        def leaf(number: int, lines: list[str]) -> list[tuple[float, float, str]]:
            return [(70, 800, "Marrow Post  Weekend edition"), *column(lines), (280, 30, f"Page {number} of 2")]

        data = pdf(
            [
                leaf(
                    1,
                    [
                        "The council of the old river town of Marrow has said that the con-",
                        "struction of its long-planned bridge was finished on Monday after",
                        "three years, and that the long-",
                        "planned road to it will be opened in summer by the minister for",
                    ],
                ),
                leaf(
                    2,
                    [
                        "transport, who comes from the town.",
                        "",
                        "A second paragraph says that no toll will be asked of anybody at all",
                        "before the end of the decade.",
                    ],
                ),
            ]
        )
        assert read_document(data=data).text.split("\n\n") == [
            "The council of the old river town of Marrow has said that the construction of its long-planned bridge was"
            " finished on Monday after three years, and that the long-planned road to it will be opened in summer by"
            " the minister for transport, who comes from the town.",
            "A second paragraph says that no toll will be asked of anybody at all before the end of the decade.",
        ]

    def test_title_and_author_of_the_file_count_where_the_page_bears_the_title(self) -> None:
        lines = column([TITLE, "", *(line for text in STORY for line in (text[:70], text[70:], ""))])
        read = read_document(data=pdf([lines], title=TITLE, author="Ilka Ferro"))
        assert (read.title, read.byline) == (TITLE, "Ilka Ferro")
        assert TITLE not in read.text
        other = read_document(data=pdf([lines], title="Microsoft Word - draft7.docx", author="winuser"))
        assert (other.title, other.byline) == (TITLE, "")

    def test_locked_pdf_is_a_sentence_and_an_owners_lock_is_none(self) -> None:
        lines = [column([text[:80] for text in STORY])]
        with pytest.raises(Unreadable, match="password"):
            read_document(data=pdf(lines, password="secret"))
        assert read_document(data=pdf(lines, password="owner")).text

    def test_scan_broken_and_overlong_pdf_are_sentences(self) -> None:
        with pytest.raises(Unreadable, match="pictures of pages"):
            read_document(data=pdf([[], []]))
        with pytest.raises(Unreadable, match="damaged"):
            read_document(data=b"%PDF-1.7\n" + bytes(range(256)) * 4)
        with pytest.raises(Unreadable, match="more than 500 pages"):
            read_document(data=pdf([[] for _ in range(501)]))


def test_letters_drawn_as_one_are_read_apart() -> None:
    pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    canvas.setFont("Vera", 11)
    canvas.drawString(70, 760, "The ofﬁcial ﬂew to the ﬁrst ferry on Monday, the mayor said.")
    canvas.save()
    read = read_document(data=out.getvalue())
    assert read.text == "The official flew to the first ferry on Monday, the mayor said."
