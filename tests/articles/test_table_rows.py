"""Tables as Excel, LibreOffice and people save them; every word of them is invented."""

import csv
import io
import zipfile
from datetime import UTC, datetime

import pytest
from openpyxl import Workbook

from claims.articles.reading import Unreadable
from claims.articles.sources import sources_in
from claims.articles.table_rows import NotRows, read_csv, read_xlsx

FERRY = "The harbour office said the ferry carried 12,400 people in spring."
STREET = "Die Stadt Fürth zählt 1200 Straßen, sagte die Bürgermeisterin – „mehr als genug“."
PRZYSTAŃ = "Rada portu ogłosiła, że żegluga wzrosła o 14 procent, powiedział burmistrz Świętosław."
МОСТ = "Совет порта сообщил, что грузооборот вырос на 14 процентов весной."
MOST_CS = (
    "Starosta v pondělí uvedl, že rada žádá o delší lhůtu, protože letošní žádost o most nebyla úplná a stát ji vrátil."
)
CAFÉ = "Le conseil a déclaré que le café du port a été fermé à la fin de l’été."


def rows(data: bytes, longest: int = 100_000) -> list[tuple[int, tuple[str, ...], str]]:
    return [(row.line, tuple(row.cells), row.problem) for row in read_csv(io.BytesIO(data), longest=longest).rows]


def texts(data: bytes, name: str = "a.csv") -> list[str]:
    return [source.read().document.text for source in sources_in(io.BytesIO(data), name=name)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_any_unicode_line_end_and_separator(encoding: str, end: str, sign: str) -> None:
    table = end.join([sign.join(["title", "text"]), sign.join(["Fähre", f'"{FERRY}"']), ""])
    assert texts(table.encode(encoding)) == [FERRY]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (STREET, "cp1252"),
        (CAFÉ, "cp1252"),
        (PRZYSTAŃ, "cp1250"),
        (PRZYSTAŃ, "iso8859_2"),
        (MOST_CS, "cp1250"),
        (MOST_CS, "iso8859_2"),
        (CAFÉ, "mac_roman"),
        (STREET, "mac_roman"),
        (МОСТ, "cp1251"),
        (МОСТ, "koi8_r"),
    ],
)
def test_encodings_of_before(text: str, encoding: str) -> None:
    assert texts(f'title;text\r\nA;"{text}"\r\n'.encode(encoding)) == [text]


def test_old_letters_far_down_in_a_long_table_are_read_too() -> None:
    data = b"text\n" + b"".join(b'"%s Row %d."\n' % (FERRY.encode(), n) for n in range(16_000))
    found = texts(data + f'"{STREET}"\n'.encode("cp1252"))
    assert (len(found), found[-1]) == (16_001, STREET)


def test_the_line_that_names_the_separator_is_no_header() -> None:
    table = read_csv(io.BytesIO(b"\xef\xbb\xbfsep=|\r\nTitle|Text\r\nA|b, c; d\r\n"), longest=100)
    assert (list(table.columns), table.line) == (["title", "text"], 2)
    assert [(row.line, row.cells) for row in table.rows] == [(3, ["A", "b, c; d"])]


def test_blank_lines_above_the_names_are_passed_over() -> None:
    table = read_csv(io.BytesIO(b"\n;;\r\ntext;title\nA;B\n"), longest=100)
    assert (list(table.columns), table.line) == (["text", "title"], 3)
    assert [(row.line, row.cells) for row in table.rows] == [(4, ["A", "B"])]
    assert list(read_csv(io.BytesIO(b"\n\n"), longest=100).rows) == []


def test_empty_cells_beyond_the_last_column_are_no_fault_and_full_ones_are() -> None:
    assert rows(b"a,b\n1,2,,,\n3,4,, x\n,,,\n") == [
        (2, ("1", "2"), ""),
        (3, (), "The row has 4 cells, and the first line names 2 columns."),
    ]
    assert rows(b"a,b,,\n1,2,,\n") == [(2, ("1", "2"), "")]


def test_a_mark_that_is_not_closed_costs_one_row() -> None:
    found = rows(b'a,b\n1,"one\n2,"two"\n3,"three\nlines\nlong"\n4,four\n5,"five\n')
    assert [(line, cells) for line, cells, problem in found if not problem] == [
        (3, ("2", "two")),
        (4, ("3", "three\nlines\nlong")),
        (7, ("4", "four")),
    ]
    assert [line for line, _, problem in found if problem] == [2, 8]


def test_an_endless_line_costs_itself_alone() -> None:
    found = rows(b"a\n" + b"x" * 5000 + b"\nshort\n", longest=1000)
    assert found == [
        (2, (), "The row is no proper CSV: the line is longer than 1,000 characters."),
        (3, ("short",), ""),
    ]


def test_a_row_of_many_lines_is_as_long_as_one_line_may_be_at_the_most() -> None:
    found = rows(b'a\n"' + b"five\n" * 400 + b'"\nshort\n', longest=1000)
    assert found[0] == (2, (), "The row is no proper CSV: the row is longer than 1,000 characters.")
    assert found[-1] == (403, ("short",), "")


def test_a_short_limit_of_one_file_holds_for_no_other() -> None:
    assert rows(b"a\n" + b"x" * 20 + b"\n", longest=10)[0][2] != ""
    assert rows(b"a\n" + b"x" * 150_000 + b"\n", longest=200_000) == [(2, ("x" * 150_000,), "")]
    assert len(next(csv.reader(["y" * 140_000]))[0]) == 140_000


def test_one_broken_byte_in_utf8_is_named_and_the_rest_is_read() -> None:
    data = f'text\n"{STREET}"\n'.encode() + b"Broken \xff here and on it goes.\n" + f'"{FERRY}"'.encode()
    read, broken, other = sources_in(io.BytesIO(data), name="a.csv")
    assert (read.read().document.text, other.read().document.text) == (STREET, FERRY)
    with pytest.raises(Unreadable, match="not UTF-8"):
        broken.read()


def sheet(*lines: list[object]) -> bytes:
    book = Workbook()
    assert book.active is not None
    for line in lines:
        book.active.append(line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_an_excel_file_is_read_with_its_days_and_numbers() -> None:
    data = sheet([], ["Text", "Date", "Outlet"], [FERRY, datetime(2026, 5, 21), 24], [], [STREET, "21. Mai 2026"])
    found = [source.read() for source in sources_in(io.BytesIO(data), name="list.xlsx")]
    assert [given.document.text for given in found] == [FERRY, STREET]
    assert [given.document.published_at for given in found] == [datetime(2026, 5, 21, tzinfo=UTC)] * 2
    assert found[0].outlet == "24"
    assert [source.name for source in sources_in(io.BytesIO(data), name="list.xlsx")] == ["3", "5"]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"nonsense", sheet()[:900], sheet()])
def test_a_damaged_or_empty_excel_file_is_a_sentence(data: bytes) -> None:
    with pytest.raises(NotRows) as refusal:
        read_xlsx(io.BytesIO(data))
    assert refusal.value.message.endswith(".")


def test_a_broken_pair_of_utf_16_costs_a_letter_and_not_the_table() -> None:
    data = "statement\nThe tram was late\nThe bus\n".encode("utf-16-le")
    broken = b"\xff\xfe" + data.replace("t".encode("utf-16-le") + "r".encode("utf-16-le"), b"\x00\xd8r\x00")[:-1]
    read = list(read_csv(io.BytesIO(broken), longest=1000).rows)
    assert [row.cells for row in read] == [["The �ram was late"], ["The bus�"]]


def test_a_sheet_that_is_damaged_further_down_is_read_up_to_there() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for words in ("statement", "The tram was late", "The bus was late"):
        sheet.append([words])
    whole, cut = io.BytesIO(), io.BytesIO()
    book.save(whole)
    with zipfile.ZipFile(whole) as before, zipfile.ZipFile(cut, "w") as after:
        for part in before.infolist():
            content = before.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                content = content[: content.index(b'<row r="3"')] + b"<row"
            after.writestr(part.filename, content)
    read = list(read_xlsx(cut).rows)
    assert [row.cells for row in read if not row.problem] == [["The tram was late"]]
    assert read[-1].problem == "The sheet is damaged from here on. Save it again as .xlsx or .csv."
