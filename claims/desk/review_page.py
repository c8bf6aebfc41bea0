"""What a second person looks at: the frozen revision, what changed since the last one, whether they may judge it."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from claims import formats
from claims.accounts.models import User
from claims.desk.claim_page import ClaimPage
from claims.matching.precedents import Precedent, departures, precedents_for
from claims.prepared import prepared
from claims.review.opinions.second_verdicts import may_ask_third
from claims.tracking.enums import ClaimState
from claims.verdicts.content import PARTS, Difference, differences, parts_of
from claims.verdicts.diffing import PartChange, compare
from claims.verdicts.figures import Redone, cell_faults, work_out_anew
from claims.verdicts.markdown import render, render_marked
from claims.verdicts.models import Approval, Contribution, Evidence, PrecedentReason, Revision, SecondVerdict
from claims.verdicts.paragraphs import Paragraphs, compare_paragraphs
from claims.verdicts.seals import draw_of, second_verdict_of
from claims.verdicts.sources import sources_of
from claims.workflow.moves import MoveName
from claims.workflow.perform import who_refuses
from claims.workflow.transitions import TRANSITIONS

FROZEN = frozenset({ClaimState.SUBMITTED, ClaimState.APPROVED})


_LISTED = ("claim_id", "number", "content_hash", "submitted_at", "submitted_by__display_name", "submitted_by__username")


class ReviewPage:
    """One revision of a claim as one person sees it; the newest unless a number is given."""

    def __init__(self, page: ClaimPage, number: int | None = None) -> None:
        self.page = page
        page.shows_activity = False
        self.claim = page.claim
        self.revisions = _revisions_of(page.claim.pk)
        shown = [revision for revision in self.revisions if number is None or revision.number == number]
        if not shown:
            raise Http404(_("Nothing has been submitted under that number yet."))
        self.revision = shown[0]

    @cached_property
    def second(self) -> SecondVerdict | None:
        """What a second person came to without knowing the first verdict; asked of claims that were drawn for it."""
        draw = draw_of(self.claim)
        return second_verdict_of(self.claim) if draw and draw.is_sealed else None

    @property
    def first_authors(self) -> list[User]:
        """Who wrote the first verdict."""
        return list(self.second.revision.authors.all()) if self.second else []

    @property
    def may_ask_third(self) -> bool:
        """Whether this person may ask somebody of neither side."""
        return self.second is not None and may_ask_third(self.second, self.page.viewer)

    @cached_property
    def precedent_reason(self) -> PrecedentReason | None:
        """Why the rating is another than a near precedent's, where its authors had to say so."""
        return PrecedentReason.objects.select_related("written_by").filter(claim=self.claim).first()

    @cached_property
    def departs_from(self) -> list[Precedent]:
        """The near precedents with another rating; looked for where the authors had to say why."""
        if self.precedent_reason is None:
            return []
        return departures(precedents_for(self.claim), (self.content["rating"] or {}).get("slug", ""))

    @property
    def is_newest(self) -> bool:
        """Whether it is the revision that is judged."""
        return self.revision == self.revisions[0]

    @property
    def previous(self) -> Revision | None:
        """The revision before it."""
        return next((other for other in self.revisions if other.number < self.revision.number), None)

    @cached_property
    def _contents(self) -> Mapping[int, Mapping[str, Any]]:
        """The content of the revision and of the one before it, by their ids."""
        shown = [self.revision.pk, *([self.previous.pk] if self.previous else [])]
        return dict(Revision.objects.filter(pk__in=shown).order_by().values_list("pk", "content"))

    @property
    def content(self) -> Mapping[str, Any]:
        """What readers would see."""
        return self._contents[self.revision.pk]

    @property
    def previous_content(self) -> Mapping[str, Any]:
        """What they would have seen of the revision before; empty for the first one."""
        return self._contents[self.previous.pk] if self.previous else {}

    @cached_property
    def explanation_html(self) -> SafeString:
        """The explanation as readers would see it."""
        return render(self.content["explanation"], _anchors(self.content), figures=self._figure_anchors)

    @property
    def _figure_anchors(self) -> list[str]:
        figures = enumerate(self.content.get("figures", []), 1)
        return [f"figure-{number}" for number, figure in figures if figure["part"] == "explanation"]

    @cached_property
    def figures(self) -> list[tuple[Mapping[str, Any], Redone]]:
        """The figures with a formula as they were frozen, each worked out anew from its frozen cells."""
        return list(zip(self.content.get("figures", []), work_out_anew(self.content), strict=True))

    @cached_property
    def cell_faults(self) -> list[str]:
        """Frozen cells that do not hold what stands in their own table."""
        return list(cell_faults(self.content))

    @cached_property
    def changes(self) -> list[PartChange]:
        """What changed since the revision before; empty for the first one."""
        return compare(self.previous_content, self.content, PARTS) if self.previous else []

    @cached_property
    def paragraphs(self) -> Paragraphs:
        """The explanation of both revisions, paragraph by paragraph."""
        return compare_paragraphs(self.previous_content["explanation"], self.content["explanation"])

    @cached_property
    def pairs(self) -> list[tuple[SafeString, SafeString]]:
        """The paragraphs that differ, before and after, as readers would see them."""
        old, new = _anchors(self.previous_content), _anchors(self.content)
        return [
            (render_marked(pair.before, "del", old), render_marked(pair.after, "ins", new))
            for pair in self.paragraphs.changed
        ]

    @property
    def changed_in_words(self) -> str:
        """The parts that changed since the revision before, in a sentence's end."""
        return formats.listed(change.name.removeprefix("the ") for change in self.changes)

    @cached_property
    def new_sources(self) -> frozenset[int]:
        """Ids of the sources that the revision before did not have."""
        if not self.previous_content:
            return frozenset()
        before = {source["id"] for source in self.previous_content["evidence"]}
        return frozenset(source["id"] for source in self.content["evidence"]) - before

    @cached_property
    def sources(self) -> list[tuple[Mapping[str, Any], str]]:
        """The sources as they were frozen, each with whether its passage was found in the copy."""
        found = {source.pk: source.quote_state for source in self._standing_sources} if self._may_drift else {}
        if any(source["id"] not in found for source in self.content["evidence"]):
            found = dict(Evidence.objects.filter(claim=self.claim).order_by().values_list("pk", "quote_state"))
        return [(source, found.get(source["id"], "")) for source in self.content["evidence"]]

    @property
    def _may_drift(self) -> bool:
        return self.is_newest and self.claim.state in FROZEN

    @cached_property
    def _standing_sources(self) -> list[Evidence]:
        return sources_of(self.claim.pk)

    @cached_property
    def drifted(self) -> list[Difference]:
        """What readers would see differently now than what was frozen, while the revision waits or is approved."""
        return differences(self.content, parts_of(self.claim, self._standing_sources)) if self._may_drift else []

    @cached_property
    def authors(self) -> list[tuple[User, str]]:
        """Who wrote what."""
        wrote: dict[User, list[str]] = {}
        for row in _contributions_to(self.claim.pk):
            wrote.setdefault(row.person, []).append(_(row.part))
        return [(person, formats.listed(parts)) for person, parts in wrote.items()]

    @cached_property
    def approvals(self) -> Sequence[Approval]:
        """Who stood behind this revision, the voided ones too."""
        return _approvals_of(self.revision.pk)

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


@prepared
def _revisions_of(claim: int) -> QuerySet[Revision, Revision]:
    revisions = Revision.objects.filter(claim=claim).select_related("submitted_by")
    return revisions.only(*_LISTED).order_by("-number")


@prepared
def _contributions_to(claim: int) -> QuerySet[Contribution, Contribution]:
    rows = Contribution.objects.filter(claim=claim).select_related("person")
    return rows.only("part", "person__display_name", "person__username")


@prepared
def _approvals_of(revision: int) -> QuerySet[Approval, Approval]:
    return Approval.objects.filter(revision=revision).select_related("approver")


def _anchors(content: Mapping[str, Any]) -> list[str]:
    """Where the citations of a revision lead on the page."""
    return [f"source-{source['id']}" for source in content["evidence"]]
