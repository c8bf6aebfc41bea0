"""Word files become text."""

import io
import zipfile
import zlib

import docx
import pytest
from docx.oxml import parse_xml

from claims.articles.reading import (
    Unreadable,
    read_document,
)
from tests.articles.reading.story import BODY, DECK, NOTE, STORY, TITLE


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
