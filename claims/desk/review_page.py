"""What a second person looks at: the frozen revision, what changed since the last one, whether they may judge it."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import Http404
from django.utils.safestring import SafeString

from claims.accounts.models import User
from claims.desk.claim_page import ClaimPage
from claims.tracking.enums import ClaimState
from claims.verdicts.content import PARTS, Difference, content_of, differences
from claims.verdicts.diffing import PartChange, compare
from claims.verdicts.markdown import render
from claims.verdicts.models import Approval, Contribution, Revision
from claims.workflow.moves import MoveName
from claims.workflow.perform import who_refuses
from claims.workflow.transitions import TRANSITIONS

FROZEN = frozenset({ClaimState.SUBMITTED, ClaimState.APPROVED})


class ReviewPage:
    """One revision of a claim as one person sees it; the newest unless a number is given."""

    def __init__(self, page: ClaimPage, number: int | None = None) -> None:
        self.page = page
        page.shows_activity = False
        self.claim = page.claim
        self.revisions = list(
            Revision.objects.filter(claim=page.claim)
            .select_related("submitted_by")
            .order_by("-number")
            .defer("content")
        )
        shown = [revision for revision in self.revisions if number is None or revision.number == number]
        if not shown:
            raise Http404("Nothing has been submitted under that number yet.")
        self.revision = shown[0]

    @property
    def is_newest(self) -> bool:
        """Whether it is the revision that is judged."""
        return self.revision == self.revisions[0]

    @property
    def previous(self) -> Revision | None:
        """The revision before it."""
        return next((other for other in self.revisions if other.number < self.revision.number), None)

    @cached_property
    def content(self) -> Mapping[str, Any]:
        """What readers would see."""
        content: Mapping[str, Any] = self.revision.content
        return content

    @cached_property
    def explanation_html(self) -> SafeString:
        """The explanation as readers would see it."""
        return render(self.content["explanation"], [f"source-{source['id']}" for source in self.content["evidence"]])

    @cached_property
    def changes(self) -> list[PartChange]:
        """What changed since the revision before; empty for the first one."""
        return compare(self.previous.content, self.content, PARTS) if self.previous else []

    @cached_property
    def new_sources(self) -> frozenset[int]:
        """Ids of the sources that the revision before did not have."""
        if self.previous is None:
            return frozenset()
        before = {source["id"] for source in self.previous.content["evidence"]}
        return frozenset(source["id"] for source in self.content["evidence"]) - before

    @cached_property
    def drifted(self) -> list[Difference]:
        """What readers would see differently now than what was frozen, while the revision waits or is approved."""
        if not self.is_newest or self.claim.state not in FROZEN:
            return []
        return differences(self.content, content_of(self.claim))

    @cached_property
    def authors(self) -> list[tuple[User, str]]:
        """Who wrote what."""
        wrote: dict[User, list[str]] = {}
        for row in Contribution.objects.filter(claim=self.claim).select_related("person"):
            wrote.setdefault(row.person, []).append(row.part)
        return [(person, ", ".join(parts)) for person, parts in wrote.items()]

    @cached_property
    def approvals(self) -> Sequence[Approval]:
        """Who stood behind this revision, the voided ones too."""
        return list(self.revision.approvals.select_related("approver"))

    @property
    def approvals_needed(self) -> int:
        """How many people have to stand behind it."""
        needed: int = settings.APPROVALS_NEEDED
        return needed

    @property
    def standing(self) -> int:
        """How many stand behind it now."""
        return sum(approval.voided_at is None for approval in self.approvals)

    @property
    def waits(self) -> bool:
        """Whether it waits to be judged."""
        return self.is_newest and self.claim.state == ClaimState.SUBMITTED

    @cached_property
    def why_not(self) -> str:
        """The sentence that refuses this person the approval, or an empty string."""
        return who_refuses(TRANSITIONS[MoveName.APPROVE], self.claim, self.page.viewer)

    @cached_property
    def why_not_changes(self) -> str:
        """The same for asking for changes."""
        return who_refuses(TRANSITIONS[MoveName.REQUEST_CHANGES], self.claim, self.page.viewer)
