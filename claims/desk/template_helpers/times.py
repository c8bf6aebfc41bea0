"""Moments as a colleague would say them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Final

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from claims import formats

SOON: Final = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Time:
    """A moment for a machine, in full for whoever points at it, and in words."""

    iso: str
    title: str
    words: str


@dataclass(frozen=True, slots=True)
class Due(Time):
    """A due date with the class that colours it (late, soon or none) and its icon."""

    look: str
    sign: str


def time_of(moment: datetime) -> Time:
    """Today 14:50, yesterday 09:12, 17 Mar, 17 Mar 2024; in the person's zone."""
    zone = timezone.get_current_timezone()
    return _time(moment, zone, timezone.localdate(timezone=zone), get_language())


def due_of(moment: datetime, now: datetime | None = None) -> Due:
    """2 days late, Today 16:00, Wed 18 Mar; in the person's zone."""
    now = now or timezone.now()
    zone, language = timezone.get_current_timezone(), get_language()
    late = moment <= now
    iso, title = _in_full(moment, zone, language)
    return Due(
        iso=iso,
        title=title,
        words=_late(now - moment) if late else _ahead(moment, zone, now.astimezone(zone).date(), language),
        look=" late" if late else " soon" if moment - now < SOON else "",
        sign="alert" if late else "clock",
    )


def iso_day(value: str | None) -> str:
    """The day of a frozen date or time: 2026-03-16 is 16 March 2026."""
    return _day(value[:10], get_language()) if value else ""


def hours(value: float) -> str:
    """A length of time in hours as people say it: 20 s, 40 min, 5 h, 3 days."""
    if value * 3600 < 1:
        return _("under 1 s")
    if value * 60 < 1:
        return _("%(count)s s") % {"count": round(value * 3600)}
    if value < 1:
        return _("%(count)s min") % {"count": round(value * 60)}
    if value < 48:
        return _("%(count)s h") % {"count": round(value)}
    days = round(value / 24)
    return ngettext("%(count)s day", "%(count)s days", days) % {"count": days}


@lru_cache(maxsize=4096)
def _time(moment: datetime, zone: tzinfo, today: date, language: str | None) -> Time:
    """The same moment reads the same all day, and a claim's page draws dozens of them on every visit."""
    local = moment.astimezone(zone)
    title = f"{formats.day_and_time(local)} {local.tzname() or ''}".strip()
    return Time(local.isoformat(timespec="minutes"), title, _said(local, today))


@lru_cache(maxsize=4096)
def _day(value: str, language: str | None) -> str:
    return formats.day(date.fromisoformat(value))


@lru_cache(maxsize=4096)
def _in_full(moment: datetime, zone: tzinfo, language: str | None) -> tuple[str, str]:
    """For a machine, and for whoever points at it."""
    local = moment.astimezone(zone)
    return local.isoformat(timespec="minutes"), formats.weekday_and_time(local)


def _said(local: datetime, today: date) -> str:
    day = local.date()
    if day == today:
        return _("today %(time)s") % {"time": formats.clock(local)}
    if day == today - timedelta(days=1):
        return _("yesterday %(time)s") % {"time": formats.clock(local)}
    if day == today + timedelta(days=1):
        return _("tomorrow %(time)s") % {"time": formats.clock(local)}
    return formats.day_of_year_short(local) if day.year == today.year else formats.day_short(local)


def _late(by: timedelta) -> str:
    if by < timedelta(hours=1):
        return _("just late")
    if by < timedelta(days=1):
        late = by // timedelta(hours=1)
        return ngettext("%(count)s hour late", "%(count)s hours late", late) % {"count": late}
    return ngettext("%(count)s day late", "%(count)s days late", by.days) % {"count": by.days}


@lru_cache(maxsize=4096)
def _ahead(moment: datetime, zone: tzinfo, today: date, language: str | None) -> str:
    local = moment.astimezone(zone)
    days = (local.date() - today).days
    if days == 0:
        return _("Today %(time)s") % {"time": formats.clock(local)}
    if days == 1:
        return _("Tomorrow %(time)s") % {"time": formats.clock(local)}
    return formats.weekday(local) if local.year == today.year else formats.day_short(local)
