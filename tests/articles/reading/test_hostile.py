"""Documents made to cost far more than they weigh."""

import io

import pypdf
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject
from reportlab.pdfgen.canvas import Canvas

from claims.articles.reading import read_document

WORDS = "The council of Marrow opened its new bridge on Monday after three years."


def test_comments_without_a_page_behind_them() -> None:
    read = read_document(data=b"<!---->" * 40 + WORDS.encode(), filename="a.txt")
    assert read.text.endswith(WORDS)
    assert read.source_format == "text"


def test_one_word_as_long_as_a_chapter_in_a_pdf() -> None:
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.drawString(70, 760, "a" * 400_000)
    canvas.drawString(70, 746, WORDS)
    canvas.save()
    assert read_document(data=out.getvalue(), filename="a.pdf").text.endswith(WORDS)


def nested_forms(*, levels: int, each: int) -> bytes:
    """A page with a form that draws another `each` times, and so on `levels` deep; the innermost says the words."""
    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(600, 800)
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    drawing = f"BT /F1 12 Tf 70 700 Td ({WORDS}) Tj ET".encode()
    resources = DictionaryObject({NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})})
    for _ in range(levels):
        form = DecodedStreamObject()
        form.set_data(drawing)
        form[NameObject("/Type")], form[NameObject("/Subtype")] = NameObject("/XObject"), NameObject("/Form")
        form[NameObject("/Resources")] = resources
        inner = DictionaryObject({NameObject("/X"): writer._add_object(form)})
        resources = DictionaryObject({NameObject("/XObject"): inner})
        drawing = b"/X Do " * each
    content = DecodedStreamObject()
    content.set_data(drawing)
    page[NameObject("/Resources")] = resources
    page[NameObject("/Contents")] = writer._add_object(content)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_forms_within_forms_are_drawn_so_often_and_no_more() -> None:
    assert read_document(data=nested_forms(levels=3, each=1), filename="a.pdf").text == WORDS
    # Ten levels of ten would be ten thousand million of them; three hundred hold 290 times the words at most.
    assert read_document(data=nested_forms(levels=10, each=10), filename="a.pdf").text.count("Marrow") < 300


def test_table_filled_up_from_short_rows() -> None:
    table = "|a" * 256 + "|\n" + "|-" * 256 + "|\n" + "b\n" * 60_000
    text = read_document(data=(table + "\n" + WORDS).encode(), filename="a.md").text
    assert text.endswith(WORDS)
    # 255 bars in each of the 77 rows that fit, the heading among them.
    assert text.count("|") == 255 * 77
