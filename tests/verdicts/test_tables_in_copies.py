"""Tables as they are found in files and pages, and what hostile ones may cost."""

import io
import zipfile

import pytest
from openpyxl import Workbook

from claims.verdicts.tables_in_copies import FoundTable, read_tables, tables_here
from tests.table_files import JOBS, PAGE, jobs_in_a_book

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def found(data: bytes | str, content_type: str = "text/csv") -> list[FoundTable]:
    raw = data.encode() if isinstance(data, str) else data
    return tables_here(data=raw, content_type=content_type, charset="")


@pytest.mark.parametrize(
    "data",
    [
        JOBS,
        JOBS.decode().replace(",", ";").replace('"8;000"', '"8,000"').replace('"9;000"', '"9,000"').encode(),
        b"\xef\xbb\xbf" + JOBS.replace(b"\n", b"\r\n"),
        b"sep=,\n" + JOBS,
        JOBS.decode().encode("utf-16"),
        b'Year\tJobs\tShare\n2019\t"8,000"\t20.5 %\n2024\t"9,000"\t22.0 %\n\n\n',
    ],
)
def test_a_csv_file_in_any_dress(data: bytes) -> None:
    assert [table.rows for table in found(data)] == [
        (("Year", "Jobs", "Share"), ("2019", "8,000", "20.5 %"), ("2024", "9,000", "22.0 %"))
    ]


def test_rows_of_different_length_are_filled_up_and_lines_above_the_table_stay() -> None:
    rows = found("Jobs in Port Ellery\n\nYear,Jobs\n2019,8000,provisional\n")[0].rows
    assert rows == (
        ("Jobs in Port Ellery", "", ""),
        ("", "", ""),
        ("Year", "Jobs", ""),
        ("2019", "8000", "provisional"),
    )


def test_shares_of_an_excel_file_come_as_they_are_shown() -> None:
    table = found(jobs_in_a_book(), SHEET)[0]
    assert (table.title, table.rows) == (
        "Jobs",
        (("Year", "Jobs", "Share"), ("2019", "8000", "20.5 %"), ("2024", "9000", "22 %")),
    )


def test_tables_of_a_page_with_their_headings_and_without_the_numbers_of_notes() -> None:
    assert found(PAGE, "text/html") == [
        FoundTable("Jobs in Port Ellery", (("Year", "Jobs"), ("2019", "8,000"), ("2024", "9,000")))
    ]


def test_cells_over_several_rows_and_columns_keep_the_others_in_their_place() -> None:
    page = """<table><caption>By sex</caption><tr><th rowspan=2>Year</th><th colspan=2>Jobs</th></tr>
    <tr><th>Women</th><th>Men</th></tr><tr><td>2024</td><td>5</td><td>4</td></tr></table>"""
    table = found(f"<html><body>{page}</body></html>", "text/html")[0]
    assert table.title == "By sex"
    assert table.rows == (("Year", "Jobs", ""), ("", "Women", "Men"), ("2024", "5", "4"))


def test_layout_tables_and_single_columns_are_none() -> None:
    page = "<table><tr><td><table><tr><td>a</td><td>1</td></tr><tr><td>b</td><td>2</td></tr></table></td></tr></table>"
    assert [table.rows for table in found(f"<html><body>{page}</body></html>", "text/html")] == [
        (("a", "1"), ("b", "2"))
    ]
    assert found("one\ntwo\nthree\n") == []
    assert found(b"%PDF-1.4", "application/pdf") == []
    assert found(b"\x00\xff\x00", "text/csv") == []


def test_more_than_people_look_over_is_cut_and_said_so() -> None:
    table = found("\n".join(",".join(str(n) for n in range(40)) for _ in range(500)))[0]
    assert (len(table.rows), len(table.rows[0]), table.is_cut) == (200, 30, True)
    many = "".join(f"<table><tr><td>a</td><td>{n}</td></tr><tr><td>b</td><td>1</td></tr></table>" for n in range(99))
    assert len(found(f"<html><body>{many}</body></html>", "text/html")) == 40


def test_signs_that_cannot_be_stored_or_that_mislead_are_left_out() -> None:
    assert found("a\x07,b\n\u202e1,2\n" + "word,3\n" * 50)[0].rows[:2] == (("a", "b"), ("1", "2"))
    assert len(found(f"a,b\n{'x' * 900},2\n")[0].rows[1][0]) == 200


def bomb() -> bytes:
    """An Excel file whose one sheet unpacks to far more than it should."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("xl/workbook.xml", "<workbook/>")
        package.writestr("xl/worksheets/sheet1.xml", b" " * 300_000_000)
    return out.getvalue()


def test_a_hostile_file_gives_no_table() -> None:
    assert read_tables(data=bomb(), content_type=SHEET) == []
    assert read_tables(data=b"PK\x03\x04 nonsense", content_type=SHEET) == []
    wide = "<table><tr>" + "<td colspan=99999 rowspan=99999>1</td>" * 2000 + "</tr></table>"
    assert read_tables(data=f"<html><body>{wide}</body></html>".encode(), content_type="text/html") == []
    deep = "<table><tr><td>" * 3000
    assert read_tables(data=f"<html><body>{deep}1".encode(), content_type="text/html") == []
    assert read_tables(data=b'"' + b"a,b\n" * 100_000, content_type="text/csv") == []


def test_an_empty_book_has_none() -> None:
    out = io.BytesIO()
    Workbook().save(out)
    assert read_tables(data=out.getvalue(), content_type=SHEET) == []
