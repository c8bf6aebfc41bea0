"""The small parts of the review's screens: due dates, stances, hashes, and the wash of a mention."""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta, tzinfo
from functools import cache, lru_cache

from django import template
from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from claims.audit.queries import Line
from claims.audit.wording import Part
from claims.desk.addresses import address
from claims.verdicts.diffing import Piece
from claims.verdicts.enums import ContactMethod, Stance
from claims.verdicts.reasons import ABOUT
from factcheck.templatetags.plumbline import when

register = template.Library()

SOON = timedelta(hours=24)
SIGNS = {
    Stance.SUPPORTS: ("for", "for"),
    Stance.REFUTES: ("against", "against"),
    Stance.CONTEXT: ("context", "context"),
}
STANCE = (
    '<span class="stance {}"><svg class="i" viewBox="0 0 16 16" aria-hidden="true"><use href="#i-{}"/></svg>{}</span>'
)
MENTION = re.compile(r"(?<![\w@.])@([\w.+-]*\w)")


@register.simple_tag
def due(moment: datetime | None, now: datetime | None = None) -> SafeString:
    """A due date as a colleague would say it: 2 days late, today 16:00, Wed 18 Mar; quiet where there is none."""
    if moment is None:
        return format_html('<span class="due muted">{}</span>', "No date")
    now = now or timezone.now()
    zone = timezone.get_current_timezone()
    late, soon = moment <= now, moment - now < SOON
    look = " late" if late else " soon" if soon else ""
    words = _late(now - moment) if late else _ahead(moment.astimezone(zone), now.astimezone(zone))
    return mark_safe(  # noqa: S308 - nothing here was typed by anybody, and the queue draws fifty of them
        f'<time class="due{look}" {_exactly(moment, zone)}><svg class="i" viewBox="0 0 16 16" aria-hidden="true">'
        f'<use href="#i-{"alert" if late else "clock"}"/></svg>{words}</time>'
    )


@lru_cache(maxsize=4096)
def _exactly(moment: datetime, zone: tzinfo) -> str:
    """The attributes that tell a machine, and whoever points at it, the whole day and time."""
    local = moment.astimezone(zone)
    title = f"{local:%A} {local.day} {local:%B %Y, %H:%M}"
    return f'datetime="{local.isoformat(timespec="minutes")}" title="{title}"'


@register.simple_tag
@cache
def stance(value: str, label: str) -> SafeString:
    """What a source does to the claim, as a sign and a word."""
    look, sign = SIGNS[Stance(value)]
    return format_html(STANCE, look, sign, label)


@register.simple_tag
def tally(value: str, count: int) -> SafeString:
    """How many sources do this to the claim."""
    look, sign = SIGNS[Stance(value)]
    words = Stance(value).label.lower()
    return format_html(STANCE + '<span class="vh">{} </span>', look, sign, count, words)


@register.filter
def short_hash(value: str) -> str:
    """A SHA-256 by its first eight and last four figures."""
    return f"{value[:4]} {value[4:8]} … {value[-4:]}" if len(value) == 64 else value


@register.simple_tag
def timeline(lines: Iterable[Line], *, names_subject: bool = False) -> SafeString:
    """Recorded acts as the items of a list, each a sentence and its time.

    People stand out, claims are links, and what somebody wrote follows. A list over many things names what each act
    happened to at its beginning.
    """
    items = (
        f"<li>{f'{_linked(line.sentence.subject)} · ' if names_subject else ''}{_told(line)}{when(line.event.at)}</li>"
        for line in lines
    )
    return mark_safe("".join(items))  # noqa: S308 - every part is escaped where it comes in


def _told(line: Line) -> str:
    note = f": <q>{escape(line.sentence.note)}</q>" if line.sentence.note else ""
    return "".join(map(_linked, line.sentence.parts)) + note


def _linked(part: Part) -> str:
    words = escape(part.text)
    if part.kind == "person":
        return f"<b>{words}</b>"
    if part.kind == "claim":
        return f'<a href="{address("claim", part.id)}">{words}</a>'
    return words


PIECES = {"removed": "<del>{}</del>", "added": "<ins>{}</ins>", "same": "{}"}


@register.simple_tag
def pieces(difference: Iterable[Piece]) -> SafeString:
    """The difference of two texts, with what was taken out and put in marked as such."""
    return mark_safe("".join(PIECES[piece.kind].format(escape(piece.text)) for piece in difference))  # noqa: S308


@register.filter
def gate_name(gate: str) -> str:
    """What a written reason is about, in words."""
    return ABOUT.get(gate, gate.replace("_", " ").capitalize())


@register.filter
def iso_day(value: str | None) -> str:
    """The day of a frozen date or time: 2026-03-16 is 16 March 2026."""
    return long_day(date.fromisoformat(value[:10])) if value else ""


def long_day(day: date) -> str:
    """A day in full: 16 March 2026."""
    return f"{day.day} {day:%B} {day.year:04}"


@register.filter
def method_name(value: str) -> str:
    """How somebody was asked, in words."""
    return str(ContactMethod(value).label) if value in set(ContactMethod) else value


@register.filter
def hours(value: float) -> str:
    """A length of time in hours as people say it: under 1 min, 40 min, 5 h, 3 days."""
    if value * 60 < 1:
        return "under 1 min"
    if value < 1:
        return f"{round(value * 60)} min"
    return f"{round(value)} h" if value < 48 else f"{round(value / 24)} days"


@register.filter
def mentions(text: str) -> SafeString:
    """A remark with its line breaks and @mentions marked; everything else is escaped."""
    marked = MENTION.sub(r'<span class="at">@\1</span>', escape(text))
    return mark_safe(marked.replace("\n", "<br>"))  # noqa: S308 (escaped above)


def _late(by: timedelta) -> str:
    if by < timedelta(hours=1):
        return "just late"
    if by < timedelta(days=1):
        hours = by // timedelta(hours=1)
        return f"{hours} hour{'s' if hours > 1 else ''} late"
    return f"{by.days} day{'s' if by.days > 1 else ''} late"


def _ahead(local: datetime, now: datetime) -> str:
    days = (local.date() - now.date()).days
    if days == 0:
        return f"Today {local:%H:%M}"
    if days == 1:
        return f"Tomorrow {local:%H:%M}"
    return f"{local:%a} {local.day} {local:%b}" if local.year == now.year else f"{local.day} {local:%b %Y}"
