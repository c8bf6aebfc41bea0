"""The rows of the desk's first page, drawn in one go: tasks, and who has room."""

from collections.abc import Iterable
from datetime import datetime
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

from claims.accounts.models import User
from claims.desk.addresses import address
from claims.desk.desk_page import Group, Task
from claims.desk.people import Lane
from factcheck.templatetags.plumbline import person, when
from factcheck.templatetags.queue import STATES
from factcheck.templatetags.review import due

register = template.Library()


@register.simple_tag
def tasks(group: Group, now: datetime, *, first: bool) -> SafeString:
    """The tasks of one group; `first` says that the keys begin at its first task."""
    rows = (_task(task, now, first and place == 0) for place, task in enumerate(group.tasks))
    return mark_safe("\n".join(rows))  # noqa: S308 - every part is escaped where it comes in


@register.simple_tag
def lane_rows(lanes: Iterable[Lane], viewer: User) -> SafeString:
    """A row for each person: a link to what they have in hand, the bar, and the numbers."""
    queue = address("queue")
    return mark_safe("\n".join(_lane(lane, queue, viewer) for lane in lanes))  # noqa: S308 - as above


def _task(task: Task, now: datetime, first: bool) -> str:
    claim = task.claim
    statement, number = escape(claim.statement), claim.number
    where = address("claim-review" if task.on_review_page else "claim", claim.pk)
    current, primary = ('0" aria-current="true', " primary") if first else ("-1", "")
    held = f" · {escape(str(task.holder))}" if task.holder else ""
    said = f" · Said by {escape(str(claim.claimant))}" if claim.claimant else ""
    waits = f" · Waiting for {escape(claim.waiting_on)}, until {when(claim.wake_at)}" if claim.waiting_on else ""
    return (
        f'<li><div class="row task" data-item id="task-{claim.pk}" tabindex="{current}">'
        f"<div>{STATES[claim.state]}</div>"
        f'<div class="main-col"><a class="title" href="{where}">{statement}</a>'
        f'<div class="meta">{number}{said}{held}{waits}</div></div>'
        f"<div>{due(claim.due_at, now)}</div>"
        f'<div class="act"><a class="btn mini{primary}" href="{where}">{task.verb}'
        f'<span class="vh">: {statement}</span></a></div></div></li>'
    )


def _lane(lane: Lane, queue: str, viewer: User) -> str:
    load = lane.load
    late = f'<span class="late-n"> · {load.late} late</span>' if load.late else ""
    return (
        f'<tr><th scope="row"><a href="{queue}?assignee={load.person.pk}">{person(load.person, viewer)}</a></th>'
        f'<td><svg class="bar stacked" aria-hidden="true"><rect class="a" width="{lane.in_time}%" height="100%"/>'
        f'<rect class="c" x="{lane.in_time}%" width="{lane.late}%" height="100%"/></svg></td>'
        f'<td class="num">{load.open} of {load.limit}{late}</td></tr>'
    )
