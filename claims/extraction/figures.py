"""Figures in digits: what a sentence counts or measures, and what of its digits is a date, a name or a number of a list.

Figures written out ("a third", "twelve") are passed over.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from claims.extraction.languages import table_of

type FigureKind = Literal["share", "points", "money", "number"]
"""What a figure counts, as far as the words beside it tell."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as it stands in the text, and its value with the words beside it reckoned in."""

    text: str
    value: float
    kind: FigureKind

    def is_like(self, other: "Figure") -> bool:
        """Whether both state the same."""
        return self.kind == other.kind and abs(self.value - other.value) <= 1e-9 * max(abs(self.value), 1.0)


_SCALES: Final = {
    "thousand": 1e3, "thousands": 1e3, "mil": 1e3, "mille": 1e3, "tausend": 1e3, "tsd": 1e3, "k": 1e3,
    "million": 1e6, "millions": 1e6, "m": 1e6, "mn": 1e6, "mio": 1e6, "millionen": 1e6, "millón": 1e6,
    "millones": 1e6, "milhão": 1e6, "milhões": 1e6, "milione": 1e6, "milioni": 1e6, "miljoen": 1e6,
    "billion": 1e9, "billions": 1e9, "bn": 1e9, "milliarde": 1e9, "milliarden": 1e9, "mrd": 1e9, "milliard": 1e9,
    "milliards": 1e9, "miliardo": 1e9, "miliardi": 1e9, "miljard": 1e9, "bilhão": 1e9, "bilhões": 1e9,
}  # fmt: skip
_SHARES: Final = r"%|٪|per ?cent\b|pour cent\b|por ?cien?to\b|por cento\b|prozent\b|procent\b|pct\b"
_POINTS: Final = (
    r"percentage points?\b|per ?cent points?\b|prozentpunkte?n?\b|points? de pourcentage\b|puntos porcentuales\b"
)
_MONEY: Final = r"dollars?\b|euros?\b|pounds?\b|pence\b|cents?\b|francs?\b|franken\b|eur\b|usd\b|gbp\b|chf\b"
_ENGLISH_MONTHS: Final = "january february march april may june july august september october november december jan feb mar apr jun jul aug sept sep oct nov dec"

_NUMBER: Final = re.compile(
    r"(?P<sign>[$€£¥₹]\s?)?(?P<digits>\d{1,3}(?:[.,’'\u00a0\u202f ]\d{3})+(?![\d])(?:[.,]\d{1,2}(?!\d))?|\d+(?:[.,]\d+)?)"
)
_AFTER: Final = re.compile(
    rf"[ \u00a0\u202f-]?(?:(?P<points>{_POINTS})|(?P<share>{_SHARES})|(?P<scale>{'|'.join(sorted(_SCALES, key=len, reverse=True))})\b\.?(?:[ \u00a0](?:de |of )?(?P<scaled_money>{_MONEY}))?|(?P<money>[$€£¥₹]|{_MONEY}))?",
    re.IGNORECASE,
)
_ORDINAL: Final = re.compile(r"(?:st|nd|rd|th|º|ª|er|ère|e)\b", re.IGNORECASE)
_CLOCK_AFTER: Final = re.compile(r"\s?(?:[ap]\.?m\b|uhr\b|h\d{0,2}\b|o’clock|o'clock)", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"https?://\S+|www\.\S+|(?<!\S)[^\s@]+@\S+")
_FOOTNOTE: Final = re.compile(r"\[\d{1,3}\]")
_DATE: Final = re.compile(r"\b\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\b")
_CLOCK: Final = re.compile(r"\b\d{1,2}:\d{2}(?::\d{2})?\b")
_SPAN_OF_YEARS: Final = re.compile(r"\b(?:1[5-9]|20)\d\d\s?[-–—/]\s?(?:(?:1[5-9]|20)?\d\d)\b")
_LIST_MARK: Final = re.compile(r"^\s*\(?\d{1,3}[.)]\s")


def figures_in(sentence: str, language: str = "en") -> tuple[Figure, ...]:
    """The figures of a sentence in their order, each once; years, days, times, ordinals and names are none."""
    masked = _without_other_digits(sentence)
    months = _months(language)
    found: list[Figure] = []
    for figure in _figures(masked, months):
        if not any(figure.is_like(other) for other in found):
            found.append(figure)
    return tuple(found)


def power_of_ten(figure: str) -> int:
    """The power of ten that a word beside a figure stands for: 6 for “€1.2 million”, 0 where there is none."""
    match = _NUMBER.search(figure)
    after = _AFTER.match(figure[match.end() :]) if match else None
    scale = after["scale"] if after else None
    return round(math.log10(_SCALES[scale.lower()])) if scale else 0


def _figures(text: str, months: re.Pattern[str]) -> Iterator[Figure]:
    for match in _NUMBER.finditer(text):
        before, after = text[max(0, match.start() - 24) : match.start()], text[match.end() : match.end() + 40]
        unit = _AFTER.match(after)
        named = unit is not None and unit.lastgroup is not None
        if _is_of_a_name(before, after) or _ORDINAL.match(after) or _CLOCK_AFTER.match(after):
            continue
        if not named and not match["sign"] and _is_of_a_date(match["digits"], before, after, months):
            continue
        value = _value(match["digits"])
        kind: FigureKind = "money" if match["sign"] else "number"
        if unit is not None and named:
            if unit["points"]:
                kind = "points"
            elif unit["share"]:
                kind = "share"
            elif unit["scale"]:
                value *= _SCALES[unit["scale"].lower()]
                kind = "money" if unit["scaled_money"] else kind
            else:
                kind = "money"
        words = match.group() + (unit.group() if unit is not None and named else "")
        yield Figure(" ".join(words.split()).rstrip(" ."), value, kind)


def _without_other_digits(sentence: str) -> str:
    """The sentence with addresses, dates, times, notes and its list mark blanked out, at its own length."""
    for pattern in (_ADDRESS, _FOOTNOTE, _DATE, _SPAN_OF_YEARS, _CLOCK, _LIST_MARK):
        sentence = pattern.sub(lambda found: "_" + " " * (len(found.group()) - 1), sentence)
    return sentence


def _is_of_a_name(before: str, after: str) -> bool:
    """Whether the digits belong to a word, such as FC-1042, A4, G20 or 4x4."""
    joined_before = re.search(r"[^\W\d]\d*[-–]?$|[\d.,]$|[#№]\s?$", before) is not None
    scale = re.match(r"([^\W\d_]+)", after)
    glued = scale is not None and scale.group(1).lower() not in _SCALES and not _ORDINAL.match(after)
    return joined_before or glued


def _is_of_a_date(digits: str, before: str, after: str, months: re.Pattern[str]) -> bool:
    if not digits.isdecimal():
        return False
    number = int(digits)
    if len(digits) == 4 and 1500 <= number <= 2100:
        return True
    day = 1 <= number <= 31
    follows = months.match(after.lstrip(" .")) is not None
    precedes = months.search(before.rstrip(" .")[-12:] + "$") is not None
    return day and (follows or precedes)


@cache
def _months(language: str) -> re.Pattern[str]:
    table = table_of(language)
    names = sorted({*_ENGLISH_MONTHS.split(), *(table.months.split() if table else ())}, key=len, reverse=True)
    words = "|".join(map(re.escape, names))
    return re.compile(rf"(?:de )?(?:{words})\b\.?|\b(?:{words})\.?\$", re.IGNORECASE)


def _value(digits: str) -> float:
    """The number behind digits as any country writes them: the last mark parts decimals unless three digits follow."""
    plain = re.sub(r"[’'\u00a0\u202f ]", "", digits)
    whole, _, rest = plain.rpartition(max(".,", key=plain.rfind)) if re.search(r"[.,]", plain) else (plain, "", "")
    marks = re.findall(r"[.,]", plain)
    thousands = len(rest) == 3 and not plain.startswith("0") and (len(set(marks)) == 1)
    if not marks or thousands:
        return float(re.sub(r"[.,]", "", plain))
    return float(f"{re.sub(r'[.,]', '', whole)}.{rest}")
