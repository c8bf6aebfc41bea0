"""What a Word file holds besides its plain paragraphs; every word is invented."""

import io
import zipfile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from claims.articles.reading.document import ReadDocument
from claims.articles.reading.read import read_here

NS = nsdecls("w")
CLOSING = "The council will speak of it again before the end of the winter, as it did a year ago."


def read(*paragraphs: str, styles: str = "", notes: str = "") -> ReadDocument:
    """A Word file of paragraphs in its own markup, each the runs of one."""
    document = docx.Document()
    document.add_paragraph("Bridge opens", style="Title")
    for runs in (*paragraphs, run(CLOSING)):
        document.element.body.insert(-1, parse_xml(f"<w:p {NS}>{runs}</w:p>"))
    if styles:
        document.styles.element.append(parse_xml(styles))
    out = io.BytesIO()
    document.save(out)
    data = out.getvalue()
    return read_here(data=with_notes(data, notes) if notes else data, filename="story.docx")


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def with_notes(data: bytes, notes: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "[Content_Types].xml":
                kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
                part = f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>'.encode()
                content = content.replace(b"</Types>", part)
            if name == "word/_rels/document.xml.rels":
                kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
                part = f'<Relationship Id="rId77" Type="{kind}" Target="footnotes.xml"/></Relationships>'.encode()
                content = content.replace(b"</Relationships>", part)
            new.writestr(name, content)
        new.writestr("word/footnotes.xml", f"<w:footnotes {NS}>{notes}</w:footnotes>")
    return out.getvalue()


def story(found: ReadDocument) -> list[str]:
    assert found.text.endswith(CLOSING)
    return found.text.split("\n\n")[:-1]


@pytest.mark.parametrize(
    "properties", ["<w:vanish/>", '<w:vanish w:val="1"/>', '<w:rStyle w:val="Secret"/>', "<w:strike/>", "<w:dstrike/>"]
)
def test_what_is_hidden_or_struck_out_is_not_read(properties: str) -> None:
    style = f'<w:style {NS} w:type="character" w:styleId="Secret"><w:rPr><w:vanish/></w:rPr></w:style>'
    runs = run("The bridge cost 3.2 million crowns, twice the plan of 2023.") + run(" Ask about 7 million.", properties)
    found = read(runs, styles=style)
    assert story(found) == ["The bridge cost 3.2 million crowns, twice the plan of 2023."]
    assert sum(found.report.dropped.values()) == 1


def test_a_switch_that_is_off_hides_nothing() -> None:
    runs = run("The bridge cost 3.2 million crowns,") + run(
        " twice the plan.", '<w:vanish w:val="0"/><w:strike w:val="false"/>'
    )
    assert story(read(runs)) == ["The bridge cost 3.2 million crowns, twice the plan."]


def test_a_paragraph_in_a_hidden_style_is_not_read() -> None:
    style = f'<w:style {NS} w:type="paragraph" w:styleId="Inside"><w:rPr><w:vanish/></w:rPr></w:style>'
    hidden = '<w:pPr><w:pStyle w:val="Inside"/></w:pPr>' + run("Call the mayor before this runs anywhere at all.")
    plain = run("The bridge was opened on Monday, and hundreds of people walked across it.")
    assert story(read(plain, hidden, styles=style)) == [
        "The bridge was opened on Monday, and hundreds of people walked across it."
    ]


@pytest.mark.parametrize(
    ("before", "raised", "after", "text"),
    [
        ("It carried 4,518", "3", " people on Monday.", "It carried 4,518 people on Monday."),
        ("It weighs 10", "6", " kilos, he said.", "It weighs 10⁶ kilos, he said."),
        ("It covers 640 m", "2", " of stone.", "It covers 640 m² of stone."),
        ("On the 3", "rd", " of May it opened.", "On the 3rd of May it opened."),
        ("The council said so.", "[5]", " Nobody agreed.", "The council said so. Nobody agreed."),
    ],
)
def test_raised_figures_change_no_number(before: str, raised: str, after: str, text: str) -> None:
    runs = run(before) + run(raised, '<w:vertAlign w:val="superscript"/>') + run(after)
    assert story(read(runs)) == [text]


def test_lowered_figures_stay_with_their_letters() -> None:
    runs = run("It emits CO") + run("2", '<w:vertAlign w:val="subscript"/>') + run(" all day long.")
    assert story(read(runs)) == ["It emits CO2 all day long."]


def test_notes_stand_below_the_paragraph_that_they_belong_to() -> None:
    notes = (
        f'<w:footnote w:id="0" w:type="separator"><w:p>{run("---")}</w:p></w:footnote>'
        f'<w:footnote w:id="4"><w:p>{run("The engineer counts 96 metres.")}</w:p></w:footnote>'
        f'<w:footnote w:id="9"><w:p>{run("Yearly report, page 12.")}</w:p></w:footnote>'
    )
    mark = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="{}"/></w:r>'
    runs = run("The bridge is 90 metres long") + mark.format(4) + run(" and 12 wide, the council says") + mark.format(9)
    found = read(runs + run("."))
    assert story(read(runs + run("."), notes=notes)) == [
        "The bridge is 90 metres long and 12 wide, the council says.",
        "The engineer counts 96 metres.",
        "Yearly report, page 12.",
    ]
    assert (found.report.notes, read(runs, notes=notes).report.notes) == (0, 2)


def test_a_text_box_is_no_part_of_the_sentence_it_hangs_on() -> None:
    box = (
        "<w:r><w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml'><v:textbox><w:txbxContent>"
        f"<w:p>{run('No toll for anybody until 2030.')}</w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )
    runs = run("The bridge was opened ") + box + run("on Monday after three years of work.")
    assert story(read(runs)) == [
        "The bridge was opened on Monday after three years of work.",
        "No toll for anybody until 2030.",
    ]


def test_signs_of_the_symbol_font_are_read_and_pictures_are_not() -> None:
    sign = '<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>'
    tick = '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>'
    assert story(read(run("It needs ") + sign + run(" 40 people to move it.") + tick)) == [
        "It needs ≥ 40 people to move it."
    ]
