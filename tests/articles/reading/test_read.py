"""Documents as newsrooms send them, built on the fly; every word of them is invented."""

import io
import struct
import zipfile
import zlib
from datetime import UTC, datetime

import docx
import pypdf
import pytest
from docx.oxml import parse_xml
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate

from claims.articles.reading import (
    MAX_UPLOAD_BYTES,
    ReadDocument,
    Unreadable,
    normalise,
    read_document,
    read_pasted,
)

TITLE = "Marrow Opens Its New Bridge"
DECK = "Twice the Price, Says the Council"
STORY = [
    "The town of Marrow opened its new bridge on Monday after three years of work. Hundreds came to walk across it.",
    "The council says it cost 3.2 million crowns, twice what was planned in 2023, and blames the price of steel.",
    "Engineer Ilse Brandt called the bridge “the safest in the country”. No toll will be asked, the mayor promised.",
]
NOTE = "Ilka Ferro is a reporter at the Marrow Post. She has covered the river towns for nine years."
BODY = "\n\n".join(STORY)
PLAIN = f"{TITLE}\n\n{DECK}\n\n{BODY}\n\n\nAuthor: Ilka Ferro\n\n{NOTE}"


def text_file(text: str, encoding: str = "utf-8", filename: str = "story.txt") -> ReadDocument:
    return read_document(data=text.encode(encoding), filename=filename)


class TestPlainText:
    def test_layout_is_told_apart(self) -> None:
        read = text_file(PLAIN)
        assert (read.title, read.deck, read.byline) == (TITLE, DECK, "Ilka Ferro")
        assert (read.author_note, read.text) == (NOTE, BODY)
        assert (read.language, read.source_format, read.published_at) == ("en", "text", None)

    def test_pasted_text_is_read_the_same_way(self) -> None:
        assert read_pasted(PLAIN.replace("\n", "\r\n")) == text_file(PLAIN)

    def test_given_title_is_kept_and_not_repeated(self) -> None:
        assert read_pasted(BODY, title="The steel bridge").title == "The steel bridge"
        read = read_pasted(f"{TITLE}\n\n{BODY}", title=TITLE)
        assert (read.title, read.text) == (TITLE, BODY)

    @pytest.mark.parametrize("apart", ["\n", "\n\n"])
    def test_byline_and_date_right_under_the_title_are_no_part_of_it(self, apart: str) -> None:
        title = "Marrow opens its new bridge after three years of delay"
        read = read_pasted(apart.join([title, "By Ilka Ferro", "14 March 2026"]) + f"\n\n{BODY}")
        assert (read.title, read.byline, read.text) == (title, "Ilka Ferro", BODY)

    def test_text_without_a_title_gets_its_first_words(self) -> None:
        read = read_pasted(BODY)
        assert read.text == BODY
        assert read.title == "The town of Marrow opened its new bridge on Monday after three years of work…"

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
    def test_encodings_of_the_field(self, encoding: str) -> None:
        assert text_file(PLAIN, encoding).text == BODY

    def test_cyrillic_in_its_old_encoding(self) -> None:
        story = "Совет города сообщил в понедельник, что мост обошёлся в три миллиона крон, вдвое дороже. " * 4
        read = text_file(story, "cp1251")
        assert (read.text, read.language) == (story.strip(), "ru")

    def test_some_broken_letters_in_a_long_text_are_marked(self) -> None:
        data = ("Das größte Brückenfest für Ärzte. " * 40).encode() + b"Noch \xff ein Satz."
        assert read_document(data=data, filename="a.txt").text.endswith("Noch \ufffd ein Satz.")

    def test_one_line_of_a_megabyte(self) -> None:
        line = " ".join(STORY) * 4000
        assert text_file(line).text == line

    def test_right_to_left_and_marks_survive(self) -> None:
        story = "قال المجلس يوم الاثنين إن الجسر تم إصلاحه بتكلفة ثلاثة ملايين. שָׁלוֹם לכולם."
        read = text_file(story)
        assert (read.text, read.language) == (normalise(story), "ar")

    def test_story_is_clean_of_what_cannot_be_seen(self) -> None:
        read = read_pasted(BODY.replace("bridge", "bri\u200bdge\x00\u202e", 1).replace("Monday", "Mon\ud800day"))
        assert read.text == BODY.replace("Monday", "Mon\ufffdday")

    @pytest.mark.parametrize(
        ("data", "sentence"),
        [
            (b"", "empty"),
            (b" \n\t\n", "empty"),
            (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "holds data"),
            (b"\x7fELF" + struct.pack("<200I", *range(200)), "holds data"),
            (bytes(range(128, 256)) * 20, "can't be made out"),
            (b"{\\rtf1 Hello}", "rich text"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "password-protected Word"),
            (b"...\n\n---\n", "no story"),
            (b"a" * (MAX_UPLOAD_BYTES + 1), "larger than 20 MB"),
            (b"word " * 500_000, "longer than 2,000,000"),
        ],
    )
    def test_what_is_no_text_is_a_sentence(self, data: bytes, sentence: str) -> None:
        with pytest.raises(Unreadable, match=sentence):
            read_document(data=data, filename="story.txt")

    @pytest.mark.parametrize(
        ("name", "sentence"), [("story.exe", r"\.exe"), ("story.pdf", "named .pdf"), ("s.docx", "named .docx")]
    )
    def test_other_names_are_a_sentence(self, name: str, sentence: str) -> None:
        with pytest.raises(Unreadable, match=sentence):
            read_document(data=PLAIN.encode(), filename=name)

    @given(st.text(st.characters(), max_size=300))
    @settings(max_examples=60, deadline=None)
    def test_any_pasted_text_is_read_or_refused(self, text: str) -> None:
        try:
            read = read_pasted(text)
        except Unreadable:
            return
        assert read.text == normalise(read.text)
        assert read.title

    @given(st.binary(max_size=300), st.sampled_from(["a.txt", "a.md", "a.html", "a.pdf", "a.docx", "a"]))
    @settings(max_examples=100, deadline=None)
    def test_any_bytes_are_read_or_refused(self, data: bytes, filename: str) -> None:
        try:
            assert read_document(data=data, filename=filename).text
        except Unreadable:
            return


class TestMarkdown:
    def test_markup_becomes_clean_text(self) -> None:
        source = (
            f"# {TITLE}\n\n*By Ilka Ferro*\n\n"
            "The town of **Marrow** [opened](https://post.example) its bridge &amp; road\nin `May` of 2026,"
            " the mayor said.\n\n## What next\n\n- No toll, for now.\n- A second bridge.\n\n> “It is safe.”\n\n"
            "| Year | Cost |\n|---|---|\n| 2023 | 1.6 |\n\n"
            "<div onclick='x'>A <b>plain</b> block.</div>\n<script>alert(1)</script>\n"
        )
        read = text_file(source, filename="story.md")
        assert (read.title, read.byline, read.source_format) == (TITLE, "Ilka Ferro", "markdown")
        assert read.text.split("\n\n") == [
            "The town of Marrow opened its bridge & road in May of 2026, the mayor said.",
            "What next",
            "No toll, for now.",
            "A second bridge.",
            "“It is safe.”",
            "Year | Cost",
            "2023 | 1.6",
            "A plain block.",
        ]

    def test_front_matter_is_used(self) -> None:
        read = text_file(
            f"---\ntitle: '{TITLE}'\nauthor: Ilka Ferro\ndescription: {DECK}\n---\n\n{BODY}", filename="a.md"
        )
        assert (read.title, read.byline, read.deck, read.text) == (TITLE, "Ilka Ferro", DECK, BODY)

    def test_deep_nesting_is_bounded(self) -> None:
        assert text_file(BODY + "\n\n" + ">" * 50_000 + " x", filename="a.md").text.startswith(STORY[0])


def page(body: str, head: str = "", lang: str = ' lang="en-GB"') -> bytes:
    return f"<!doctype html><html{lang}><head><meta charset=utf-8>{head}</head><body>{body}</body></html>".encode()


ARTICLE = (
    "<nav><a href=/>Home</a> <a href=/news>News</a></nav><article>"
    f"<h1>{TITLE}</h1><p class='article-standfirst'>{DECK}</p><p class=byline>By Ilka Ferro</p>"
    + "".join(f"<p>{paragraph}</p>" for paragraph in STORY)
    + "</article><aside>Most read: ten cats</aside><footer>Copyright the Marrow Post</footer>"
)
HEAD = (
    f"<title>{TITLE} | Marrow Post</title><meta name=author content='Ilka Ferro'>"
    "<meta property='og:site_name' content='Marrow Post'><meta property='og:title' content='" + TITLE + "'>"
    "<meta property='article:published_time' content='2026-03-02T10:30:00+01:00'>"
    "<link rel=canonical href='https://www.post.example/bridge?utm_source=feed'>"
)


class TestWebPages:
    def test_page_and_what_it_says_of_itself(self) -> None:
        read = read_document(data=page(ARTICLE, HEAD), content_type="text/html", url="https://post.example/bridge?id=1")
        assert (read.title, read.deck, read.byline, read.text) == (TITLE, DECK, "Ilka Ferro", BODY)
        assert (read.language, read.site_name, read.source_format) == ("en", "Marrow Post", "html")
        assert read.published_at == datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
        assert read.canonical_url == "https://www.post.example/bridge"

    def test_page_cannot_pass_for_another_sites_article(self) -> None:
        head = "<link rel=canonical href='https://other.example/famous'>"
        read = read_document(data=page(ARTICLE, head), url="https://post.example/bridge#x")
        assert read.canonical_url == "https://post.example/bridge"

    def test_description_made_of_the_first_words_is_no_deck(self) -> None:
        body = ARTICLE.replace(f"<p class='article-standfirst'>{DECK}</p>", "")
        read = read_document(data=page(body, f"<meta name=description content='{STORY[0][:60]}…'>"))
        assert (read.deck, read.text) == ("", BODY)

    def test_description_of_its_own_is_the_deck(self) -> None:
        body = ARTICLE.replace(f"<p class='article-standfirst'>{DECK}</p>", "")
        assert read_document(data=page(body, f"<meta name=description content='{DECK}'>")).deck == DECK

    def test_date_in_linked_data(self) -> None:
        head = '<script type="application/ld+json">{"@graph":[{"datePublished":"2026-03-02"}]}</script>'
        assert read_document(data=page(ARTICLE, head)).published_at == datetime(2026, 3, 2, tzinfo=UTC)

    def test_language_is_honoured_or_found(self) -> None:
        assert read_document(data=page(ARTICLE, lang=" lang=cy")).language == "cy"
        assert read_document(data=page(ARTICLE, lang="")).language == "en"

    def test_declared_encoding_is_used(self) -> None:
        markup = page(ARTICLE, HEAD).decode().replace("charset=utf-8", "charset=iso-8859-1").encode("cp1252")
        assert read_document(data=markup, filename="a.html").text == BODY
        bare = markup.replace(b"<meta charset=iso-8859-1>", b"")
        assert read_document(data=bare, filename="a.html", charset="windows-1252").text == BODY

    def test_page_named_txt_is_still_a_page(self) -> None:
        assert read_document(data=page(ARTICLE, HEAD), filename="saved.txt").source_format == "html"

    def test_author_note_at_the_end_is_not_story(self) -> None:
        body = ARTICLE.replace("</article>", f"<p>Author: Ilka Ferro</p><p>{NOTE}</p></article>")
        read = read_document(data=page(body, HEAD))
        assert (read.text, read.author_note) == (BODY, NOTE)

    @pytest.mark.parametrize(
        ("markup", "sentence"),
        [
            (page("<div>" * 100_000 + BODY), "too large or too deep"),
            (page("<p>a</p>" * 100_000), "too large or too deep"),
            (page("<script>let a = 1</script>"), "No article"),
        ],
    )
    def test_bombs_and_empty_pages_are_a_sentence(self, markup: bytes, sentence: str) -> None:
        with pytest.raises(Unreadable, match=sentence):
            read_document(data=markup, filename="a.html")

    def test_entities_that_multiply_stay_words(self) -> None:
        bomb = b"<!DOCTYPE html [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]>" + page(f"<p>&b;&b; {BODY}</p>")
        assert "aaaa" not in read_document(data=bomb, filename="a.html").text


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


def word_file(document: docx.document.Document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def repacked(data: bytes, **parts: bytes) -> bytes:
    """A Word file with parts put in: ``word__document`` stands for word/document.xml."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        put = {name.replace("__", "/") + ".xml": content for name, content in parts.items()}
        for name in old.namelist():
            if name not in put:
                new.writestr(name, old.read(name))
        for name, content in put.items():
            new.writestr(name, content)
    return out.getvalue()


class TestWord:
    def document(self) -> docx.document.Document:
        document = docx.Document()
        document.add_paragraph(TITLE, style="Title")
        document.add_paragraph(DECK, style="Subtitle")
        for paragraph in STORY:
            document.add_paragraph(paragraph)
        return document

    def test_styles_and_properties_are_used(self) -> None:
        document = self.document()
        document.core_properties.author = "Ilka Ferro"
        read = read_document(data=word_file(document), filename="story.docx")
        assert (read.title, read.deck, read.byline, read.text) == (TITLE, DECK, "Ilka Ferro", BODY)
        assert read.source_format == "docx"

    def test_author_in_the_text_comes_before_the_files_owner(self) -> None:
        document = self.document()
        document.core_properties.author = "Office Manager"
        document.add_paragraph("Author: Ilka Ferro")
        document.add_paragraph(NOTE)
        read = read_document(data=word_file(document))
        assert (read.byline, read.author_note, read.text) == ("Ilka Ferro", NOTE, BODY)

    def test_title_from_the_properties(self) -> None:
        document = docx.Document()
        document.core_properties.title = TITLE
        for paragraph in STORY:
            document.add_paragraph(paragraph)
        read = read_document(data=word_file(document))
        assert (read.title, read.byline, read.text) == (TITLE, "", BODY)

    def test_tables_controls_and_tracked_changes(self) -> None:
        document = self.document()
        table = document.add_table(rows=1, cols=2)
        table.cell(0, 0).text, table.cell(0, 1).text = "Cost in 2023", "1.6 million"
        space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
        changed = (
            f"<w:sdt {space}><w:sdtContent><w:p><w:r><w:t>The bridge is </w:t></w:r>"
            "<w:ins><w:r><w:t>very </w:t></w:r></w:ins><w:del><w:r><w:delText>not </w:delText></w:r></w:del>"
            "<w:r><w:t>safe, she said on Monday.</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        )
        document.element.body.insert(-1, parse_xml(changed))
        read = read_document(data=word_file(document))
        assert read.text == f"{BODY}\n\nCost in 2023 | 1.6 million\n\nThe bridge is very safe, she said on Monday."

    @pytest.mark.parametrize("size", [40_000_000, 120_000_000])
    def test_zip_bomb_is_not_opened(self, size: int) -> None:
        with pytest.raises(Unreadable, match="unpacks to far more"):
            read_document(data=repacked(word_file(self.document()), word__document=b" " * size), filename="a.docx")

    def test_entity_bomb_is_not_opened(self) -> None:
        bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
        with pytest.raises(Unreadable, match="unpacks to far more"):
            read_document(data=repacked(word_file(self.document()), word__document=bomb), filename="a.docx")

    def test_archive_that_is_no_word_file_and_damage_are_sentences(self) -> None:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("story.txt", BODY)
        with pytest.raises(Unreadable, match="an archive"):
            read_document(data=out.getvalue(), filename="a.docx")
        good = word_file(self.document())
        for broken in (good[: len(good) // 2], b"PK\x03\x04" + zlib.compress(b"x" * 500)):
            with pytest.raises(Unreadable, match="damaged"):
                read_document(data=broken, filename="a.docx")
        with pytest.raises(Unreadable, match="damaged"):
            read_document(data=repacked(good, word__document=b"<w:document"), filename="a.docx")
