"""The demo newsroom's claims from `seeds/claims.json`, taken through the review by the same doors as any other."""

import json
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from claims.accounts.models import User
from claims.articles.models import Article, ArticleVersion
from claims.review import claimant_contacts, comments, evidence, organise, waivers
from claims.review.claimant_contacts import Asked
from claims.review.drafting import Wording, reword, save_draft
from claims.review.evidence import Source
from claims.tracking.enums import AnchorOutcome, CandidateState, CloseReason, Priority
from claims.tracking.models import Assignment, Candidate, Claim, Claimant, Topic
from claims.triage import candidate_decisions
from claims.verdicts.enums import ContactMethod
from claims.verdicts.models import Revision, Verdict
from claims.workflow.moves import Details, MoveName
from claims.workflow.perform import perform

CLAIMS: Final = settings.BASE_DIR / "seeds" / "claims.json"
ARTICLES: Final = settings.BASE_DIR / "seeds" / "articles.json"
PRIORITIES: Final = {"low": Priority.LOW, "normal": Priority.NORMAL, "high": Priority.HIGH, "urgent": Priority.URGENT}
METHODS: Final = (
    ("mail", ContactMethod.EMAIL),
    ("phone", ContactMethod.PHONE),
    ("letter", ContactMethod.LETTER),
    ("person", ContactMethod.IN_PERSON),
)
HALF: Final = 0.5

type Entry = dict[str, Any]


def load_claims() -> int:
    """Load the claims that are not here yet, each in one transaction; how many those were.

    The demo's people, articles, claimants, topics and scale have to be here.
    """
    urls = {entry["file"]: entry["url"] for entry in json.loads(ARTICLES.read_text(encoding="utf-8"))}
    loaded = 0
    for entry in json.loads(CLAIMS.read_text(encoding="utf-8")):
        version = _version(urls[entry["article"]])
        if version is None or _is_loaded(entry, version):
            continue
        with transaction.atomic():
            also_in = [(_version(urls[other["article"]]), other["quote"]) for other in entry["also_in"]]
            _Loader(entry).load(version, [(other, quote) for other, quote in also_in if other is not None])
        loaded += 1
    return loaded


class _Loader:
    """One claim on its way from the article to the state its entry names."""

    def __init__(self, entry: Entry) -> None:
        self.entry = entry
        self.people: dict[str, User] = {person.username: person for person in User.objects.filter(is_demo=True)}
        self.editor = self.people[entry["assigned_by"] or (entry["close"] or {}).get("by") or "hana"]
        self.now = timezone.now()
        self.claim: Claim

    def load(self, version: ArticleVersion, also_in: list[tuple[ArticleVersion, str]]) -> None:
        """Accept the candidate, word the claim, and make the moves that lead to its state."""
        self._accept(version, also_in)
        self._file()
        state = self.entry["state"]
        if state == "closed":
            self._close()
        elif state != "queued":
            self._assign()
            if state != "assigned":
                self._review(state)
        self._comment()

    def _accept(self, version: ArticleVersion, also_in: list[tuple[ArticleVersion, str]]) -> None:
        entry = self.entry
        found = candidate_decisions.accept(candidate_id=self._candidate(version, entry["quote"]).pk, actor=self.editor)
        if found.candidate.claim is None:
            raise RuntimeError("An accepted candidate has a claim.")
        self.claim = found.candidate.claim
        for other, quote in also_in:
            candidate = self._candidate(other, quote)
            if candidate.state == CandidateState.PENDING:
                candidate_decisions.merge(candidate_id=candidate.pk, claim_id=self.claim.pk, actor=self.editor)
        self.claim = reword(
            claim_id=self.claim.pk,
            wording=Wording(
                statement=entry["statement"],
                claimant=Claimant.objects.get(slug=entry["claimant"]).name,
                said_on=date.fromisoformat(entry["said_on"]),
                said_where=entry["said_where"],
                words_said=entry.get("words_said", ""),
            ),
            expected_version=self.claim.lock_version,
            actor=self.editor,
        )

    def _file(self) -> None:
        claim_id, priority = self.claim.pk, PRIORITIES[self.entry["priority"]]
        topics = Topic.objects.filter(slug__in=self.entry["topics"]).values_list("pk", flat=True)
        organise.set_topics(claim_id=claim_id, topic_ids=topics, actor=self.editor)
        self.claim = organise.set_priority(claim_id=claim_id, priority=priority, actor=self.editor)

    def _comment(self) -> None:
        for said in self.entry["comments"]:
            comments.add(claim_id=self.claim.pk, body=said["text"], actor=self.people[said["author"]])

    def _candidate(self, version: ArticleVersion, quote: str) -> Candidate:
        """The candidate that covers most of the quote, or one marked by hand."""
        start = version.text.index(quote)
        end = start + len(quote)
        overlapping = Candidate.objects.filter(version=version, start__lt=end, end__gt=start).exclude(
            anchor=AnchorOutcome.LOST
        )
        best = max(overlapping, key=lambda one: _shared(one, start, end), default=None)
        if best and best.state == CandidateState.PENDING and _shared(best, start, end) > HALF:
            return best
        marked = candidate_decisions.mark_by_hand(version_id=version.pk, start=start, end=end, actor=self.editor)
        return marked.candidate

    def _assign(self) -> None:
        due_at = self._day(self.entry["due_in_days"], hour=17)
        ahead = due_at if due_at and due_at > self.now else None
        details = Details(reviewer_id=self._reviewer.pk, due_at=ahead)
        self._move(MoveName.ASSIGN, self.editor, details=details)
        if due_at and not ahead:
            # The door takes no due date that has passed; the demo shows what being late looks like.
            Claim.objects.filter(pk=self.claim.pk).update(due_at=due_at)
            Assignment.objects.filter(claim=self.claim).update(due_at=due_at)

    def _review(self, state: str) -> None:
        entry, reviewer = self.entry, self._reviewer
        self._move(MoveName.START, reviewer)
        earlier, correction = entry["previous_submission"], entry["correction"]
        count = earlier["evidence_count"] if earlier else len(entry["evidence"])
        self._add_sources(entry["evidence"][:count])
        self._log_contacts()
        self._write_reasons(entry["waivers"])
        if earlier:
            self._submit_and_return(earlier)
            self._add_sources(entry["evidence"][count:])
        if entry["verdict"]:
            self._draft(_as_first_published(entry["verdict"], correction))
        if state == "waiting":
            until = self.now + timedelta(days=entry["waiting"]["wake_in_days"])
            self._move(MoveName.WAIT, reviewer, details=Details(waiting_on=entry["waiting"]["on"], until=until))
        if state in ("submitted", "changes_requested", "approved", "published", "revisiting"):
            self._move(MoveName.SUBMIT, reviewer)
        if state == "changes_requested":
            self._move(MoveName.REQUEST_CHANGES, self.people[entry["send_back"]["by"]], entry["send_back"]["note"])
        if state in ("approved", "published", "revisiting"):
            self._approve(entry["approved_by"], entry["approval_note"])
        if state in ("published", "revisiting"):
            self._move(MoveName.PUBLISH, self.people[entry["published_by"]])
            if state == "revisiting":
                self._move(MoveName.LOOK_AGAIN, self.people[entry["published_by"]], entry["look_again"])
        if correction:
            self._correct(correction)

    def _submit_and_return(self, earlier: Entry) -> None:
        self._draft(earlier)
        self._write_reasons(earlier["waivers"])
        self._move(MoveName.SUBMIT, self._reviewer)
        self._move(MoveName.REQUEST_CHANGES, self.people[earlier["send_back"]["by"]], earlier["send_back"]["note"])
        self._move(MoveName.RESUME, self._reviewer)
        for gate in earlier["waivers"]:
            waivers.remove_reason(claim_id=self.claim.pk, gate=gate, actor=self._reviewer)

    def _correct(self, correction: Entry) -> None:
        asked_by = self.people[correction["requested_by"]]
        details = Details(reason=correction["class"])
        self._move(MoveName.OPEN_CORRECTION, asked_by, correction["note"], details=details)
        self._draft(self.entry["verdict"])
        self._move(MoveName.SUBMIT, self._reviewer)
        self._approve(correction["approved_by"], "")
        self._move(MoveName.PUBLISH, self.people[correction["approved_by"]])

    def _close(self) -> None:
        close = self.entry["close"]
        reason = close["reason"] if close["reason"] in CloseReason else CloseReason.NOT_CHECKABLE
        self._move(MoveName.CLOSE, self.people[close["by"]], close["note"], details=Details(reason=reason))

    def _approve(self, username: str, note: str) -> None:
        revision = Revision.objects.newest_of(self.claim).get()
        details = Details(content_hash=revision.content_hash)
        self._move(MoveName.APPROVE, self.people[username], note, details=details)

    def _add_sources(self, sources: list[Entry]) -> None:
        for said in sources:
            evidence.add(
                claim_id=self.claim.pk,
                actor=self._reviewer,
                source=Source(
                    url=said["url"],
                    title=said["title"],
                    publisher=said["publisher"],
                    published_on=date.fromisoformat(said["published_on"]) if said["published_on"] else None,
                    kind=said["kind"],
                    stance=said["stance"],
                    quote=said["quote"],
                    note=said["note"],
                    interest=said["interest"],
                ),
                # The hosts are invented: what they would have said is the copy, and nothing is fetched.
                text=said["snapshot_text"],
            )

    def _log_contacts(self) -> None:
        for said in self.entry["claimant_contact"]:
            asked_at = self.now + timedelta(days=said["asked_in_days"], hours=-4)
            answered = said["answered_in_days"]
            claimant_contacts.log(
                claim_id=self.claim.pk,
                actor=self._reviewer,
                asked=Asked(
                    whom=said["asked"],
                    method=next((method for word, method in METHODS if word in said["how"]), ContactMethod.FORM),
                    asked_at=asked_at,
                    answer_by=self._day(said["answer_by_in_days"], hour=18, after=asked_at),
                    answer=said["answer"] or "",
                    answered_at=None if answered is None else self.now + timedelta(days=answered, hours=-1),
                ),
            )

    def _write_reasons(self, reasons: dict[str, str]) -> None:
        for gate, reason in reasons.items():
            waivers.write_reason(claim_id=self.claim.pk, gate=gate, reason=reason, actor=self._reviewer)

    def _draft(self, verdict: Entry) -> None:
        stored = Verdict.objects.filter(claim=self.claim).first()
        save_draft(
            claim_id=self.claim.pk,
            rating=verdict["rating"],
            summary=verdict["summary"],
            explanation=verdict["explanation"],
            expected_version=stored.lock_version if stored else 0,
            actor=self._reviewer,
        )

    def _move(self, move: MoveName, actor: User, note: str = "", *, details: Details | None = None) -> None:
        self.claim = perform(move, claim_id=self.claim.pk, actor=actor, note=note, details=details).claim

    @property
    def _reviewer(self) -> User:
        return self.people[self.entry["reviewer"]]

    def _day(self, days: int | None, *, hour: int, after: datetime | None = None) -> datetime | None:
        """That many days from today at this hour of the desk's time, later the same day where it has to be `after`."""
        if days is None:
            return None
        day = timezone.localdate() + timedelta(days=days)
        at = timezone.make_aware(datetime.combine(day, time(hour)))
        return at if after is None or at > after else after + timedelta(hours=6)


def _version(url: str) -> ArticleVersion | None:
    article = Article.objects.select_related("current").filter(url=url).first()
    return article.current if article else None


def _is_loaded(entry: Entry, version: ArticleVersion) -> bool:
    """Whether the claim came in before: by its wording, or because its words in the article are decided."""
    start = version.text.find(entry["quote"])
    end = start + len(entry["quote"])
    decided = Candidate.objects.filter(version=version, start__lt=end, end__gt=start, claim__isnull=False)
    return (
        start < 0
        or Claim.objects.filter(statement=entry["statement"]).exists()
        or any(_shared(candidate, start, end) > HALF for candidate in decided)
    )


def _shared(candidate: Candidate, start: int, end: int) -> float:
    """How much of their joint extent a candidate and a span share, from 0 to 1."""
    shared = min(candidate.end, end) - max(candidate.start, start)
    return shared / (max(candidate.end, end) - min(candidate.start, start))


def _as_first_published(verdict: Entry, correction: Entry | None) -> Entry:
    """The verdict with the mistake that a later correction mends."""
    if correction is None:
        return verdict
    first = correction["first_published_with"]
    return {**verdict, first["field"]: verdict[first["field"]].replace(first["now"], first["then"])}
