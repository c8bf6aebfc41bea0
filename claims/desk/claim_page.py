"""What the page of one claim shows; each part is read when it is first asked for, so that an answer reads its own."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from claims import formats
from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.audit.queries import History, history_of
from claims.desk.alike import Alike
from claims.desk.buttons import Button, button_for
from claims.desk.draft_part import DraftPart
from claims.desk.forms.claims import DraftForm
from claims.desk.sealed_part import SealedPart
from claims.desk.stepper import (
    APPROVED,
    ASKED,
    ASSIGNED,
    SUBMITTED,
    Landmark,
    Step,
    landmarks_in,
    landmarks_of,
    path_of,
    people_in_words,
    second_people,
)
from claims.jobs.health import nobody_works_on
from claims.prepared import prepared
from claims.restrictions.people import restriction_of
from claims.review.drafting import StaleDraft
from claims.tracking.appearances import Appearance, appearances_of
from claims.tracking.comments import Thread, threads_of
from claims.tracking.enums import ClaimState
from claims.tracking.filters import QueueFilters
from claims.tracking.models import Claim, Topic
from claims.tracking.queue import Beside, beside
from claims.tracking.tips import unanswered_reports_of
from claims.verdicts import seals
from claims.verdicts.addresses import check_path
from claims.verdicts.enums import CopyState, Stance
from claims.verdicts.gates.dossier import Dossier, Finding, dossier_of
from claims.verdicts.models import ClaimantContact, Evidence, Publication, Revision, Verdict
from claims.verdicts.preflight import look
from claims.verdicts.translations import Standing, standings_of
from claims.workflow.editing import BEFORE_REVIEW, may_edit
from claims.workflow.moves import MoveName, Place
from claims.workflow.perform import Offer, available

VIEW_LIMIT = 1000
ACTIVITY = 8

PERHAPS_PUBLISHED = frozenset({ClaimState.PUBLISHED, ClaimState.CORRECTING, ClaimState.REVISITING})

ASKED_OF = frozenset(
    {
        ClaimState.CHANGES_REQUESTED,
        ClaimState.IN_REVIEW,
        ClaimState.WAITING,
        ClaimState.CORRECTING,
        ClaimState.SUBMITTED,
    }
)
LIVE = frozenset({ClaimState.PUBLISHED, ClaimState.CORRECTING, ClaimState.REVISITING, ClaimState.RETRACTED})


class ClaimPage(SealedPart):
    """One claim as one person sees it; `carried` is the query string of the queue's view it was opened from."""

    shows_activity = True

    def __init__(self, claim: Claim, viewer: User, carried: str | None = None) -> None:
        self.claim = claim
        self.viewer = viewer
        self.has_view = carried is not None
        self.carried = carried or ""
        self.draft_form: DraftForm | None = None
        self.stale: StaleDraft | None = None
        self.submit_note = ""
        self.failed_comment: Mapping[str, object] = {}

    @cached_property
    def suffix(self) -> str:
        """What every address of this page ends with, so that the view is not lost on the way."""
        return self.suffix_for(self.carried if self.has_view else None)

    @staticmethod
    def suffix_for(carried: str | None) -> str:
        """The same for a view's query string, which is empty for all open claims."""
        return "" if carried is None else f"?{urlencode({'in': carried})}"

    @cached_property
    def topics(self) -> list[str]:
        """The names of its topics."""
        return _topics_of(self.claim.pk)

    @cached_property
    def dossier(self) -> Dossier:
        """The draft, the sources with their copies, the contacts and the written reasons."""
        return dossier_of(self.claim)

    @cached_property
    def findings(self) -> list[Finding]:
        """What every gate says now."""
        return look(self.dossier)

    @property
    def address(self) -> str:
        """The page's own address."""
        return reverse("claim", args=[self.claim.pk]) + self.suffix

    @property
    def passed(self) -> int:
        """How many gates hold."""
        return sum(finding.severity == "ok" for finding in self.findings)

    @property
    def missing(self) -> list[Finding]:
        """What keeps it from being submitted, each with the part of the page that mends it."""
        gap = "" if self.why_not_edit else self.draft.precedent_gap
        more = [Finding("precedent", "block", gap, fix="precedents")] if gap else []
        return [finding for finding in self.findings if finding.blocks] + more

    def fix_of(self, sentence: str) -> str:
        """The part of the page that mends what a gate says in this sentence, or an empty string."""
        return next((finding.fix for finding in self.missing if finding.sentence == sentence), "")

    @property
    def blocked(self) -> bool:
        """Whether a gate keeps it from being submitted."""
        return any(finding.blocks for finding in self.findings)

    @property
    def verdict(self) -> Verdict | None:
        """The draft as it is stored."""
        return self.dossier.verdict

    @property
    def sources(self) -> Sequence[Evidence]:
        """The sources in the order of their citations, each with its copies in `loaded_copies`, the newest first."""
        return self.dossier.sources

    @property
    def contacts(self) -> Sequence[ClaimantContact]:
        """When the claimant was asked."""
        return self.dossier.contacts

    @property
    def tallies(self) -> list[tuple[Stance, int]]:
        """How many sources support, refute and give context."""
        return [(stance, sum(source.stance == stance for source in self.sources)) for stance in Stance]

    @property
    def copies_under_way(self) -> bool:
        """Whether a copy of a source is being made, so that the page asks again."""
        live = (CopyState.QUEUED, CopyState.RUNNING)
        return any(copy.state in live for source in self.sources for copy in source.loaded_copies[:1])

    @property
    def why_copies_wait(self) -> str:
        """A sentence where nobody makes the copies that wait to be made; else nothing."""
        waiting = (copy for source in self.sources for copy in source.loaded_copies[:1])
        return next((why for copy in waiting if copy.state == CopyState.QUEUED and (why := nobody_works_on(copy))), "")

    @cached_property
    def draft(self) -> DraftPart:
        """The verdict's form."""
        return DraftPart(self.claim, self.dossier, self.draft_form, self.stale)

    @cached_property
    def latest_revision(self) -> Revision | None:
        """What was submitted last, without its content."""
        return next(iter(_newest_revision_of(self.claim.pk)), None)

    @cached_property
    def threads(self) -> list[Thread]:
        """What colleagues say."""
        return threads_of(claim_id=self.claim.pk)

    @property
    def comment_count(self) -> int:
        """How many remarks there are."""
        return sum(len(thread.all) for thread in self.threads)

    @property
    def next(self) -> int | None:
        """The claim after this one in the view it was opened from, by id."""
        return self._beside.next

    @property
    def previous(self) -> int | None:
        """The claim before it."""
        return self._beside.previous

    @cached_property
    def _beside(self) -> Beside:
        if not self.has_view:
            return Beside(None, None)
        return beside(QueueFilters.parse(QueryDict(self.carried), self.viewer), self.viewer, self.claim)

    @cached_property
    def activity(self) -> History:
        """What happened last that this person may know of."""
        until = min(seals.kept_marks(self.claim, self.viewer), default=None)
        return history_of(object_type="claim", object_id=self.claim.pk, size=ACTIVITY, before=until)

    @cached_property
    def translations(self) -> list[Standing]:
        """How the check stands in further languages; nothing where it is not published or the site has one language."""
        return standings_of(self.claim) if self.claim.state in PERHAPS_PUBLISHED else []

    @cached_property
    def public_path(self) -> str:
        """Where readers find it, if they do: one query, and only in the states that have a page."""
        if self.claim.state not in LIVE:
            return ""
        current = _slug_of_current(self.claim.pk)
        return check_path(current[0]) if current else ""

    @property
    def has_preview(self) -> bool:
        """Whether there is a submitted verdict to see as readers would."""
        return self.claim.state in (ClaimState.SUBMITTED, ClaimState.APPROVED)

    @property
    def may_submit(self) -> bool:
        """Whether submitting is a move this person has here."""
        return any(offer.move.name is MoveName.SUBMIT for offer in self.offers)

    @property
    def may_comment(self) -> bool:
        """Whether this person may join the talk."""
        return self.viewer.may(Right.COMMENT)

    @cached_property
    def offers(self) -> list[Offer]:
        """The moves this person has."""
        gates = () if self.is_sealed else tuple(finding.sentence for finding in self.missing)
        return available(self.claim, self.viewer, known={MoveName.SUBMIT: gates})

    @cached_property
    def approvers(self) -> list[User]:
        """Who may judge the verdict."""
        return second_people(self.claim)

    @cached_property
    def approvers_in_words(self) -> str:
        """Their names, in a sentence."""
        return people_in_words(self.approvers, self.viewer)

    @cached_property
    def steps(self) -> list[Step]:
        """The claim's path."""
        return path_of(self.claim, self.viewer, self.approvers, self.landmarks)

    @cached_property
    def appearances(self) -> list[Appearance]:
        """Where it was said, the first quote first."""
        return appearances_of(self.claim.pk)

    @cached_property
    def alike(self) -> Alike:
        """What was checked earlier that is like it, and where it may be repeated."""
        return Alike(self.claim, [seen.candidate_id for seen in self.appearances], self.viewer)

    @cached_property
    def landmarks(self) -> dict[int, Landmark]:
        """The acts that made the steps."""
        whole = self.shows_activity and self.activity.older is None
        return landmarks_in(self.activity) if whole else landmarks_of(self.claim)

    @property
    def assigned(self) -> Landmark | None:
        """How the reviewer came to have it, with the message that went along."""
        return self.landmarks.get(ASSIGNED) if self.claim.reviewer_id else None

    @property
    def asked(self) -> Landmark | None:
        """What a second person asked to be changed, until somebody stands behind the verdict."""
        asked, approved = self.landmarks.get(ASKED), self.landmarks.get(APPROVED)
        if asked is None or self.is_sealed or self.claim.state not in ASKED_OF or (approved and approved.at > asked.at):
            return None
        return asked

    @property
    def answered(self) -> Landmark | None:
        """How the verdict came back after that, with what its author says about it."""
        asked, submitted = self.asked, self.landmarks.get(SUBMITTED)
        return submitted if asked and submitted and submitted.at > asked.at else None

    @cached_property
    def buttons(self) -> list[Button]:
        """The moves to be made from this page now; submitting has its button on the verdict's form."""
        ready = [offer for offer in self.offers if offer.ready and offer.move.looks.place is not Place.VERDICT_FORM]
        here = [offer for offer in ready if offer.move.looks.place is not Place.REVIEW_PAGE]
        first = next((offer.move.name for offer in here if offer.move.looks.leads), None)
        buttons = [button_for(offer, self.claim, first=offer.move.name is first) for offer in here]
        if self.claim.state == ClaimState.SUBMITTED:
            judging = len(here) < len(ready)
            label = _("Review this verdict") if judging else _("See what was submitted")
            if self.is_sealed:
                label = _("Second verdict") if self.why_not_second else _("Give your verdict")
            review = Button("review", label, reverse("claim-review", args=[self.claim.pk]), key="r", primary=judging)
            buttons.insert(0, review)
        return buttons

    @property
    def edit_again(self) -> Button | None:
        """The way back into an approved verdict, for who has it."""
        return next((button for button in self.buttons if button.name == MoveName.EDIT_APPROVED), None)

    @cached_property
    def standing_reasons(self) -> list[str]:
        """What has to be done before moves that would be offered here."""
        held = [offer for offer in self.offers if not offer.ready and offer.move.looks.place is not Place.VERDICT_FORM]
        return list(dict.fromkeys(reason for offer in held for reason in offer.reasons))

    @property
    def why_no_moves(self) -> str:
        """Said where there is nothing this person can do with the claim."""
        if not self.viewer.may(Right.REVIEW):
            return _("You can read this claim. Working on it takes the reviewer’s role.")
        if self.claim.reviewer:
            return _("Nothing for you to do here now. %(person)s has it.") % {"person": self.claim.reviewer}
        return _("Nothing for you to do here now.")

    @cached_property
    def unanswered_reports(self) -> Sequence[int]:
        """The error reports of readers that wait for an answer; only a check that was published can have any."""
        return unanswered_reports_of(self.claim.pk) if self.claim.state in LIVE else ()

    @cached_property
    def kept_to(self) -> str:
        """The names of those to whom the claim is kept; empty where it is the whole desk's."""
        restriction = restriction_of(self.claim)
        return formats.listed(sorted(str(person) for person in restriction.people.all())) if restriction else ""

    @property
    def may_organise(self) -> bool:
        """Whether this person sets due dates, topics and priorities."""
        return self.viewer.may(Right.ASSIGN)

    @property
    def may_word(self) -> bool:
        """Whether the wording can be changed by this person now."""
        early = self.claim.state in BEFORE_REVIEW and self.viewer.may(Right.ASSIGN)
        return early or not self.why_not_edit

    @cached_property
    def why_not_edit(self) -> str:
        """The sentence that refuses this person the verdict now, or an empty string."""
        return may_edit(self.claim, self.viewer)


def claim_or_404(claim_id: int) -> Claim:
    """The claim with the people, the draft and the rating its page shows."""
    found = _whole_claim(claim_id)
    if not found:
        raise Http404(_("There is no claim of that number. Look for it in the queue."))
    return found[0]


@prepared
def _whole_claim(claim: int) -> QuerySet[Claim, Claim]:
    return Claim.objects.filter(pk=claim).select_related(
        "claimant", "reviewer", "verdict__rating", "shelf_life", "restriction", "old_check__imported_by", "second_draw"
    )


@prepared
def _topics_of(claim: int) -> QuerySet[Topic, str]:
    return Topic.objects.filter(claims=claim).values_list("name", flat=True)


@prepared
def _newest_revision_of(claim: int) -> QuerySet[Revision, Revision]:
    return Revision.objects.newest_of(claim).select_related("submitted_by").defer("content")


@prepared
def _slug_of_current(claim: int) -> QuerySet[Publication, str]:
    return Publication.objects.filter(claim=claim, is_current=True).values_list("slug", flat=True)[:1]


def carried_view(request: HttpRequest) -> str | None:
    """The queue's view in the page's address; a query string only, so that it can lead nowhere else."""
    return request.GET["in"][:VIEW_LIMIT] if "in" in request.GET else None
