"""Days, times, lists and labels as people of the language in use write them.

The patterns are those of Django's `date` filter, and each can be translated: the order of day and month is a matter of
language too. A moment with a zone is told in the zone of the person who reads it.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from functools import reduce
from typing import Final

from django.utils import timezone
from django.utils.dateformat import format as dateformat
from django.utils.translation import get_language, get_language_bidi, get_language_info, gettext, pgettext

from claims.words import Words

# In these a noun that loses its capital is misspelt.
_CAPITAL_NOUNS: Final = frozenset({"de", "lb"})


def day(when: date) -> str:
    """9 February 2026."""
    return dateformat(_local(when), pgettext("date", "j F Y"))


def day_short(when: date) -> str:
    """9 Feb 2026."""
    return dateformat(_local(when), pgettext("date", "j M Y"))


def day_of_year(when: date) -> str:
    """9 February, where the year is plain."""
    return dateformat(_local(when), pgettext("date", "j F"))


def day_of_year_short(when: date) -> str:
    """9 Feb, where the year is plain."""
    return dateformat(_local(when), pgettext("date", "j M"))


def weekday(when: date) -> str:
    """Mon 9 Feb, where the year is plain."""
    return dateformat(_local(when), pgettext("date", "D j M"))


def weekday_long(when: date) -> str:
    """Monday 9 February 2026."""
    return dateformat(_local(when), pgettext("date", "l j F Y"))


def clock(when: datetime) -> str:
    """06:00."""
    return dateformat(_local(when), pgettext("date", "H:i"))


def day_and_time(when: datetime) -> str:
    """9 February 2026, 06:00."""
    return dateformat(_local(when), pgettext("date", "j F Y, H:i"))


def day_of_year_and_time(when: datetime) -> str:
    """9 February, 06:00."""
    return dateformat(_local(when), pgettext("date", "j F, H:i"))


def weekday_and_time(when: datetime) -> str:
    """Monday 9 February 2026, 06:00."""
    return dateformat(_local(when), pgettext("date", "l j F Y, H:i"))


def zone() -> str:
    """The sentence that names the time zone in use, for whoever is to write a time."""
    return gettext("Times are those of %(zone)s.") % {"zone": timezone.get_current_timezone_name()}


def problem_of_clock(written: datetime) -> str:
    """Why a time without a zone is no one moment where clocks are changed, in the zone in use; empty where it is."""
    zone = timezone.get_current_timezone()
    moment = written.replace(tzinfo=zone, fold=0)
    later = moment.replace(fold=1)
    if moment.utcoffset() == later.utcoffset():
        return ""
    if moment.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != written:
        sentence = gettext("In %(zone)s the clocks go forward then, and there is no %(moment)s. Choose another time.")
    else:
        sentence = gettext("In %(zone)s the clocks go back then, and %(moment)s comes twice. Choose another time.")
    return sentence % {"zone": timezone.get_current_timezone_name(), "moment": day_and_time(written)}


def listed(words: Iterable[Words]) -> str:
    """Several words in a row, without a conjunction in English: the wording, the rating, the topics."""
    items = [str(word) for word in words]
    if len(items) < 2:
        return "".join(items)
    some = reduce(_with_next, items[:-1])
    return gettext("%(some)s, %(last)s") % {"some": some, "last": items[-1]}


def inside(label: Words) -> str:
    """A label in the middle of a sentence: small, but as it is in a language that writes nouns with a capital."""
    text = str(label)
    return text if (get_language() or "en").partition("-")[0] in _CAPITAL_NOUNS else text.lower()


def language() -> str:
    """The language in use as pages name it: en, pt-br."""
    used = get_language() or "en"
    return "en" if used.startswith("en-gb") else used


def direction() -> str:
    """The way the language in use is written: ltr, or rtl."""
    return "rtl" if get_language_bidi() else "ltr"


def direction_of(language: str) -> str:
    """The way a language is written, by its code: ltr or rtl; auto, told from the letters, where it is not known."""
    if not language:
        return "auto"
    try:
        return "rtl" if get_language_info(language.lower())["bidi"] else "ltr"
    except KeyError:
        return "auto"


def _with_next(some: str, item: str) -> str:
    return gettext("%(some)s, %(item)s") % {"some": some, "item": item}


def _local(when: date) -> date:
    if isinstance(when, datetime) and timezone.is_aware(when):
        return timezone.localtime(when)
    return when


STYLES: Final[Mapping[str, Callable[..., str]]] = {
    "day": day,
    "day_short": day_short,
    "day_of_year": day_of_year,
    "day_of_year_short": day_of_year_short,
    "weekday": weekday,
    "weekday_long": weekday_long,
    "clock": clock,
    "day_and_time": day_and_time,
    "day_of_year_and_time": day_of_year_and_time,
    "weekday_and_time": weekday_and_time,
}
"""The styles by the names under which templates have them as filters."""
