"""The remarks on a claim, drawn in one go, and what that shares with its sources.

There are dozens of remarks with forms of their own on a page, and as template nodes they cost more than all the page's
reads. Whatever was typed by anybody is escaped where it comes in.
"""

from dataclasses import dataclass
from html import escape

from django import template
from django.template.defaultfilters import truncatechars
from django.template.defaulttags import CsrfTokenNode
from django.utils.safestring import SafeString, mark_safe

from claims.desk.addresses import address
from claims.desk.claim_page import ClaimPage
from claims.tracking.comments import Thread
from claims.tracking.models import Comment
from factcheck.templatetags.plumbline import leads_to, posts_to, when
from factcheck.templatetags.review import mentions

register = template.Library()

REMARK_LIMIT = 60


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

    def form(self, name: str, *parts: int | str) -> str:
        """The attributes of a form that changes parts of the page."""
        return posts_to(address(name, self.claim_id, *parts) + self.suffix)


def cut(text: str, limit: int) -> str:
    """The text, with an ellipsis where it is longer than `limit` characters; escaped."""
    return escape(text if len(text) <= limit else truncatechars(text, limit))


@register.simple_tag(takes_context=True)
def threads(context: template.Context) -> SafeString:
    """What colleagues say of the claim of `page`, with a box to answer and a button to settle each thread."""
    page: ClaimPage = context["page"]
    doors = Doors.of(context)
    return mark_safe("\n".join(_thread(thread, page, doors) for thread in page.threads))  # noqa: S308 - escaped where it comes in


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
