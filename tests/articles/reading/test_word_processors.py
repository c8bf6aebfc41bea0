"""Rich text, OpenDocument and e-books, built on the fly; every word is invented."""

import io
import zipfile

import pytest

from claims.articles.reading.document import ReadDocument, Unreadable
from claims.articles.reading.read import read_here

STORY = [
    "The town of Marrow opened its new bridge on Monday after three years of work.",
    "The council says it cost 3.2 million crowns – twice what was planned in 2023.",
    "Engineer Ilse Brandt called it “the safest in the country”. Nobody asks for a toll.",
]
BODY = "\n\n".join(STORY)


class TestRichText:
    def read(self, body: str, head: str = r"\ansi\ansicpg1252\deff0") -> ReadDocument:
        data = f"{{\\rtf1{head}{{\\fonttbl{{\\f0 Times;}}}}{{\\colortbl;\\red0;}}{body}}}"
        return read_here(data=data.encode("cp1252"), filename="story.rtf")

    def test_paragraphs_signs_and_properties(self) -> None:
        body = (
            r"{\info{\title Bridge opens at last}{\author Ilka Ferro}{\operator winuser}}{\header Marrow Post}"
            r"\pard The town of {\b Marrow} opened its new bridge on Monday after three years of work.\par"
            "\r\n"
            r"The council says it cost 3.2 million crowns \endash  twice what was planned in 2023.\par "
            r"Engineer Ilse Brandt called it \ldblquote the safest in the country\rdblquote . "
            r"Nobody asks for a toll.\par"
        )
        found = self.read(body)
        assert (found.title, found.byline, found.text, found.source_format) == (
            "Bridge opens at last",
            "Ilka Ferro",
            BODY,
            "rtf",
        )

    @pytest.mark.parametrize(
        ("head", "body", "text"),
        [
            (r"\ansicpg1252", r"Die Br\'fccke f\'fcr \'c4rzte ist fertig.", "Die Brücke für Ärzte ist fertig."),
            (r"\ansicpg1251", r"\'cc\'ee\'f1\'f2 \'ee\'f2\'ea\'f0\'fb\'f2.", "Мост открыт."),
            (r"\uc1", r"Die Br\u252?cke und \u8364?5 f\u252\'fcr jeden Tag.", "Die Brücke und €5 für jeden Tag."),
            (r"\uc2", r"It was \u8220??opened\u8221?? at noon.", "It was “opened” at noon."),
            (r"\ansi", r"A bridge \u-10179?\u-8704? for all who walk.", "A bridge \U0001f600 for all who walk."),
            (r"\ansicpg932", r"It is called \'8b\'b4 in Japanese.", "It is called 橋 in Japanese."),
        ],
    )
    def test_letters(self, head: str, body: str, text: str) -> None:
        assert self.read(body, head).text == text

    def test_hidden_struck_and_deleted_words_are_not_read(self) -> None:
        body = (
            r"The bridge cost {\v ask legal }3.2 {\strike 2.1 }{\deleted 1.9 }million crowns.\par"
            r"{\*\bkmkstart x}{\field{\*\fldinst HYPERLINK x}{\fldrslt No toll}} will be asked.\v hidden\v0\par"
        )
        found = self.read(body)
        assert found.text == "The bridge cost 3.2 million crowns.\n\nNo toll will be asked."
        assert dict(found.report.dropped) == {"hidden": 2, "struck_out": 1, "deleted": 1}

    def test_a_note_stands_below_its_paragraph(self) -> None:
        body = (
            r"The bridge is 90 metres long.{\super\chftn{\footnote\pard\chftn  The engineer counts 96.}} Really.\par"
            r" It is old.\par"
        )
        found = self.read(body)
        assert found.text == "The bridge is 90 metres long. Really.\n\nThe engineer counts 96.\n\nIt is old."
        assert found.report.notes == 1

    @pytest.mark.parametrize("body", ["{" * 1_000 + "x", r"\pict " + "ab" * 50, "\\", "}}}}", r"\u99999999999 \'zz"])
    def test_odd_files_are_read_or_refused(self, body: str) -> None:
        with pytest.raises(Unreadable):
            self.read(body)


def zipped(mimetype: str, **members: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("mimetype", mimetype)
        for name, content in members.items():
            package.writestr(name.replace("__", "/").replace("_X", "."), content)
    return out.getvalue()


ODT_SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (
        ("office", "office"),
        ("text", "text"),
        ("style", "style"),
        ("table", "table"),
        ("draw", "drawing"),
    )
)


class TestOpenDocument:
    def read(self, body: str, styles: str = "", meta: str = "") -> ReadDocument:
        content = (
            f"<office:document-content {ODT_SPACES}><office:automatic-styles>{styles}</office:automatic-styles>"
            f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
        )
        about = f'<m xmlns:dc="http://purl.org/dc/elements/1.1/">{meta}</m>'
        data = zipped("application/vnd.oasis.opendocument.text", content_Xxml=content, meta_Xxml=about)
        return read_here(data=data, filename="story.odt")

    def test_title_paragraphs_and_properties(self) -> None:
        body = '<text:p text:style-name="Title">Bridge opens</text:p>'
        body += '<text:p text:style-name="Subtitle">Twice the price</text:p>'
        body += "".join(f"<text:p>{words}</text:p>" for words in STORY)
        found = self.read(body, meta="<dc:title>draft 7</dc:title><dc:creator>Ilka Ferro</dc:creator>")
        assert (found.title, found.deck, found.byline, found.text) == (
            "Bridge opens",
            "Twice the price",
            "Ilka Ferro",
            BODY,
        )
        assert found.source_format == "odt"

    def test_spaces_breaks_tables_and_lists(self) -> None:
        body = (
            '<text:p>The bridge<text:s text:c="2"/>was <text:span>opened</text:span><text:tab/>on Monday.</text:p>'
            "<text:list><text:list-item><text:p>No toll for now.</text:p></text:list-item></text:list>"
            "<table:table><table:table-row><table:table-cell><text:p>2023</text:p></table:table-cell>"
            "<table:table-cell><text:p>1.6</text:p></table:table-cell></table:table-row></table:table>"
        )
        assert self.read(body).text.split("\n\n") == [
            "The bridge was opened on Monday.",
            "No toll for now.",
            "2023 | 1.6",
        ]

    def test_hidden_struck_and_deleted_words_are_not_read(self) -> None:
        styles = (
            '<style:style style:name="T1"><style:text-properties text:display="none"/></style:style>'
            '<style:style style:name="T2"><style:text-properties style:text-line-through-style="solid"/></style:style>'
            '<style:style style:name="T3" style:parent-style-name="T1"/>'
            '<style:style style:name="T4"><style:text-properties style:text-position="super 58%"/></style:style>'
        )
        body = (
            "<text:tracked-changes><text:changed-region><text:deletion><text:p>Gone.</text:p></text:deletion>"
            '</text:changed-region></text:tracked-changes><text:p>The bridge cost <text:span text:style-name="T2">2.1 '
            '</text:span>3.2 million<text:span text:style-name="T4">4</text:span> crowns.'
            '<text:span text:style-name="T3"> Ask legal.</text:span></text:p>'
            '<text:p>It holds 10<text:span text:style-name="T4">6</text:span> kilos,'
            " the engineer says.</text:p>"
        )
        found = self.read(body, styles)
        assert found.text == "The bridge cost 3.2 million crowns.\n\nIt holds 10⁶ kilos, the engineer says."
        assert dict(found.report.dropped) == {"struck_out": 1, "hidden": 1}

    def test_notes_stand_below_their_paragraph_and_remarks_are_left_out(self) -> None:
        body = (
            "<text:p>The bridge is 90 metres long<text:note><text:note-citation>1</text:note-citation><text:note-body>"
            "<text:p>The engineer counts 96.</text:p></text:note-body></text:note>, the council says."
            "<office:annotation><text:p>Check this.</text:p></office:annotation></text:p>"
            "<text:p>It is a fine one.</text:p>"
        )
        found = self.read(body)
        assert found.text.split("\n\n") == [
            "The bridge is 90 metres long, the council says.",
            "The engineer counts 96.",
            "It is a fine one.",
        ]
        assert found.report.notes == 1


class TestBooks:
    def read(self, pages: list[str], *, about: str = "", nav: str = "") -> ReadDocument:
        items = "".join(f'<item id="p{n}" href="text/p{n}.xhtml"/>' for n in range(len(pages)))
        spine = "".join(f'<itemref idref="p{n}"/>' for n in range(len(pages)))
        opf = (
            f'<package xmlns="http://www.idpf.org/2007/opf"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">{about}'
            f'</metadata><manifest><item id="nav" href="nav.xhtml" properties="nav"/>{items}</manifest><spine>'
            f'<itemref idref="nav"/>{spine}</spine></package>'
        )
        container = '<container><rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>'
        files = {f"OEBPS__text__p{n}_Xxhtml": f"<html><body>{page}</body></html>" for n, page in enumerate(pages)}
        files["OEBPS__nav_Xxhtml"] = f"<html><body>{nav}</body></html>"
        data = zipped(
            "application/epub+zip", **{"META-INF__container_Xxml": container, "OEBPS__book_Xopf": opf}, **files
        )
        return read_here(data=data, filename="book.epub")

    def test_pages_in_order_with_title_author_and_language(self) -> None:
        about = "<dc:title>The Bridge</dc:title><dc:creator>Ilka Ferro</dc:creator><dc:creator>Bram Odum</dc:creator>"
        about += "<dc:language>en-GB</dc:language>"
        found = self.read(
            [f"<p>{words}</p>" for words in STORY], about=about, nav="<p>Contents of the book are here.</p>"
        )
        assert (found.title, found.byline, found.language) == ("The Bridge", "Ilka Ferro, Bram Odum", "en")
        assert (found.text, found.source_format) == (BODY, "epub")

    def test_what_a_page_hides_is_not_read(self) -> None:
        found = self.read(
            [f"<p>{STORY[0]} <s>Not so.</s></p><script>x</script><p hidden>Nor this.</p><p>{STORY[1]}</p>"]
        )
        assert found.text == f"{STORY[0]}\n\n{STORY[1]}"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (zipped("application/epub+zip"), "damaged"),
        (zipped("application/epub+zip", **{"META-INF__container_Xxml": "<a"}), "damaged"),
        (zipped("application/vnd.oasis.opendocument.text"), "damaged"),
        (
            zipped("application/vnd.oasis.opendocument.text", **{"META-INF__manifest_Xxml": "<encryption-data/>"}),
            "password",
        ),
        (zipped("application/vnd.oasis.opendocument.text", content_Xxml="<a/>"), "no story"),
        (zipped("application/zip", a_Xtxt="x"), "not a Word document"),
        (b"not at all", "named .odt"),
    ],
)
def test_damaged_locked_and_other_packages_are_sentences(data: bytes, sentence: str) -> None:
    with pytest.raises(Unreadable, match=sentence):
        read_here(data=data, filename="story.odt")


def test_entities_that_multiply_are_not_unfolded() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
    content = f"{bomb}<office:d {ODT_SPACES}><office:body><office:text>&c;</office:text></office:body></office:d>"
    with pytest.raises(Unreadable, match="no story"):
        read_here(data=zipped("application/vnd.oasis.opendocument.text", content_Xxml=content), filename="a.odt")
