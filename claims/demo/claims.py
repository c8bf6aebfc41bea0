"""The demo newsroom's claims from `seeds/claims.json`, taken through the review by the same doors as any other."""

import json
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any, Final

from django.conf import settings
from django.utils import timezone

from claims.accounts.models import User
from claims.articles.models import Article, ArticleVersion
from claims.demo import tables, tips_and_sources
from claims.demo.moments import Step
from claims.review import (
    claimant_contacts,
    comments,
    evidence,
    organise,
    restricting,
    waivers,
)
from claims.review.claimant_contacts import Asked
from claims.review.drafting import Wording, reword, save_draft
from claims.review.evidence import Source
from claims.review.opinions import guests, second_verdicts
from claims.tracking.enums import AnchorOutcome, CandidateState, CloseReason, Priority
from claims.tracking.models import Candidate, Claim, Claimant, Topic
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
PUBLISHED: Final = ("published", "revisiting", "retracted")
AFTER_APPROVAL: Final = ("approved", *PUBLISHED)
SUBMITTED: Final = ("submitted", "changes_requested", *AFTER_APPROVAL)

type Entry = dict[str, Any]


def stories(now: datetime) -> list[list[Step]]:
    """The stories of the claims that are not here yet; their articles, claimants, topics and scale have to be here."""
    urls = {entry["file"]: entry["url"] for entry in json.loads(ARTICLES.read_text(encoding="utf-8"))}
    told = []
    for entry in json.loads(CLAIMS.read_text(encoding="utf-8")):
        version = _version(urls[entry["article"]])
        if version is None or _is_loaded(entry, version):
            continue
        also_in = [(_version(urls[other["article"]]), other["quote"]) for other in entry["also_in"]]
        story = _Story(entry, now)
        told.append(story.steps(version, [(other, quote) for other, quote in also_in if other is not None]))
    return told


class _Story:
    """One claim on its way from the article to the state its entry names."""

    def __init__(self, entry: Entry, now: datetime) -> None:
        self.entry = entry
        self.people: dict[str, User] = {person.username: person for person in User.objects.filter(is_demo=True)}
        self.editor = self.people[entry["assigned_by"] or (entry["close"] or {}).get("by") or "hana"]
        self.now = now
        self.began, self.ended = self._in(entry["began_in_days"]), self._in(entry["ended_in_days"])
        self.told: list[Step] = []
        self.claim: Claim

    def steps(self, version: ArticleVersion, also_in: list[tuple[ArticleVersion, str]]) -> list[Step]:
        """Accept the candidate, word the claim, and make the moves that lead to its state."""
        self._tell(0, lambda: self._accept(version, also_in))
        self._tell(0, self._word)
        self._tell(0.01, self._file)
        state = self.entry["state"]
        if state == "closed":
            self._tell(0.9, self._close)
        elif state != "queued":
            self._tell(0.04, self._assign)
            if state != "assigned":
                self._review(state)
        if state not in AFTER_APPROVAL:
            self._comment(1)
        if self.entry.get("kept_to"):
            self._tell(1, self._keep_to_few)
        return sorted(self.told, key=lambda step: step.wanted)

    def _tell(self, share: float, act: Callable[[], object]) -> None:
        """An act after this share of the time that the claim took."""
        self._tell_at(self._after(share), act)

    def _tell_at(self, wanted: datetime, act: Callable[[], object]) -> None:
        self.told.append(Step(wanted, act))

    def _after(self, share: float) -> datetime:
        return self.began + (self.ended - self.began) * share

    def _in(self, days: float) -> datetime:
        return self.now + timedelta(days=days)

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

    def _word(self) -> None:
        entry = self.entry
        self.claim = reword(
            claim_id=self.claim.pk,
            wording=Wording(
                statement=entry["statement"],
                claimant=Claimant.objects.get(slug=entry["claimant"]).name,
                said_on=date.fromisoformat(entry["said_on"]),
                said_where=entry["said_where"],
                words_said=entry.get("words_said", ""),
                language=self.claim.language,
            ),
            expected_version=self.claim.lock_version,
            actor=self.editor,
        )

    def _file(self) -> None:
        claim_id, priority = self.claim.pk, PRIORITIES[self.entry["priority"]]
        topics = Topic.objects.filter(slug__in=self.entry["topics"]).values_list("pk", flat=True)
        organise.set_topics(claim_id=claim_id, topic_ids=topics, actor=self.editor)
        self.claim = organise.set_priority(claim_id=claim_id, priority=priority, actor=self.editor)

    def _comment(self, share: float) -> None:
        for said in self.entry["comments"]:
            self._tell(share, partial(self._say, self.people[said["author"]], said["text"]))

    def _keep_to_few(self) -> None:
        named = [self.people[name].pk for name in self.entry["kept_to"]]
        restricting.restrict(claim_id=self.claim.pk, people=named, actor=self.editor, note=self.entry["kept_because"])

    def _say(self, author: User, text: str) -> None:
        comments.add(claim_id=self.claim.pk, body=text, actor=author)

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
        details = Details(reviewer_id=self._reviewer.pk, due_at=self._day(self.entry["due_in_days"], hour=17))
        self._move(MoveName.ASSIGN, self.editor, details=details)

    def _review(self, state: str) -> None:
        entry = self.entry
        self._tell_move(0.1, MoveName.START)
        earlier, correction = entry["previous_submission"], entry["correction"]
        count = earlier["evidence_count"] if earlier else len(entry["evidence"])
        self._tell_contacts(until=0.45 if earlier else 0.7)
        self._tell_sources(entry["evidence"][:count], 0.2, 0.45)
        self._tell(0.46, lambda: self._write_reasons(entry["waivers"]))
        if earlier:
            self._submit_and_return(earlier)
            self._tell_sources(entry["evidence"][count:], 0.62, 0.7)
        if entry["verdict"]:
            self._tell(0.75, lambda: self._draft(_as_first_published(entry["verdict"], correction)))
        if state == "waiting":
            until = self._in(entry["waiting"]["wake_in_days"])
            self._tell_move(0.8, MoveName.WAIT, details=Details(waiting_on=entry["waiting"]["on"], until=until))
        if state in SUBMITTED:
            self._tell_move(0.8, MoveName.SUBMIT)
            self._tell(0.82, self._ask_expert)
        if state == "changes_requested":
            self._tell_move(0.95, MoveName.REQUEST_CHANGES, entry["send_back"]["by"], entry["send_back"]["note"])
        if state in AFTER_APPROVAL:
            self._tell(0.83, lambda: self._judge_unseen(entry["approved_by"], entry["verdict"]["rating"]))
            self._comment(0.85)
            self._tell(0.93, lambda: self._approve(entry["approved_by"], entry["approval_note"]))
        if state in PUBLISHED:
            self._tell_move(1, MoveName.PUBLISH, entry["published_by"])
        self._tell_what_followed()

    def _submit_and_return(self, earlier: Entry) -> None:
        self._tell(0.47, lambda: self._draft(earlier))
        self._tell(0.48, lambda: self._write_reasons(earlier["waivers"]))
        self._tell_move(0.5, MoveName.SUBMIT)
        self._tell_move(0.56, MoveName.REQUEST_CHANGES, earlier["send_back"]["by"], earlier["send_back"]["note"])
        self._tell_move(0.6, MoveName.RESUME)
        self._tell(0.61, lambda: self._drop_reasons(earlier["waivers"]))

    def _tell_what_followed(self) -> None:
        """What happened after the publication: a correction, a retraction, another look."""
        entry = self.entry
        if correction := entry["correction"]:
            by, details = self.people[correction["requested_by"]], Details(reason=correction["class"])
            open_it = partial(self._move, MoveName.OPEN_CORRECTION, by, correction["note"], details=details)
            opened, ended = self._in(correction["opened_in_days"]), self._in(correction["ended_in_days"])
            between = ended - opened
            self._tell_at(opened, open_it)
            self._tell_at(opened + between * 0.4, lambda: self._draft(entry["verdict"]))
            self._tell_at(opened + between * 0.5, partial(self._move, MoveName.SUBMIT, self._reviewer))
            self._tell_at(opened + between * 0.9, lambda: self._approve(correction["approved_by"], ""))
            self._tell_at(ended, partial(self._move, MoveName.PUBLISH, self.people[correction["approved_by"]]))
        if retraction := entry["retraction"]:
            ask = partial(self._move, MoveName.ASK_RETRACTION, self.people[retraction["asked_by"]], retraction["note"])
            confirm = partial(self._move, MoveName.RETRACT, self.people[retraction["confirmed_by"]])
            self._tell_at(self._in(retraction["asked_in_days"]), ask)
            self._tell_at(self._in(retraction["confirmed_in_days"]), confirm)
        if again := entry.get("look_again"):
            by = self.people[entry["published_by"]]
            self._tell_at(self._in(entry["looked_again_in_days"]), partial(self._move, MoveName.LOOK_AGAIN, by, again))

    def _close(self) -> None:
        close = self.entry["close"]
        reason = close["reason"] if close["reason"] in CloseReason else CloseReason.NOT_CHECKABLE
        self._move(MoveName.CLOSE, self.people[close["by"]], close["note"], details=Details(reason=reason))

    def _ask_expert(self) -> None:
        if expert := self.entry.get("expert"):
            guests.ask(claim_id=self.claim.pk, actor=self._reviewer, **expert)

    def _judge_unseen(self, username: str, rating: str) -> None:
        """Where the claim was drawn for it, whoever approves it later first comes to the same rating alone."""
        claim, person = Claim.objects.get(pk=self.claim.pk), self.people[username]
        if not second_verdicts.why_not_give(claim, person):
            sentence = "Both sources show it, and neither of them says more."
            second_verdicts.give(claim_id=claim.pk, rating=rating, sentence=sentence, actor=person)

    def _approve(self, username: str, note: str) -> None:
        revision = Revision.objects.newest_of(self.claim).get()
        details = Details(content_hash=revision.content_hash)
        self._move(MoveName.APPROVE, self.people[username], note, details=details)

    def _tell_sources(self, sources: list[Entry], began: float, ended: float) -> None:
        for place, said in enumerate(sources):
            self._tell(began + (ended - began) * place / len(sources), partial(self._add_source, said))

    def _add_source(self, said: Entry) -> None:
        source = Source(
            url=said["url"],
            title=said["title"],
            publisher=said["publisher"],
            published_on=date.fromisoformat(said["published_on"]) if said["published_on"] else None,
            kind=said["kind"],
            stance=said["stance"],
            quote=said["quote"],
            note=said["note"],
            interest=said["interest"],
        )
        # The hosts are invented: what they would have said is the copy, and nothing is fetched.
        text, answered = said["snapshot_text"], said.get("answered", False)
        if table := said.get("table"):
            tables.add_with_table(self.claim.pk, self._reviewer, source, text, table)
            return
        added = evidence.add(claim_id=self.claim.pk, actor=self._reviewer, source=source, text="" if answered else text)
        if answered:
            tips_and_sources.answer_with(added, text)

    def _tell_contacts(self, until: float) -> None:
        """Each is written down when the answer is there, or, where none came, when the question was asked."""
        first, last = self._after(0.12), self._after(until)
        for said in self.entry["claimant_contact"]:
            answered = said["answered_in_days"]
            wanted = self._in(said["asked_in_days"] if answered is None else answered)
            self._tell_at(min(max(wanted, first), last), partial(self._log_contact, said))

    def _log_contact(self, said: Entry) -> None:
        now, answered = timezone.now(), said["answered_in_days"]
        waited = timedelta(days=answered - said["asked_in_days"], hours=2) if answered is not None else timedelta()
        asked_at = now - waited - timedelta(minutes=10)
        claimant_contacts.log(
            claim_id=self.claim.pk,
            actor=self._reviewer,
            asked=Asked(
                whom=said["asked"],
                method=next((method for word, method in METHODS if word in said["how"]), ContactMethod.FORM),
                asked_at=asked_at,
                answer_by=self._day(said["answer_by_in_days"], hour=18, after=asked_at),
                answer=said["answer"] or "",
                answered_at=None if answered is None else now - timedelta(minutes=10),
            ),
        )

    def _write_reasons(self, reasons: dict[str, str]) -> None:
        for gate, reason in reasons.items():
            waivers.write_reason(claim_id=self.claim.pk, gate=gate, reason=reason, actor=self._reviewer)

    def _drop_reasons(self, reasons: dict[str, str]) -> None:
        for gate in reasons:
            waivers.remove_reason(claim_id=self.claim.pk, gate=gate, actor=self._reviewer)

    def _draft(self, verdict: Entry) -> None:
        stored = Verdict.objects.filter(claim=self.claim).first()
        save_draft(
            claim_id=self.claim.pk,
            rating=verdict["rating"],
            summary=verdict["summary"],
            key_points="\n".join(verdict.get("key_points", [])),
            why_checked=verdict.get("why_checked", ""),
            explanation=verdict["explanation"],
            expected_version=stored.lock_version if stored else 0,
            actor=self._reviewer,
        )

    def _tell_move(
        self, share: float, move: MoveName, by: str = "", note: str = "", *, details: Details | None = None
    ) -> None:
        """A move by somebody, or by the reviewer."""
        actor = self.people[by] if by else self._reviewer
        self._tell(share, partial(self._move, move, actor, note, details=details))

    def _move(self, move: MoveName, actor: User, note: str = "", *, details: Details | None = None) -> None:
        self.claim = perform(move, claim_id=self.claim.pk, actor=actor, note=note, details=details).claim

    @property
    def _reviewer(self) -> User:
        return self.people[self.entry["reviewer"]]

    def _day(self, days: int | None, *, hour: int, after: datetime | None = None) -> datetime | None:
        """That many days from today at this hour of the desk's time, later the same day where it has to be `after`."""
        if days is None:
            return None
        day = timezone.localdate(self.now) + timedelta(days=days)
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
