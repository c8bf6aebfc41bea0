"""The repeated parts of a claim's page, each list drawn in one go: steps, remarks, findings, ratings, requests.

There are dozens of them on a page, and as template nodes they cost more than all the page's reads. Whatever was typed
by anybody is escaped where it comes in. Sources have a file of their own.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from django import template
from django.template.defaultfilters import linebreaksbr, truncatechars
from django.template.defaulttags import CsrfTokenNode
from django.utils.safestring import SafeString, mark_safe

from claims.desk.addresses import address
from claims.desk.claim_page import Button, ClaimPage
from claims.desk.stepper import Step
from claims.tracking.appearances import Appearance
from claims.tracking.comments import Thread
from claims.tracking.models import Comment
from claims.verdicts.enums import ContactMethod
from claims.verdicts.gates.dossier import Finding
from claims.verdicts.models import ClaimantContact, Rating
from factcheck.templatetags.plumbline import icon, leads_to, look, posts_to, when
from factcheck.templatetags.review import mentions

register = template.Library()

QUOTE_LIMIT = 160
REMARK_LIMIT = 60

METHODS = dict(ContactMethod.choices)
SEVERITIES = {
    "ok": f'{icon("check")}<span class="vh">Done: </span>',
    "warn": f'{icon("alert")}<span class="vh">Look at this: </span>',
    "block": f'{icon("x")}<span class="vh">Missing: </span>',
}


@dataclass(frozen=True)
class Doors:
    """Where the links and forms of one claim's page lead, within the view that it was opened from."""

    claim_id: int
    suffix: str
    token: str

    @classmethod
    def of(cls, context: template.Context) -> "Doors":
        """Those of the page that is drawn."""
        page: ClaimPage = context["page"]
        return cls(page.claim.pk, page.suffix, CsrfTokenNode().render(context))

    def link(self, name: str, *parts: int | str) -> str:
        """The attributes of a link that opens in the dialog."""
        return leads_to(address(name, self.claim_id, *parts) + self.suffix)

    def page(self, name: str, *parts: int | str) -> str:
        """The attribute of a form that leads to a whole page."""
        return f'action="{escape(address(name, self.claim_id, *parts) + self.suffix)}"'

    def form(self, name: str, *parts: int | str) -> str:
        """The attributes of a form that changes parts of the page."""
        return posts_to(address(name, self.claim_id, *parts) + self.suffix)


def cut(text: str, limit: int) -> str:
    """The text, with an ellipsis where it is longer than `limit` characters; escaped."""
    return escape(text if len(text) <= limit else truncatechars(text, limit))


@register.simple_tag
def steps(path: Iterable[Step], state: str) -> SafeString:
    """The path of a claim that is in this state."""
    return mark_safe("\n".join(_step(step, look(state)) for step in path))  # noqa: S308 - escaped where it comes in


def _step(step: Step, now: str) -> str:
    place, glyph = "", "candidate"
    if step.is_done:
        place, glyph = ' class="done"', "published"
    elif step.is_current:
        place, glyph = f' aria-current="step" data-state="{now}"', now
    who = f"{escape(step.who)}, " if step.who else ""
    at = f"{when(step.at)}{', ' if step.words else ''}" if step.at else ""
    due = f"{', ' if step.words else ''}due {when(step.due)}" if step.due else ""
    return (
        f'<li{place}><svg viewBox="0 0 16 16" aria-hidden="true"><use href="#s-{glyph}"/></svg>'
        f"<b>{escape(step.name)}</b><small>{who}{at}{escape(step.words)}{due}</small></li>"
    )


@register.simple_tag(takes_context=True)
def buttons(context: template.Context) -> SafeString:
    """The moves to be made from `page`; with `plain` in the context, each as a page of its own."""
    page: ClaimPage = context["page"]
    doors, is_plain = Doors.of(context), bool(context.get("plain"))
    drawn = (_button(button, page.claim.lock_version, doors, is_plain) for button in page.buttons)
    return mark_safe("\n".join(drawn))  # noqa: S308 - as above


def _button(button: Button, version: int, doors: Doors, is_plain: bool) -> str:
    size, danger = "primary" if button.primary else "mini", " danger" if button.danger else ""
    key, words = "", escape(button.label)
    if button.key:
        key = f' data-page-key="{button.key}"'
        words += f' <kbd aria-hidden="true">{button.key.upper()}</kbd>'
    if button.href:
        where = escape(button.href + doors.suffix)
        dialog = f' hx-get="{where}" hx-target="#dialog-body"' if button.in_dialog and not is_plain else ""
        named = f'class="btn {size}{danger}" id="do-{button.name}"'
        return f'<a {named} href="{where}"{dialog}{key}>{words}</a>'
    door = doors.page("claim-move", button.name) if is_plain else doors.form("claim-move", button.name)
    return (
        f'<form method="post" {door}>{doors.token}<input type="hidden" name="expected_version" value="{version}">'
        f'<button class="btn {size}" id="do-{button.name}"{key}>{words}</button></form>'
    )


@register.simple_tag
def also_seen(appearances: Iterable[Appearance]) -> SafeString:
    """Further quotes of a claim, each with its article."""
    rows = (
        f"<li>“{cut(seen.quote, QUOTE_LIMIT)}”"
        f' <a href="{address("article", seen.article_id)}#c{seen.candidate_id}">{escape(seen.title)}</a></li>'
        for seen in appearances
    )
    return mark_safe("\n".join(rows))  # noqa: S308 - as above


@register.simple_tag(takes_context=True)
def findings(context: template.Context) -> SafeString:
    """What every gate says of the claim of `page`, with a link to where it is mended."""
    page: ClaimPage = context["page"]
    doors, may_edit = Doors.of(context), not page.why_not_edit
    return mark_safe("\n".join(_finding(finding, doors, may_edit) for finding in page.findings))  # noqa: S308 - as above


def _finding(finding: Finding, doors: Doors, may_edit: bool) -> str:
    sentence, reason = escape(finding.sentence), ""
    if finding.severity != "ok":
        sentence = f'<a href="#{finding.fix}">{sentence}</a>'
    if finding.waivable and may_edit and (finding.blocks or finding.reason):
        words = "Change the reason" if finding.reason else "Write a reason instead"
        door = doors.link("claim-waiver", finding.gate)
        reason = f'<a class="small" id="waive-{finding.gate}" {door}>{words}</a>'
    return (
        f'<li data-severity="{finding.severity}">{SEVERITIES[finding.severity]} '
        f"<div><p>{sentence}</p> {reason}</div></li>"
    )


@register.simple_tag
def rating_choices(ratings: Iterable[Rating], chosen: str) -> SafeString:
    """The ratings to choose from, by the slug of the chosen one."""
    return mark_safe("".join(_rating(rating, rating.slug == chosen) for rating in ratings))  # noqa: S308 - as above


def _rating(rating: Rating, is_chosen: bool) -> str:
    checked = " checked" if is_chosen else ""
    return (
        f'<label data-tone="{rating.tone}"><input type="radio" name="rating" value="{escape(rating.slug)}"{checked}>'
        f'<svg viewBox="0 0 20 20" aria-hidden="true"><use href="#t-{rating.tone}"/></svg>'
        f"<span>{escape(rating.label)}</span><small>{escape(rating.definition)}</small></label>"
    )


@register.simple_tag(takes_context=True)
def contact_rows(context: template.Context) -> SafeString:
    """When the claimant of `page` was asked, and what came of it."""
    page: ClaimPage = context["page"]
    doors, may_edit = Doors.of(context), not page.why_not_edit
    return mark_safe("\n".join(_contact(contact, doors, may_edit) for contact in page.contacts))  # noqa: S308 - as above


def _contact(contact: ClaimantContact, doors: Doors, may_edit: bool) -> str:
    whom, edit = escape(contact.whom), ""
    if may_edit:
        door, words = doors.link("contact-edit", contact.pk), "Edit" if contact.answer else "Log the answer"
        edit = (
            f'<a class="btn quiet mini" id="edit-contact-{contact.pk}" {door}>{words}'
            f'<span class="vh">: {whom}</span></a>'
        )
    until, answer = "", '<p class="small muted">No answer so far.</p>'
    if contact.answer:
        said = linebreaksbr(contact.answer, autoescape=True)
        answer = f'<blockquote>{said}</blockquote><p class="small muted">Answered {when(contact.answered_at)}</p>'
    elif contact.answer_by:
        until = f"; to answer by {when(contact.answer_by)}"
    how = f"{escape(METHODS.get(contact.method, contact.method))}, {when(contact.asked_at)}{until}"
    return (
        f'<li class="pad stack-s"> <div class="spread"><p><b>{whom}</b> <span class="muted">{how}</span></p>{edit}'
        f"</div> {answer} </li>"
    )


@register.simple_tag(takes_context=True)
def threads(context: template.Context) -> SafeString:
    """What colleagues say of the claim of `page`, with a box to answer and a button to settle each thread."""
    page: ClaimPage = context["page"]
    doors = Doors.of(context)
    return mark_safe("\n".join(_thread(thread, page, doors) for thread in page.threads))  # noqa: S308 - as above


def _thread(thread: Thread, page: ClaimPage, doors: Doors) -> str:
    root, viewer_id = thread.root, page.viewer.pk
    remarks = "".join(_remark(remark, viewer_id, is_reply=remark is not root) for remark in thread.all)
    inside = f"{remarks} {_thread_acts(root, page, doors) if page.may_comment else ''}"
    if not root.resolved_at:
        return f'<li class="stack-s thread" id="comment-{root.pk}"> {inside} </li>'
    told = f"Resolved by {escape(str(root.resolved_by))}: {cut(root.body, REMARK_LIMIT)}"
    return (
        f'<li class="stack-s thread" id="comment-{root.pk}" data-resolved>'
        f' <details><summary class="small">{told}</summary> {inside} </details> </li>'
    )


def _remark(remark: Comment, viewer_id: int, *, is_reply: bool) -> str:
    author = remark.author
    return (
        f'<div class="comment{" reply" if is_reply else ""}">'
        f'<span class="avatar{" me" if remark.author_id == viewer_id else ""}" aria-hidden="true">'
        f'{escape(author.initials)}</span><span class="small"><b>{escape(str(author))}</b>'
        f' <span class="muted">{when(remark.created_at)}</span></span><p>{mentions(remark.body)}</p></div>'
    )


def _thread_acts(root: Comment, page: ClaimPage, doors: Doors) -> str:
    key, author, failed = root.pk, escape(str(root.author)), page.failed_comment
    typed = escape(str(failed["body"])) if failed.get("parent") == key else ""
    settle, value = ("Reopen", "") if root.resolved_at else ("Resolve", "1")
    return (
        '<div class="cluster"> <details class="reply-box">'
        f'<summary class="btn quiet mini">Reply<span class="vh"> to {author}</span></summary>'
        f' <form method="post" class="stack-s pad" {doors.form("comment-add")}>{doors.token}'
        f'<input type="hidden" name="parent" value="{key}"><label class="vh" for="reply-{key}">Reply</label>'
        f'<textarea id="reply-{key}" name="body" rows="2" maxlength="5000" required>{typed}</textarea>'
        f'<button class="btn mini start">Reply</button></form></details>'
        f' <form method="post" {doors.form("comment-resolve", key)}>{doors.token}'
        f'<button class="btn quiet mini" id="resolve-{key}" name="resolved" value="{value}">{settle}'
        f'<span class="vh"> the thread of {author}</span></button></form> </div>'
    )
