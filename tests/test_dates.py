"""Dates as they stand in feeds, pages and spreadsheets."""

from datetime import UTC, date, datetime

import pytest

from claims.dates import read_date, read_day


@pytest.mark.parametrize(
    "value",
    [
        "2026-05-21",
        "2026-5-21",
        "2026/05/21",
        "20260521",
        "21/05/2026",
        "05/21/2026",
        "21.05.2026",
        "21.5.26",
        "21-May-26",
        "21-05-2026",
        "May 21, 2026",
        "Thursday, 21st May 2026",
        "Donnerstag, 21. Mai 2026",
        "21 mai 2026",
        "21 de mayo de 2026",
        "21 de maio de 2026",
        "21 maggio 2026",
        "21 mei 2026",
        "den 21 maj 2026",
        "21. toukokuuta 2026",
        "21 maja 2026",
        "21. května 2026",
        "21 Mayıs 2026",
        "21 мая 2026 г.",
        "21 травня 2026 року",
        "21 Μαΐου 2026",
        "2026年5月21日",
        "2026. május 21.",
    ],
)
def test_a_day_in_many_dresses(value: str) -> None:
    found = read_date(value)
    assert found is not None
    assert (found.at, found.is_day) == (datetime(2026, 5, 21, tzinfo=UTC), True)


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("2026-05-21T10:30:00+02:00", datetime(2026, 5, 21, 8, 30, tzinfo=UTC)),
        ("Thu, 21 May 2026 10:30:00 GMT", datetime(2026, 5, 21, 10, 30, tzinfo=UTC)),
        ("21.05.2026 10:30", datetime(2026, 5, 21, 10, 30, tzinfo=UTC)),
        ("21.05.2026, 10.30 Uhr", datetime(2026, 5, 21, 10, 30, tzinfo=UTC)),
        ("21/05/2026 22:30:15", datetime(2026, 5, 21, 22, 30, 15, tzinfo=UTC)),
        ("5/21/2026 9:05 PM", datetime(2026, 5, 21, 21, 5, tzinfo=UTC)),
        ("May 21 2026 9:05 PM", datetime(2026, 5, 21, 21, 5, tzinfo=UTC)),
        ("Thu, 21 May 2026 9:05 p.m.", datetime(2026, 5, 21, 21, 5, tzinfo=UTC)),
        ("21 May 2026 10:30 CEST", datetime(2026, 5, 21, 8, 30, tzinfo=UTC)),
        ("21. Mai 2026, 10:30 Uhr (MESZ)", datetime(2026, 5, 21, 8, 30, tzinfo=UTC)),
        ("May 21, 2026 at 9:05 PM EDT", datetime(2026, 5, 22, 1, 5, tzinfo=UTC)),
        ("May 21, 2026 9:05 p.m. ET", datetime(2026, 5, 22, 1, 5, tzinfo=UTC)),
        ("Jan. 21, 2026 9:05 p.m. ET", datetime(2026, 1, 22, 2, 5, tzinfo=UTC)),
        ("May 21, 2026 at 12:05 a.m.", datetime(2026, 5, 21, 0, 5, tzinfo=UTC)),
    ],
)
def test_a_moment_in_many_dresses(value: str, moment: datetime) -> None:
    found = read_date(value)
    assert found is not None
    assert (found.at, found.is_day) == (moment, False)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "yesterday",
        "05/06/2026",
        "5-6-26",
        "2026",
        "May 2026",
        "31.02.2026",
        "21/21/2026",
        "21 2026",
        "1.2.3",
        "x" * 99,
    ],
)
def test_what_is_no_date_or_could_be_two(value: str) -> None:
    assert read_date(value) is None


def test_months_that_begin_alike_are_told_apart_and_doubtful_ones_are_none() -> None:
    assert read_day("3 juin 2026") == date(2026, 6, 3)
    assert read_day("3 juil. 2026") == date(2026, 7, 3)
    assert read_day("3 sept. 2026") == date(2026, 9, 3)
    assert read_day("mar 3 marzo 2026") == date(2026, 3, 3)
    assert read_day("3 jui 2026") is None
    assert read_day("3-Mar-26") == date(2026, 3, 3)
    assert read_day("3. März 2026") == date(2026, 3, 3)
