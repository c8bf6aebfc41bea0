"""The sources of a claim, drawn in one go: as they are now on the claim's page, as they were frozen on the review's.

A dozen of them have hundreds of small parts, and as template nodes those cost more than all the page's reads. Whatever
was typed by anybody is escaped where it comes in.
"""

from collections.abc import Mapping
from html import escape
from typing import Any

from django import template
from django.template.defaultfilters import filesizeformat, linebreaksbr
from django.utils.safestring import SafeString, mark_safe

from claims.desk.addresses import address
from claims.desk.claim_page import ClaimPage
from claims.desk.review_page import ReviewPage
from claims.verdicts.enums import CopyState, QuoteState, SourceKind, Stance
from claims.verdicts.models import Evidence, EvidenceCopy
from factcheck.templatetags.claim import Doors, cut
from factcheck.templatetags.plumbline import icon, when
from factcheck.templatetags.review import iso_day, long_day, short_hash, stance

register = template.Library()

TITLE_LIMIT = 200

KINDS = dict(SourceKind.choices)
STANCES = dict(Stance.choices)
PASSAGE = {
    QuoteState.FOUND.value: f'<span class="stance for">{icon("check")}Found in the copy</span>',
    QuoteState.NOT_FOUND.value: (
        f'<span class="stance against">{icon("alert")}Not found in the copy. Compare it word for word.</span>'
    ),
}


@register.simple_tag(takes_context=True)
def source_cards(context: template.Context) -> SafeString:
    """The sources of `page`, each with its passage, its copies, and what may be done with it."""
    page: ClaimPage = context["page"]
    doors, may_edit = Doors.of(context), not page.why_not_edit
    cards = (_source(source, number, doors, may_edit) for number, source in enumerate(page.sources, start=1))
    return mark_safe("\n".join(cards))  # noqa: S308 - every part is escaped where it comes in


def _source(source: Evidence, number: int, doors: Doors, may_edit: bool) -> str:
    acts = _source_acts(source, number, doors) if may_edit else ""
    publisher = escape(source.publisher)
    published = f"{', ' if publisher else ''}{long_day(source.published_on)}" if source.published_on else ""
    lines = [
        f'<li class="evidence" id="evidence-{source.pk}" tabindex="-1">',
        f'<div class="spread"><span class="cluster tight">{_numbered(number)}'
        f"{stance(source.stance, STANCES[source.stance])}"
        f'<span class="small muted">{KINDS[source.kind]}</span></span> {acts}</div>',
        f"<p>{_titled(source.title or ('' if source.url else 'Uploaded file'), source.url)}"
        f' <span class="muted">{publisher}{published}</span></p>',
    ]
    if source.quote:
        unsought = "<span>Not looked for yet</span>" if source.quote_state else ""
        lines.append(_quoted(source.quote, PASSAGE.get(source.quote_state, unsought)))
    lines.append(_explained(source.note, source.interest))
    for place, copy in enumerate(source.loaded_copies):
        if place == 0 or copy.state == CopyState.KEPT:
            lines.append(f'<p class="snap"> {_copy(copy, number)}</p>')
        if place == 0 and copy.state == CopyState.FAILED and may_edit:
            lines.append(_without_copy(source, doors))
    return "\n".join([*lines, "</li>"])


def _numbered(number: int) -> str:
    """The number by which an explanation cites a source."""
    return (
        f'<span class="vh">Source {number}: </span><span class="num muted small" aria-hidden="true">[{number}]</span>'
    )


def _titled(title: str, url: str) -> str:
    """The title of a source, as a link where it has an address."""
    if not url:
        return f'<span class="src">{escape(title)}</span>'
    return (
        f'<a class="src" href="{escape(url)}" rel="noreferrer nofollow" target="_blank">'
        f'{cut(title or url, TITLE_LIMIT)}<span class="vh"> (opens in a new tab)</span></a>'
    )


def _explained(note: str, interest: str) -> str:
    """What a source shows, and what it gains if it is believed."""
    shows = f'<p class="soft">{linebreaksbr(note, autoescape=True)}</p>' if note else ""
    gains = f'<p class="small muted">Interest: {escape(interest)}</p>' if interest else ""
    return f"{shows}\n{gains}"


def _kept_copy(copy_id: int, number: int, sha256: str) -> str:
    """The hash of a kept copy, and the links to it."""
    digest = escape(sha256)
    return (
        f'<span class="mono" title="SHA-256 {digest}">sha256 {escape(short_hash(sha256))}</span>'
        f'<a href="{address("copy-view", copy_id)}">View words</a>'
        f'<a href="{address("copy-download", copy_id)}">Download'
        f'<span class="vh"> the copy of source {number}</span></a>'
    )


def _source_acts(source: Evidence, number: int, doors: Doors) -> str:
    key, named, up = source.pk, f'<span class="vh"> source {number}</span>', ""
    if number > 1:
        up = (
            f'<form method="post" {doors.form("evidence-up", key)}>{doors.token}'
            f'<button class="btn quiet mini" id="up-source-{key}">Move up{named}</button></form>'
        )
    return (
        f'<span class="cluster tight">{up}'
        f'<a class="btn quiet mini" id="edit-source-{key}" {doors.link("evidence-edit", key)}>Edit{named}</a>'
        f'<a class="btn quiet mini" id="remove-source-{key}" {doors.link("evidence-remove", key)}>Remove{named}</a>'
        "</span>"
    )


def _copy(copy: EvidenceCopy, number: int) -> str:
    match copy.state:
        case CopyState.KEPT:
            size = filesizeformat(copy.size)
            said = f"<span>{icon('archive')}<span>Copy of {when(copy.copied_at)}, {size}</span></span>"
            return f"{said}{_kept_copy(copy.pk, number, copy.sha256)} "
        case CopyState.QUEUED | CopyState.RUNNING:
            error = f" {escape(copy.error)} It is tried again." if copy.error else ""
            words = f"A copy is being made. You can leave this page.{error}"
            return f'<span role="status">{icon("clock")}{words}</span> '
        case CopyState.IMPOSSIBLE:
            return f"<span>{icon('slash')}Cannot be archived: {escape(copy.error)}</span> "
    error = escape(copy.error or "it could not be made")
    return f'<span class="stance against">{icon("alert")}No copy: {error}</span>'


def _without_copy(source: Evidence, doors: Doors) -> str:
    """What can be done where the copy failed."""
    key = source.pk
    return (
        f'<div class="cluster"> <form method="post" {doors.form("evidence-copy", key)}>{doors.token}'
        f'<input type="hidden" name="expected_version" value="{source.lock_version}">'
        f'<button class="btn mini" id="copy-again-{key}">{icon("retry")}Try again</button></form>\n'
        f'<a class="btn mini" id="copy-give-{key}" {doors.link("evidence-upload", key)}>Upload a copy</a>\n'
        f'<a class="btn mini quiet" id="copy-impossible-{key}" {doors.link("evidence-impossible", key)}>'
        f"Cannot be archived</a> </div>"
    )


@register.simple_tag(takes_context=True)
def frozen_sources(context: template.Context) -> SafeString:
    """The sources of the revision that `board` shows."""
    board: ReviewPage = context["board"]
    cards = (
        _frozen_source(source, number, passage, is_new=source["id"] in board.new_sources)
        for number, (source, passage) in enumerate(board.sources, start=1)
    )
    return mark_safe("\n".join(cards))  # noqa: S308 - as above


def _frozen_source(source: Mapping[str, Any], number: int, passage: str, *, is_new: bool) -> str:
    chip = '<span class="chip">new</span>' if is_new else ""
    lines = [
        f'<li class="evidence" id="source-{source["id"]}" tabindex="-1">',
        f'<p class="cluster tight">{_numbered(number)}{stance(source["stance"], STANCES[source["stance"]])}'
        f'<span class="small muted">{source["kind"]}</span>{chip}</p>',
        f'<p>{_titled(source["title"], source["url"])} <span class="muted">{escape(source["publisher"])}</span></p>',
    ]
    if source["quote"]:
        lines.append(_quoted(source["quote"], PASSAGE.get(passage, "<span>Not looked for</span>")))
    lines.append(_explained(source["note"], source["interest"]))
    lines.append(f'<p class="snap">{_frozen_copy(source, number)}</p>')
    return "\n".join([*lines, "</li>"])


def _frozen_copy(source: Mapping[str, Any], number: int) -> str:
    if copy := source["copy"]:
        said = f"<span>{icon('archive')}Copy of {iso_day(copy['copied_at'])}</span>"
        return said + _kept_copy(copy["id"], number, copy["sha256"])
    if source["copy_impossible"]:
        return f"<span>{icon('slash')}Cannot be archived</span>"
    return f'<span class="stance against">{icon("alert")}No copy</span>'


def _quoted(quote: str, passage: str) -> str:
    """What the source says, and whether that stands in its copy."""
    return f'<blockquote>“{escape(quote)}”</blockquote>\n<p class="snap">{passage}</p>'
