"""Reading the remarks on a claim."""

from dataclasses import dataclass, field

from claims.tracking.models import Comment


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
    comments = Comment.objects.filter(claim_id=claim_id).select_related("author", "resolved_by")
    threads: dict[int, Thread] = {}
    for comment in comments.order_by("created_at", "id"):
        if comment.parent_id in threads:
            threads[comment.parent_id].replies.append(comment)
        else:
            threads[comment.pk] = Thread(comment)
    return list(threads.values())
