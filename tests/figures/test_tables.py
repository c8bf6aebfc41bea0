"""Named cells: where they stand, what they hold, and where they are found again in a newer table."""

import pytest

from claims.figures.errors import FormulaError
from claims.figures.kept_tables import CellChange, KeptTable
from claims.figures.tables import Area, Named, decimal_sign_of, marked_rows, texts_in, unit_in

ROWS = [["Year", "Jobs", "Share"], ["2019", "8,000", "20.5 %"], ["2024", "9,000", "22.0 %"]]


def cell(name: str, place: str, unit: str = "people", rows: list[list[str]] = ROWS) -> Named:
    area = Area.of(place)
    return Named(name, unit, area, texts_in(rows, area))


def kept(*named: Named, rows: list[list[str]] = ROWS, index: int = 0) -> KeptTable:
    return KeptTable(index, ".", rows, named)


@pytest.mark.parametrize(
    ("text", "area", "shown"),
    [
        ("B3", Area(2, 1, 2, 1), "B3"),
        (" b3 ", Area(2, 1, 2, 1), "B3"),
        ("$B$3:$B$8", Area(2, 1, 7, 1), "B3:B8"),
        ("C4:A2", Area(1, 0, 3, 2), "A2:C4"),
        ("AB12", Area(11, 27, 11, 27), "AB12"),
    ],
)
def test_places_as_in_a_spreadsheet(text: str, area: Area, shown: str) -> None:
    assert (Area.of(text), str(Area.of(text))) == (area, shown)


@pytest.mark.parametrize("text", ["", "3B", "B", "B3:", "B3-B8", "ABC1", "B99999", "=B3", "B3;B4"])
def test_another_place_is_refused_with_how_to_write_it(text: str) -> None:
    with pytest.raises(FormulaError, match="Write the cell as in a spreadsheet: B3, or B3:B8 for several."):
        Area.of(text)


def test_a_row_of_nought_is_refused() -> None:
    with pytest.raises(FormulaError, match="Rows are counted from 1"):
        Area.of("B0")


def test_what_lies_outside_or_is_too_much_is_refused() -> None:
    with pytest.raises(FormulaError, match="D2 lies outside the table, which ends at C3."):
        texts_in(ROWS, Area.of("D2"))
    wide = [["1"] * 30 for _ in range(200)]
    with pytest.raises(FormulaError, match="Name at most 50 cells together."):
        texts_in(wide, Area.of("A1:B26"))
    assert texts_in(wide, Area.of("A1:B25")) == ("1",) * 50


def test_a_cell_without_a_number_is_told_by_its_name_and_place() -> None:
    with pytest.raises(FormulaError) as refused:
        cell("jobs", "B1").values(".")
    assert str(refused.value).startswith("The cell “jobs” (B1): “Jobs” holds no single number.")


@pytest.mark.parametrize(
    ("texts", "sign"),
    [
        (["1,234.5", "2.5"], "."),
        (["1.234,5", "2,5"], ","),
        (["2,5", "3,75"], ","),
        (["1,234", "5,678"], "."),
        (["1.234", "5.678"], "."),
        (["1.234.567"], ","),
        ([], "."),
    ],
)
def test_the_sign_before_decimals_is_seen_in_the_numbers(texts: list[str], sign: str) -> None:
    assert decimal_sign_of([texts]) == sign


def test_units_that_a_cell_shows() -> None:
    assert [unit_in(text) for text in ("7 %", "€12", "£3", "$4", "12")] == ["%", "EUR", "GBP", "USD", ""]


def test_cells_are_found_again_among_new_rows_and_columns() -> None:
    newer = [
        ["Year", "Firms", "Jobs", "Share"],
        ["2014", "70", "7,000", "19 %"],
        ["2019", "80", "8,000", "20.5 %"],
        ["2024", "90", "9,100", "22.0 %"],
    ]
    table = kept(cell("jobs_2019", "B2"), cell("jobs_2024", "B3"))
    assert table.changes_in([newer]) == [CellChange("jobs_2024", "B3", ("9,000",), ("9,100",))]
    taken = table.taken_over([newer])
    assert taken is not None
    assert [(one.name, str(one.area), one.texts) for one in taken.named] == [
        ("jobs_2019", "C3", ("8,000",)),
        ("jobs_2024", "C4", ("9,100",)),
    ]


@pytest.mark.parametrize("text", ["9000", "9 000", " 9,000 ", "9,000.0"])
def test_another_way_to_write_the_same_number_changes_nothing(text: str) -> None:
    assert kept(cell("jobs_2024", "B3")).changes_in([[*ROWS[:2], ["2024", text, "22.0 %"]]]) == []


def test_a_row_that_is_gone_takes_its_cell_along() -> None:
    table = kept(cell("jobs_2024", "B3"))
    gone = [CellChange("jobs_2024", "B3", ("9,000",), None)]
    assert table.changes_in([ROWS[:2]]) == gone
    assert table.changes_in([]) == gone
    assert table.taken_over([]) is None


def test_a_longer_column_keeps_a_name_for_several_cells() -> None:
    table = kept(cell("jobs", "B2:B3"))
    newer = [ROWS[0], ROWS[1], ["2021", "8,500", "21 %"], ROWS[2]]
    assert table.changes_in([newer]) == [CellChange("jobs", "B2:B3", ("8,000", "9,000"), ("8,000", "8,500", "9,000"))]


def test_of_several_tables_the_one_with_the_cells_counts() -> None:
    other = [["Ward", "Trees"], ["Quay", "12"], ["Hill", "14"]]
    table = kept(cell("jobs_2024", "B3"), index=0)
    assert table.changes_in([other, ROWS]) == []
    assert table.changes_in([other]) == [CellChange("jobs_2024", "B3", ("9,000",), None)]


def test_of_rows_with_the_same_label_the_nearest_counts() -> None:
    rows = [["", "Jobs"], ["Total", "10"], ["Port Ellery", "4"], ["Total", "20"]]
    newer = [["", "Jobs"], ["Total", "11"], ["Port Ellery", "4"], ["Hill", "1"], ["Total", "20"]]
    assert kept(cell("all", "B4", rows=rows), rows=rows).changes_in([newer]) == []


def test_a_table_as_a_page_shows_it() -> None:
    shown = marked_rows(ROWS, [cell("jobs_2024", "B3"), cell("jobs", "B2:B3")])
    assert [[(one.text, one.names) for one in row] for row in shown][2] == [
        ("2024", ()),
        ("9,000", ("jobs_2024", "jobs")),
        ("22.0 %", ()),
    ]
    assert shown[2][1].place == "B3"
    assert [row[0].text for row in marked_rows(ROWS, [cell("jobs_2024", "B3")], only_marked=True)] == ["Year", "2024"]


def test_what_was_frozen_is_read_again() -> None:
    named = cell("jobs_2024", "B3")
    assert Named.from_data(named.as_data()) == named
    table = KeptTable.from_data({"index": 2, "decimal_sign": ",", "rows": ROWS, "cells": [named.as_data()]})
    assert table == KeptTable(2, ",", ROWS, (named,))
