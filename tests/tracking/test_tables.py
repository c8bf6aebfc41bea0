"""Tables out and in: formulas stay text, bad rows are named, and files that mean harm cost little."""

import csv
import io
import json
import struct
import zipfile

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import load_workbook

from claims.tracking.tables import Format, NotATable, read, write

HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "=cmd|' /C calc'!A0", '=HYPERLINK("http://x.example")']


def packed(files):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return stream.getvalue()


def problems(data, name):
    return [(line.place, line.problem) for line in read(data, name=name) if line.problem]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_is_a_formula(text):
    rows = [{"statement": text, "score": -0.5}]
    sheet = b"".join(write(Format.CSV, ["statement", "score"], rows)).decode("utf-8-sig")
    cells = list(csv.reader(io.StringIO(sheet, newline="")))[1]
    assert cells == [f"'{text}", "-0.5"]
    book = load_workbook(io.BytesIO(b"".join(write(Format.XLSX, ["statement", "score"], rows))))
    cell = book.active["A2"]
    assert cell.data_type != "f"
    assert str(cell.value).startswith("'")
    assert book.active["B2"].value == -0.5
    assert json.loads(b"".join(write(Format.JSONL, ["statement"], rows)))["statement"] == text


plain = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60).map(str.strip)


@example(rows=[("'=", "")])
@given(rows=st.lists(st.tuples(plain.filter(bool), plain), max_size=8))
def test_what_is_written_is_read_again(rows):
    data = b"".join(write(Format.CSV, ["a", "b"], [{"a": a, "b": b} for a, b in rows]))
    read_again = [(line.values["a"], line.values["b"]) for line in read(data, name="x.csv")]
    assert read_again == rows


def test_each_bad_row_is_named_with_its_line():
    assert problems(b'a,b\n1,2,3\n"x"y,2\n5,6\n', "x.csv") == [
        ("2", "The row has 3 cells, and the first line names 2 columns."),
        ("3", "The row is no proper CSV: ',' expected after '\"'."),
    ]
    assert problems(b'{"a": 1}\nnot json\n[1]\n{"a": {}}\n' + b"[" * 5000, "x.jsonl") == [
        ("2", "The line is not JSON."),
        ("3", "The line is not a JSON object of plain values."),
        ("4", "The line is not a JSON object of plain values."),
        ("5", "The line is not JSON."),
    ]
    assert problems(b"a\nx\n\xff\n", "x.csv") == [("3", "The line is not UTF-8. Save the file as UTF-8.")]


def test_a_zip_is_read_member_by_member_and_never_leads_out():
    data = packed([("a.csv", "a\n1\n"), ("../../evil.csv", "a\n1\n"), ("/etc/x.csv", "a\n"), ("C:\\x.csv", "a\n")])
    assert [line.place for line in read(data, name="x.zip")] == ["a.csv:2", "../../evil.csv", "/etc/x.csv", "C:\\x.csv"]
    assert {problem for _, problem in problems(data, "x.zip")} == {
        "The name leads out of the ZIP, so the file was not read."
    }
    nested = packed([("inner.zip", packed([("a.csv", "a\n1\n")])), ("a.exe", "MZ")])
    assert {problem for _, problem in problems(nested, "x.zip")} == {
        "Only .csv, .jsonl, .ndjson, .tsv, .xlsx files are read here."
    }


def test_a_bomb_grows_no_further_than_its_limit():
    bomb = packed([("a.jsonl", b"0" * 60_000_000)])
    assert len(bomb) < 100_000
    assert problems(bomb, "x.zip") == [("a.jsonl", "The file grows too large when it is unpacked.")]
    with pytest.raises(NotATable, match="more than"):
        list(read(packed([(f"{n}.csv", "") for n in range(101)]), name="x.zip"))


def test_a_zip_that_lies_about_its_sizes_is_refused():
    data = bytearray(packed([("a.csv", "a\n" + "1\n" * 5000)]))
    where = data.index(b"PK\x01\x02")
    data[where + 24 : where + 28] = struct.pack("<I", 10)
    try:
        lines = list(read(bytes(data), name="x.zip"))
    except NotATable:
        return
    assert len(lines) < 5000


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"nonsense"])
def test_what_is_no_zip_is_refused(data):
    with pytest.raises(NotATable, match="damaged"):
        list(read(data, name="x.zip"))


def test_only_tables_are_read():
    with pytest.raises(NotATable, match=r"no \.csv"):
        read(b"", name="x.ods")
