"""Reading the remarks on a claim."""

from dataclasses import dataclass, field

from django.db.models import QuerySet

from claims.prepared import prepared
from claims.tracking.models import Comment

_SHOWN = (
    "parent_id", "body", "created_at", "resolved_at", "claim_id",
    "author__display_name", "author__username", "author__own_initials", "author__picture",
    "resolved_by__display_name", "resolved_by__username",
)  # fmt: skip


@dataclass(frozen=True)
class Thread:
    """A remark and the answers to it, oldest first."""

    root: Comment
    replies: list[Comment] = field(default_factory=list)

    @property
    def all(self) -> list[Comment]:
        """The remark with its answers."""
        return [self.root, *self.replies]


def threads_of(*, claim_id: int) -> list[Thread]:
    """The threads on a claim, oldest first, authors loaded: one query."""
    threads: dict[int, Thread] = {}
    for comment in _comments_on(claim_id):
        if comment.parent_id in threads:
            threads[comment.parent_id].replies.append(comment)
        else:
            threads[comment.pk] = Thread(comment)
    return list(threads.values())


@prepared
def _comments_on(claim: int) -> QuerySet[Comment, Comment]:
    comments = Comment.objects.filter(claim=claim).select_related("author", "resolved_by").only(*_SHOWN)
    return comments.order_by("created_at", "id")
