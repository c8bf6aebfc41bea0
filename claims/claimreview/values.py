"""Values out of the JSON of others, put in order: words on one line, web addresses, days; all are untrusted."""

import json
import math
import re
from collections.abc import Mapping
from datetime import date
from html import unescape
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from claims.dates import read_day
from claims.sentences import say

URL_CHARACTERS: Final = 2_000
_TAG: Final = re.compile(
    r"</?(?:(?P<inline>a|abbr|b|big|cite|code|em|font|i|mark|q|s|small|span|strong|sub|sup|u)|blockquote|br|div|figure|"
    r"h[1-6]|hr|img|li|ol|p|pre|table|tbody|td|th|tr|ul)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)

type Json = Mapping[str, Any]


def parsed(text: str) -> tuple[Any, str]:
    """The value and an empty string, or why it is not JSON; pages are forgiven line breaks inside their strings."""
    try:
        return json.loads(text, strict=False, parse_constant=lambda name: None, parse_int=_integer), ""
    except RecursionError:
        return None, say("it is nested too deeply")
    except ValueError as error:
        return None, str(error)[:200]


def _integer(digits: str) -> int | float:
    return int(digits) if len(digits) < 18 else float(digits)


def listed(value: Any) -> list[Any]:
    """The value as a list, of itself where it is none."""
    return value if isinstance(value, list) else [value]


def object_of(value: Any) -> Json:
    """The object, or the first object of a list where one was expected."""
    for item in listed(value):
        if isinstance(item, dict):
            return item
    return {}


def text_of(value: Any) -> str:
    """The words of a value on one line: a string, the name of an object, the first of a list that has any."""
    if isinstance(value, str):
        return " ".join("".join(map(_printable, _plain(value))).split())
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, int | float):
        return f"{value:g}"
    if isinstance(value, dict):
        named = value.get("name", value.get("@value", ""))
        return "" if isinstance(named, dict) else text_of(named)
    if isinstance(value, list):
        return next((text for item in value if not isinstance(item, list) and (text := text_of(item))), "")
    return ""


def _plain(value: str) -> str:
    """Words without the entities and tags that some sites leave in them, also where they were escaped twice."""
    if "&" in value:
        value = unescape(unescape(value))
    return _TAG.sub(lambda tag: "" if tag["inline"] else " ", value) if "<" in value else value


def _printable(character: str) -> str:
    if "\ud800" <= character <= "\udfff":
        return ""
    return character if character.isprintable() else " "


def address_of(value: Any, base: str) -> str:
    """The review's own address, or the page's where it names none; empty where it is no address of the web."""
    given = next((item for item in listed(value) if isinstance(item, str)), "") or base
    try:
        address = urljoin(base, given.strip())
        parts = urlsplit(address)
    except ValueError:
        return ""
    usable = parts.scheme in ("http", "https") and parts.netloc and len(address) <= URL_CHARACTERS
    return address if usable and address.isprintable() and " " not in address else ""


def day_of(value: Any) -> date | None:
    """The day, however it is written; None where it is none or may be two."""
    given = text_of(value)
    try:
        return date.fromisoformat(given[:10])
    except ValueError:
        return read_day(given)


def number_of(value: Any) -> float | None:
    """The number, also where it is written as words."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
