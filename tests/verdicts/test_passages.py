"""Looking a quoted passage up in the words of a copy."""

import io

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from claims.verdicts.passages import DOCX_TYPE, PDF_TYPE, around, read_page, stands_in

TEXT = (
    "The council said:\n“Spending fell by 9 per cent – not 22 – once prices\nare counted.” "
    "It isn’t disputed; co-\noperation went on."
)


@pytest.mark.parametrize(
    "quote",
    [
        "Spending fell by 9 per cent",
        "“Spending fell by 9 per cent - not 22 - once prices are counted.”",
        '"Spending   fell by 9 per cent — not 22',
        "It isn't disputed",
        "Spending fell … once prices are counted",
        "Spending fell [...] It isn’t disputed",
        "cooperation went on",
        "co-\noperation",
        " fell\tby\u00a09 ",
    ],
)
def test_a_passage_is_found_whatever_its_spaces_quotes_and_dashes(quote: str):
    assert stands_in(quote, TEXT)


@pytest.mark.parametrize(
    "quote",
    [
        "spending fell by 9",
        "Spending fell by 22",
        "It isn’t disputed … Spending fell",
        "Spending fell by 9 percent",
        "…",
        "“”",
        "",
    ],
)
def test_other_words_are_not_found(quote: str):
    assert not stands_in(quote, TEXT)


def test_ligatures_and_full_width_letters_are_the_same_letters():
    assert stands_in("office figures", "The oﬃce ﬁgures stand.")


@given(st.text(alphabet="ab –“”\n.", max_size=40), st.integers(0, 40), st.integers(1, 40))
def test_any_part_of_a_text_with_a_letter_in_it_is_found_there(text: str, start: int, length: int):
    part = text[start : start + length]
    if part.strip(" \n") and "..." not in part and any(letter in "ab" for letter in part):
        assert stands_in(part, text)


def test_the_whole_page_is_read_and_no_script():
    page = read_page(
        data=b"<html><head><title>Budget</title><style>p{}</style></head><body><nav>Home</nav>"
        b"<p>Nine per cent.</p><table><tr><td>2021</td><td>9</td></tr></table>"
        b"<script>var nine</script><footer>Rounded.</footer></body></html>",
        content_type="text/html",
    )
    assert page.text == "Budget\n\nHome\n\nNine per cent.\n\n2021 | 9\n\nRounded."


def test_pdf_and_word_files_have_words():
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.drawString(72, 700, "Spending fell by 9 per cent.")
    canvas.save()
    assert stands_in("fell by 9 per cent", read_page(data=out.getvalue(), content_type=PDF_TYPE).text)
    out = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("Spending fell by 9 per cent.")
    document.save(out)
    assert stands_in("fell by 9 per cent", read_page(data=out.getvalue(), content_type=DOCX_TYPE).text)


@pytest.mark.parametrize(
    "kind", ["text/html", "application/xhtml+xml", PDF_TYPE, DOCX_TYPE, "text/csv", "image/png", ""]
)
def test_rubbish_of_any_kind_is_a_page_without_words(kind: str):
    assert read_page(data=bytes(range(256)) * 20, content_type=kind).text == ""


def test_markup_nested_without_end_is_no_trouble():
    page = read_page(data=b"<html><body>" + b"<div>" * 200_000 + b"deep", content_type="text/html")
    assert len(page.text) < 100


COPY = "The accounts of the year.\n\nNet spending “rose by 9 per cent” in 2025 – more than planned. The mayor was told."


@pytest.mark.parametrize(
    ("quote", "before", "after"),
    [
        ("Net spending “rose by 9 per cent”", "The accounts of the year.", "in 2025 – more than planned. The mayor…"),
        ('Net spending "rose by 9 per cent"', "The accounts of the year.", "in 2025 - more than planned. The mayor…"),
        ("The mayor was told.", "…per cent” in 2025 – more than planned.", ""),
        ("Net spending […] in 2025", "The accounts of the year.", "- more than planned. The mayor was told."),
        ("Net spending fell", "", ""),
        ("", "", ""),
    ],
)
def test_what_stands_around_a_passage_in_the_copy(quote, before, after):
    assert around(quote, COPY, 40) == (before, after)
