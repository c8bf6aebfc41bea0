"""The small parts every page is made of: icons, state badges, scores, times and people."""

from datetime import date, datetime, timedelta, tzinfo
from functools import cache, lru_cache
from typing import Protocol

from django import template
from django.template.loader import get_template
from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from claims.desk.addresses import address
from claims.desk.looks import LOOKS
from claims.desk.toasts import undo_of

register = template.Library()

HEAT_STEPS = (0.15, 0.35, 0.55, 0.75, 0.9)


@register.simple_tag
@cache
def fixed(template_name: str) -> SafeString:
    """A part that is the same on every page for everybody, drawn once."""
    return SafeString(get_template(template_name).render())


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """A drawing from the sprite, hidden from screen readers because the words beside it say the same."""
    return format_html('<svg class="i" viewBox="0 0 16 16" aria-hidden="true"><use href="#i-{}"/></svg>', name)


@register.filter
def look(state: str) -> str:
    """The name under which the stylesheet knows a stored state."""
    return LOOKS.get(state, "candidate")


@register.simple_tag
@cache
def state_badge(state: str, label: str) -> SafeString:
    """A state as a glyph and a word."""
    drawn = look(state)
    return format_html(
        '<span class="state" data-state="{0}"><svg viewBox="0 0 16 16" aria-hidden="true">'
        '<use href="#s-{0}"/></svg>{1}</span>',
        drawn,
        label,
    )


@register.simple_tag
def score_bar(score: float | None) -> SafeString | str:
    """Check-worthiness from 0 to 1 as a bar and a number; nothing where nobody scored it."""
    if score is None:
        return ""
    return format_html(
        '<span class="score" title="Check-worthiness, 0 to 1"><svg class="bar" aria-hidden="true">'
        '<rect width="{}%" height="100%"/></svg><span class="vh">Score </span>{}</span>',
        round(score * 100),
        f"{score:.2f}",
    )


@register.simple_tag
def rating_tag(label: str, tone: int) -> SafeString:
    """A rating as a leaning bob and a word; `tone` runs from 1 (true) to 5 (false), 0 is unproven."""
    return format_html(
        '<span class="rating tag" data-tone="{0}"><svg viewBox="0 0 20 20" aria-hidden="true">'
        '<use href="#t-{0}"/></svg>{1}</span>',
        tone,
        label,
    )


@register.simple_tag(takes_context=True)
def opens(context: template.Context, name: str, *parts: int | str) -> SafeString:
    """Where a link leads within the page's view; htmx shows it in the dialog, and without it is a page of its own."""
    return mark_safe(leads_to(address(name, *parts) + context["page"].suffix))  # noqa: S308 - escaped below


@register.simple_tag(takes_context=True)
def sends(context: template.Context, name: str, *parts: int | str) -> SafeString:
    """Where a form of the claim's page goes; htmx swaps the parts that the act changed."""
    return mark_safe(posts_to(address(name, *parts) + context["page"].suffix))  # noqa: S308 - escaped below


def leads_to(where: str) -> str:
    """The attributes of a link that opens in the dialog."""
    where = escape(where)
    return f'href="{where}" hx-get="{where}" hx-target="#dialog-body"'


def posts_to(where: str) -> str:
    """The attributes of a form that changes parts of a claim's page."""
    where = escape(where)
    return f'action="{where}" hx-post="{where}" hx-target="#main" hx-swap="none" hx-disabled-elt="find button"'


class Named(Protocol):
    """Somebody with a name, read whole or not."""

    @property
    def pk(self) -> int:
        """The person's id."""

    @property
    def initials(self) -> str:
        """One or two letters."""


@register.simple_tag
def person(who: Named | None, viewer: Named | None = None) -> SafeString:
    """An avatar and a name; the viewer's own stands out."""
    if who is None:
        return format_html(
            '<span class="who muted"><span class="avatar none" aria-hidden="true"></span>{}</span>', "Unassigned"
        )
    mine = " me" if viewer is not None and viewer.pk == who.pk else ""
    return format_html(
        '<span class="who"><span class="avatar{}" aria-hidden="true">{}</span>{}</span>', mine, who.initials, who
    )


@register.filter
def when(moment: datetime | None) -> SafeString | str:
    """A time as a colleague would say it: today 14:50, yesterday 09:12, 17 Mar, 17 Mar 2024."""
    if moment is None:
        return ""
    zone = timezone.get_current_timezone()
    return _time(moment, zone, timezone.localdate(timezone=zone))


@register.filter
def heat(score: float | None) -> int:
    """How deep the wash behind a mark is, 0 to 5."""
    return sum(score >= step for step in HEAT_STEPS) if score is not None else 2


@lru_cache(maxsize=4096)
def _time(moment: datetime, zone: tzinfo, today: date) -> SafeString:
    """The same moment reads the same all day, and a claim's page draws dozens of them on every visit."""
    local = moment.astimezone(zone)
    return mark_safe(  # noqa: S308 - nothing here was typed by anybody
        f'<time datetime="{local.isoformat(timespec="minutes")}" title="{local.day} {local:%B %Y, %H:%M}">'
        f"{_said(local, today)}</time>"
    )


def _said(local: datetime, today: date) -> str:
    day = local.date()
    if day == today:
        return f"today {local:%H:%M}"
    if day == today - timedelta(days=1):
        return f"yesterday {local:%H:%M}"
    if day == today + timedelta(days=1):
        return f"tomorrow {local:%H:%M}"
    return f"{day.day} {day:%b}" if day.year == today.year else f"{day.day} {day:%b %Y}"


register.simple_tag(undo_of)
