"""Documents as newsrooms send them, built on the fly; every word of them is invented."""

import struct
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.articles.reading import (
    ReadDocument,
    Unreadable,
    normalise,
    read_document,
    read_pasted,
)
from claims.extraction.language import told_language
from tests.articles.reading.story import BODY, DECK, NOTE, PLAIN, STORY, TITLE


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
        assert (read.text, read.language, told_language(read.text)) == (story.strip(), "", "ru")

    def test_some_broken_letters_in_a_long_text_are_marked(self) -> None:
        data = ("Das größte Brückenfest für Ärzte. " * 40).encode() + b"Noch \xff ein Satz."
        assert read_document(data=data, filename="a.txt").text.endswith("Noch \ufffd ein Satz.")

    def test_one_line_of_a_megabyte(self) -> None:
        line = " ".join(STORY) * 4000
        assert text_file(line).text == line

    def test_right_to_left_and_marks_survive(self) -> None:
        story = "قال المجلس يوم الاثنين إن الجسر تم إصلاحه بتكلفة ثلاثة ملايين. שָׁלוֹם לכולם."
        read = text_file(story)
        assert (read.text, read.language, told_language(read.text)) == (normalise(story), "", "ar")

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
            (b"{\\rtf1 Hello}", "no story"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "password-protected Word"),
            (b"...\n\n---\n", "no story"),
            (b"a" * 20_000_001, "larger than 20 MB"),
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


@pytest.mark.parametrize(
    ("line", "name"),
    [("Von dpa", "dpa"), ("By AFP and Reuters", "AFP, Reuters"), ("Från TT", "TT"), ("Redaktion", "Redaktion")],
)
def test_an_organisation_signs_a_pasted_text(line: str, name: str) -> None:
    story = "The town of Marrow opened its new bridge on Monday after three years of work.\n\nIt cost 3 million crowns."
    found = read_pasted(f"Bridge opens\n\n{line}\n\n{story}")
    assert (found.title, found.byline, found.deck, found.text) == ("Bridge opens", name, "", story)
