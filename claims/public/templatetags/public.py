"""The parts public pages are drawn from: dates, ratings, the gauge."""

import datetime
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from claims.verdicts import addresses

register = template.Library()

MONTHS = "January February March April May June July August September October November December".split()


@register.filter
@lru_cache(maxsize=4096)
def day(moment: str | None) -> SafeString | str:
    """An ISO 8601 date or instant as a day of the newsroom's calendar: 9 February 2026."""
    return format_html('<time datetime="{}">{}</time>', moment, _day(_local(moment))) if moment else ""


@register.filter
@lru_cache(maxsize=4096)
def plain_day(moment: str | None) -> str:
    """The same without markup, for attributes and titles."""
    return _day(_local(moment)) if moment else ""


@register.filter
@lru_cache(maxsize=4096)
def minute(moment: str | None) -> SafeString | str:
    """An ISO 8601 instant to the minute: 9 February 2026, 06:00."""
    if not moment:
        return ""
    local = _local(moment)
    return format_html('<time datetime="{}">{}, {}</time>', moment, _day(local), local.strftime("%H:%M"))


@register.filter
def outlet_slug(name: str) -> str:
    """The last part of the address of an outlet's list."""
    return addresses.slug_of_name(name)


@register.simple_tag
def rating(given: Mapping[str, Any] | None) -> SafeString | str:
    """A rating as a leaning bob and a word."""
    if not given:
        return ""
    return _rating(given["tone"], given["label"])


@register.simple_tag
def gauge(given: Mapping[str, Any], scale: Sequence[Mapping[str, Any]]) -> SafeString:
    """The plumb bob: it leans as far as the rating does, before the ticks of the scale's other steps.

    A rating off the scale has a question mark instead, because it says nothing about how far from true.
    """
    if given.get("value") is None:
        return format_html(
            '<svg class="gauge" data-tone="{0}" viewBox="0 0 20 20" aria-hidden="true"><use href="#t-{0}"/></svg>',
            given["tone"],
        )
    steps = [int(step["lean"]) for step in scale if step["value"] is not None] or [0, int(given["lean"])]
    ticks = format_html_join(
        "",
        '<line class="tick" x1="12" y1="55" x2="12" y2="60" transform="rotate(-{} 12 8)"/>',
        ((lean,) for lean in steps),
    )
    return format_html(
        '<svg class="gauge" data-tone="{}" viewBox="0 0 64 64" fill="none" stroke="currentColor"'
        ' stroke-linecap="round" aria-hidden="true">'
        '<line class="datum" x1="12" y1="8" x2="12" y2="60"/>{}<g transform="rotate(-{} 12 8)">'
        '<line x1="12" y1="8" x2="12" y2="36" stroke-width="2.5"/>'
        '<path d="M12 34 l5.5 6 -5.5 12 -5.5 -12z" fill="currentColor" stroke="none"/></g>'
        '<circle cx="12" cy="8" r="3.5" fill="currentColor" stroke="none"/></svg>',
        given["tone"],
        ticks,
        int(given["lean"]),
    )


@lru_cache(maxsize=256)
def _rating(tone: int, label: str) -> SafeString:
    return format_html(
        '<span class="rating" data-tone="{0}"><svg viewBox="0 0 20 20" aria-hidden="true">'
        '<use href="#t-{0}"/></svg>{1}</span>',
        tone,
        label,
    )


def _local(moment: str | None) -> datetime.date:
    text = moment or ""
    if len(text) <= 10:
        return datetime.date.fromisoformat(text)
    return timezone.localtime(datetime.datetime.fromisoformat(text))


def _day(date: datetime.date) -> str:
    return f"{date.day} {MONTHS[date.month - 1]} {date.year}"
