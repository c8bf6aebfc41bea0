"""Where a point ends no sentence in languages other than English: abbreviations and ordinal dates."""

import re
from functools import cache
from typing import Final

from claims.extraction.languages import CODES, table_of

# Months of further languages that write their dates with a point.
_MORE_MONTHS: Final = (
    "januar februar marts mars april maj mai juni juli august september oktober november december desember "
    "ledna února března dubna května června července srpna září října listopadu prosince "
    "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia "
    "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta marraskuuta joulukuuta "
    "siječnja veljače ožujka travnja svibnja lipnja srpnja kolovoza rujna listopada studenoga prosinca"
)
_ORDINAL: Final = re.compile(r"(?:^|[\s(])\d{1,2}\.\s*$")
_FIRST_WORD: Final = re.compile(r"[^\W\d_]+")
_LAST_TOKEN: Final = re.compile(r"(?:^|[\s(«“„\"'’])([^\s(«“„\"'’]{1,12})\.\s*$")


def goes_on(before: str, after: str, language: str) -> bool:
    """Whether the point at the end of `before` stands inside a sentence that `after` goes on with."""
    first = _FIRST_WORD.match(after)
    if first and _ORDINAL.search(before) and first.group().lower() in _months():
        return True
    if after[:1] in ("º", "ª"):
        return True
    token = _LAST_TOKEN.search(before)
    if token is None:
        return False
    word = token[1]
    if word.lower() not in _abbreviations(language):
        return False
    # One letter is an initial or a unit as well: "M. Dupont", but "12 m. Le".
    return len(word) > 1 or word.isupper() or not after[:1].isupper()


@cache
def _months() -> frozenset[str]:
    tables = [table for table in map(table_of, CODES) if table is not None]
    return frozenset(" ".join([_MORE_MONTHS, *(table.months for table in tables)]).split())


@cache
def _abbreviations(language: str) -> frozenset[str]:
    table = table_of(language)
    return frozenset(table.abbreviations.split()) if table is not None else frozenset()
