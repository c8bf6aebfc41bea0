"""Dates as people and programs write them. Pure Python; where day and month cannot be told apart there is no date."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

_NUMERIC: Final = re.compile(r"(\d{1,4})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{1,4})\.?")
_EAST_ASIAN: Final = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]")
_TIME: Final = re.compile(
    r"(?:[T,]\s*+|(?<!\s)\s++)?\b(\d{1,2})[:.h](\d{2})(?:[:.](\d{2}))?\s*+(?:([ap]\.?m\b\.?)\s*+)?(?:uhr|hrs?)?$",
    re.IGNORECASE,
)
_HALF_OF_DAY: Final = re.compile(r"\d\s?[ap]\.?m\b", re.IGNORECASE)
_WORDS: Final = re.compile(r"[^\W\d_]+|\d+")
_JOINING: Final = frozenset(
    "at um of de del den der die le à à a el the og i и kl st nd rd th er º г року року".split()
)

_ZONE: Final = re.compile(r"(?<=[\dmM.r])\s*+\(?([A-Z]{2,5})\)?$")
_HOURS_AHEAD: Final[Mapping[str, int]] = MappingProxyType(
    {"UTC": 0, "GMT": 0, "WET": 0, "WEST": 1, "BST": 1, "CET": 1, "MEZ": 1, "CEST": 2, "MESZ": 2, "SAST": 2, "EET": 2}
    | {"EEST": 3, "MSK": 3, "JST": 9, "KST": 9, "AEST": 10, "AEDT": 11}
    | {"EDT": -4, "EST": -5, "CDT": -5, "CST": -6, "MDT": -6, "MST": -7, "PDT": -7, "PST": -8}
)
_BY_SEASON: Final[Mapping[str, str]] = MappingProxyType(
    {"ET": "America/New_York", "CT": "America/Chicago", "MT": "America/Denver", "PT": "America/Los_Angeles"}
)

# January to December, as they stand in dates; short forms are told by how they begin.
_MONTHS: Final = (
    "january february march april may june july august september october november december",
    "januar februar märz april mai juni juli august september oktober november dezember",
    "jänner feber maerz april mai juni juli august september oktober november dezember",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "januari februari maart april mei juni juli augustus september oktober november december",
    "januari februari mars april maj juni juli augusti september oktober november december",
    "januar februar mars april mai juni juli august september oktober november desember",
    "januar februar marts april maj juni juli august september oktober november december",
    "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta"
    " marraskuuta joulukuuta",
    "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    "ledna února března dubna května června července srpna září října listopadu prosince",
    "január február március április május június július augusztus szeptember október november december",
    "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
    "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
    "ιανουαρίου φεβρουαρίου μαρτίου απριλίου μαΐου ιουνίου ιουλίου αυγούστου σεπτεμβρίου οκτωβρίου νοεμβρίου"
    " δεκεμβρίου",
    "januari februari maret april mei juni juli agustus september oktober november desember",
    "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
)


def _named() -> dict[str, int]:
    """Each name, and each start of one that means one month in every language here; "Mar" is March by long habit."""
    found: dict[str, set[int]] = {}
    whole: dict[str, int] = {}
    for names in _MONTHS:
        for number, name in enumerate(names.split(), start=1):
            whole.setdefault(name, number)
            for length in range(3, len(name)):
                found.setdefault(name[:length], set()).add(number)
    short = {name[:3]: number for number, name in enumerate(_MONTHS[0].split(), start=1)}
    return {start: numbers.pop() for start, numbers in found.items() if len(numbers) == 1} | whole | short


_MONTH_OF: Final = _named()


@dataclass(frozen=True, slots=True)
class Written:
    """A moment as it was written, in UTC where no zone stands with it; `is_day` where it is a day without a time."""

    at: datetime
    is_day: bool


class Order(StrEnum):
    """Which of two numbers comes first in a day such as 03/04/2026."""

    DAY = "day"
    MONTH = "month"


def read_date(value: str, order: Order | None = None) -> Written | None:
    """A day or a moment as ISO 8601, RFC 2822, a spreadsheet or a person writes it; None where it is none or doubtful.

    `18/03/2026` and `03/18/2026` are read, `03/04/2026` only with an `order`: it is two days, by where it was written.
    """
    value = " ".join(value.replace("\u200e", "").split())
    if not value or len(value) > 80:
        return None
    return _iso(value) or _mail(value) or _loose(value, order)


def read_day(value: str, order: Order | None = None) -> date | None:
    """The day alone, in the zone it was written in."""
    found = read_date(value, order)
    return found.at.date() if found else None


def is_two_days(value: str) -> bool:
    """Whether it is a date as soon as somebody says which comes first, the day or the month."""
    return read_date(value) is None and read_date(value, Order.DAY) is not None


def is_month(word: str) -> bool:
    """Whether a word names a month, in full or as it is shortened in dates."""
    return word.strip(".,").lower() in _MONTH_OF


def _iso(value: str) -> Written | None:
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return Written(moment if moment.tzinfo else moment.replace(tzinfo=UTC), is_day=len(value) <= len("2026-03-18"))


def _mail(value: str) -> Written | None:
    if ":" not in value or _zone_behind(value):
        return None
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    # It takes "18.03.2026 09:30" for the year 20, and 9:30 PM for the morning.
    if not re.search(r"[A-Za-z]{3}", value) or _HALF_OF_DAY.search(value):
        return None
    return Written(moment if moment.tzinfo else moment.replace(tzinfo=UTC), is_day=False)


def _loose(value: str, order: Order | None) -> Written | None:
    hours, minutes, seconds, is_day = 0, 0, 0, True
    zone = _zone_behind(value)
    if zone:
        value = _ZONE.sub("", value)
    if (time := _TIME.search(value)) and not _NUMERIC.fullmatch(value):
        hours, minutes, seconds, is_day = int(time[1]), int(time[2]), int(time[3] or 0), False
        if time[4]:
            hours = hours % 12 + (12 if time[4][0] in "pP" else 0)
        value = value[: time.start()].strip(" ,")
    elif zone:
        return None
    day = _day_in(value, order)
    if day is None:
        return None
    try:
        return Written(datetime(*day, hours, minutes, seconds, tzinfo=zone or UTC), is_day)
    except (ValueError, OverflowError):
        return None


def _zone_behind(value: str) -> tzinfo | None:
    """The zone whose short name stands behind a time, where that name means one zone only."""
    found = _ZONE.search(value)
    if found is None:
        return None
    if found[1] in _BY_SEASON:
        return ZoneInfo(_BY_SEASON[found[1]])
    ahead = _HOURS_AHEAD.get(found[1])
    return None if ahead is None else timezone(timedelta(hours=ahead))


def _day_in(value: str, order: Order | None) -> tuple[int, int, int] | None:
    if found := _EAST_ASIAN.fullmatch(value):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _NUMERIC.fullmatch(re.sub(r"^[^\W\d_]+\.?,?\s+(?=\d)", "", value)):
        return _by_numbers(found[1], found[2], found[3], found[4], order)
    return _by_words(value)


def _by_numbers(first: str, sign: str, second: str, third: str, order: Order | None) -> tuple[int, int, int] | None:
    if len(first) == 4:
        return (int(first), int(second), int(third)) if len(third) <= 2 else None
    if len(first) > 2 or len(third) not in (2, 4):
        return None
    one, two, year = int(first), int(second), _year(third)
    if sign == "." or one > 12 or one == two:
        return year, two, one
    if two > 12 or order is Order.MONTH:
        return year, one, two
    return (year, two, one) if order is Order.DAY else None


def _by_words(value: str) -> tuple[int, int, int] | None:
    """A month by its name, with a day and a year beside it and at most a weekday before."""
    parts = [part for part in _WORDS.findall(value.lower()) if part not in _JOINING]
    named = [(place, _MONTH_OF[part]) for place, part in enumerate(parts) if part in _MONTH_OF]
    numbers = [part for part in parts if part.isdecimal()]
    others = [part for part in parts if not part.isdecimal() and part not in _MONTH_OF]
    if not named or len(numbers) != 2 or len(others) > 1:
        return None
    # Of two names the second is the month: "mar 3 marzo 2026" begins with a Tuesday.
    month = named[-1][1] if len(named) <= 2 else 0
    day, year = (numbers[1], numbers[0]) if len(numbers[0]) == 4 else (numbers[0], numbers[1])
    return (_year(year), month, int(day)) if month and len(day) <= 2 and len(year) in (2, 4) else None


def _year(digits: str) -> int:
    """A year of two digits is one from 1970 to 2069, as spreadsheets and POSIX roughly have it."""
    return int(digits) if len(digits) == 4 else 2000 + int(digits) - (100 if int(digits) >= 70 else 0)
