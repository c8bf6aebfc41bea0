"""Reading the remarks on a claim."""

from dataclasses import dataclass, field

from claims.tracking.models import Comment

_SHOWN = (
    "parent_id", "body", "created_at", "resolved_at", "claim_id",
    "author__display_name", "author__username", "resolved_by__display_name", "resolved_by__username",
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
    comments = Comment.objects.filter(claim_id=claim_id).select_related("author", "resolved_by").only(*_SHOWN)
    threads: dict[int, Thread] = {}
    for comment in comments.order_by("created_at", "id"):
        if comment.parent_id in threads:
            threads[comment.parent_id].replies.append(comment)
        else:
            threads[comment.pk] = Thread(comment)
    return list(threads.values())
