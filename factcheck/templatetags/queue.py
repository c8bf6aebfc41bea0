"""The queue's rows and long choices, drawn in one go: fifty rows of template nodes cost more than all the rest."""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

from claims.accounts.models import User
from claims.tracking.enums import ClaimState, Priority
from claims.tracking.queue import Holder, QueueRow
from factcheck.templatetags.plumbline import person, score_bar, state_badge
from factcheck.templatetags.review import due

register = template.Library()

LABEL_LIMIT = 120

STATES = {state.value: str(state_badge(state, state.label)) for state in ClaimState}


@register.simple_tag
def options(pairs: Iterable[tuple[object, str]], chosen: object) -> SafeString:
    """The options of a select, in the given order, with the chosen value marked."""
    wanted = str(chosen if chosen is not None else "")
    lines = (
        f'<option value="{escape(str(value))}"{" selected" if str(value) == wanted else ""}>{escape(words)}</option>'
        for value, words in pairs
    )
    return mark_safe("".join(lines))  # noqa: S308 - every part is escaped


@register.simple_tag(takes_context=True)
def queue_rows(context: template.Context, rows: Iterable[QueueRow]) -> SafeString:
    """The rows of the queue's table; the first is the one the keys begin at.

    The context gives `now`, `suffix` (the view that links carry along), `may_act` and `user`.
    """
    now, suffix, may_act = context["now"], escape(context["suffix"]), context["may_act"]
    viewer: User = context["user"]
    lines = (_row(row, first=number == 0, now=now, suffix=suffix, may_act=may_act, viewer_id=viewer.pk)
             for number, row in enumerate(rows))  # fmt: skip
    return mark_safe("\n".join(lines))  # noqa: S308 - every part is escaped where it comes in


@lru_cache(maxsize=128)
def _score(hundredths: str) -> str:
    """The bar of one of the hundred and one scores that two places tell apart, or of none."""
    return str(score_bar(float(hundredths) if hundredths else None))


@lru_cache(maxsize=1024)
def _holder(holder: Holder | None, mine: bool) -> str:
    return str(person(holder, holder if mine else None))


def _row(row: QueueRow, *, first: bool, now: datetime, suffix: str, may_act: bool, viewer_id: int) -> str:
    picked, assign = "", ""
    if may_act:
        short = row.statement if len(row.statement) <= LABEL_LIMIT else f"{row.statement[: LABEL_LIMIT - 1]}…"
        picked = (
            f'<td role="cell" class="c-pick"><input type="checkbox" name="pick" value="{row.pk}" data-pick'
            f' aria-label="Select: {escape(short)}"></td>'
        )
        assign = (
            f'<button class="vh" name="one" value="assign:{row.pk}" data-key="s" tabindex="-1">'
            f"Assign {row.number}</button>"
        )
    claimant = f" · {escape(row.claimant)}" if row.claimant else ""
    urgent = f" · <b>{row.priority.label}</b>" if row.priority > Priority.NORMAL else ""
    mine = row.reviewer is not None and row.reviewer.pk == viewer_id
    current = '0" aria-current="true' if first else "-1"
    return (
        f'<tr role="row" data-item id="claim-{row.pk}" tabindex="{current}">{picked}'
        f'<td role="cell">{STATES[row.state]}</td>'
        f'<td role="cell" class="c-claim"><a class="txt" href="/claims/{row.pk}/{suffix}">{escape(row.statement)}</a>'
        f'<span class="by">{row.number}{claimant}{urgent}</span></td>'
        f'<td role="cell">{_score("" if row.score is None else f"{row.score:.2f}")}</td>'
        f'<td role="cell"><span class="topic small">{escape(", ".join(row.topics))}</span></td>'
        f'<td role="cell" class="small">{_holder(row.reviewer, mine)}</td>'
        f'<td role="cell">{due(row.due_at, now)}{assign}</td></tr>'
    )
