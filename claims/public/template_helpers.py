"""What public templates may call; the HTML itself stands in `templates/components/public.html`."""

import datetime
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from claims import formats
from claims.public.change_words import rating_sentence
from claims.public.site_languages import language_links
from claims.verdicts import addresses, figures
from claims.verdicts.enums import PublicationKind


def plain_day(moment: str | None) -> str:
    """An ISO 8601 date or instant as a day of the newsroom's calendar: 9 February 2026."""
    return _plain_day(moment, get_language()) if moment else ""


def plain_minute(moment: str) -> str:
    """An ISO 8601 instant to the minute: 9 February 2026, 06:00."""
    return _plain_minute(moment, get_language())


@lru_cache(maxsize=4096)
def _plain_day(moment: str, language: str | None) -> str:
    """A list of checks says the same days again and again, in the language that is in use."""
    return formats.day(_read(moment))


@lru_cache(maxsize=4096)
def _plain_minute(moment: str, language: str | None) -> str:
    return formats.day_and_time(datetime.datetime.fromisoformat(moment))


def to_seconds(moment: str) -> str:
    """An ISO 8601 date or instant without fractions of a second, of which HTML takes three digits at most."""
    return re.sub(r"[.,]\d+", "", moment)


def outlet_slug(name: str) -> str:
    """The last part of the address of an outlet's list."""
    return addresses.slug_of_name(name)


def money(amount: str) -> str:
    """An amount as the language in use writes it, in whole units where there are no others: 120,000."""
    value = Decimal(amount)
    return number_format(value, 0 if value == value.to_integral_value() else 2, force_grouping=True)


def told(picture: Mapping[str, Any]) -> str:
    """What can be seen in a picture, with the stamp that stands over it, for those who cannot see either."""
    if not picture["stamp"]:
        return str(picture["alt"])
    stamp = _("Stamped: %(stamp)s.") % {"stamp": picture["stamp"]}
    return f"{picture['alt']} {stamp}"


def leans_of(scale: Sequence[Mapping[str, Any]], rating: Mapping[str, Any]) -> list[int]:
    """By how many degrees each step of a scale leans; upright and the rating's own where the scale is not known."""
    return [int(step["lean"]) for step in scale if step["value"] is not None] or [0, int(rating["lean"])]


def _read(moment: str) -> datetime.date:
    return datetime.date.fromisoformat(moment) if len(moment) <= 10 else datetime.datetime.fromisoformat(moment)


def kind_of_change(kind: str) -> str:
    """What a number of an explainer is to the one before it, in words."""
    return str(PublicationKind(kind).label)


FUNCTIONS: Final[Mapping[str, Callable[..., Any]]] = {
    "language_links": language_links,
    "cells_under": figures.cells_under,
    "figure_pieces": figures.figure_pieces,
    "leans_of": leans_of,
    "marked_table": figures.marked_table,
    "rating_sentence": rating_sentence,
    "tables_under": figures.tables_under,
    "value_told": figures.value_told,
}
FILTERS: Final[Mapping[str, Callable[..., Any]]] = {
    "kind_of_change": kind_of_change,
    "money": money,
    "outlet_slug": outlet_slug,
    "plain_day": plain_day,
    "plain_minute": plain_minute,
    "to_seconds": to_seconds,
    "told": told,
}
