"""One claim with everything on it that a long check gathers: sources with copies, remarks, revisions, a long record."""

import datetime
import hashlib
from collections.abc import Sequence

from django.utils import timezone

from claims.accounts.models import User
from claims.articles.models import ArticleVersion
from claims.audit.services import record
from claims.tracking.enums import CandidateState, ClaimState
from claims.tracking.models import Candidate, Claim, Claimant, Comment, Topic
from claims.verdicts.content import content_hash, content_of
from claims.verdicts.enums import ContactMethod, CopyState, QuoteState, SourceKind, Stance
from claims.verdicts.models import (
    ClaimantContact,
    Contribution,
    Evidence,
    EvidenceCopy,
    Rating,
    RatingScale,
    Revision,
    Verdict,
)

SOURCES, CONTACTS, THREADS, EVENTS, REVISIONS, PLACES = 12, 3, 8, 60, 3, 6
PARAGRAPH = (
    "The council’s *own accounts* [1] put the sum at **4.2 million**, which is less than the claim says [2]. "
    "Two independent reports [3] [4] come to the same figure, and the minutes [5] show when it was agreed.\n\n"
)
EXPLANATION = (
    "### What was said\n\n" + PARAGRAPH * 4 + "### What the record shows\n\n- accounts\n- minutes\n\n" + PARAGRAPH * 4
)


def rich_claim(people: Sequence[User], state: ClaimState) -> Claim:
    """Such a claim in a state from review on; the first of the people holds it, the second wrote no part of it."""
    holder, colleague, now = people[0], people[2], timezone.now()
    claim = Claim.objects.create(
        statement="The council has cut its spending on buses by 22 per cent since the year 2021",
        claimant=Claimant.objects.first(),
        said_where="Budget debate",
        said_on=now.date(),
        state=state,
        state_since=now,
        created_at=now,
        due_at=now + datetime.timedelta(days=2),
        score=0.83,
        reviewer=holder,
    )
    claim.topics.set(Topic.objects.all()[:3])
    _appearances(claim)
    _sources(claim, holder, now)
    ClaimantContact.objects.bulk_create(
        ClaimantContact(
            claim=claim,
            whom=f"Press office {n}",
            method=ContactMethod.EMAIL,
            asked_at=now,
            answer="We stand by what was said." if n else "",
            answered_at=now if n else None,
            logged_by=holder,
        )
        for n in range(CONTACTS)
    )
    for _ in range(THREADS):
        root = Comment.objects.create(claim=claim, author=colleague, body="@person1 is this the year?", created_at=now)
        Comment.objects.create(claim=claim, author=holder, body="It is.", parent=root, created_at=now)
    Contribution.objects.bulk_create(
        Contribution(claim=claim, person=person, part=part, first_at=now)
        for person in (holder, colleague)
        for part in ("verdict", "evidence")
    )
    _verdict(claim, holder, now)
    return claim


def ratings() -> list[Rating]:
    """The steps of the desk's scale."""
    scale, _ = RatingScale.objects.get_or_create(name="Plain", defaults={"is_active": True})
    return [
        Rating.objects.get_or_create(
            scale=scale,
            slug=label.lower(),
            defaults={"label": label, "definition": f"The claim is {label.lower()}.", "order": n, "tone": n},
        )[0]
        for n, label in enumerate(("Unproven", "True", "Mostly", "Half", "Misleading", "False"))
    ]


def _verdict(claim: Claim, holder: User, now: datetime.datetime) -> None:
    verdict = Verdict.objects.create(
        claim=claim,
        rating=ratings()[4],
        summary="Spending fell by 12 per cent, and most of that was a change in how it is counted.",
        updated_by=holder,
        updated_at=now,
    )
    for number in range(1, REVISIONS + 1):
        verdict.explanation = EXPLANATION + f"Looked at again for the {number}. time.\n\n"
        verdict.save(update_fields=["explanation"])
        content = content_of(claim)
        Revision.objects.create(
            claim=claim,
            number=number,
            content=content,
            content_hash=content_hash(content),
            submitted_by=holder,
            submitted_at=now,
        )
    for number in range(EVENTS):
        action = ("draft_saved", "comment_added", "submit", "request_changes", "assign")[number % 5]
        record(actor=holder, action=action, target=claim, data={"reviewer": holder.pk} if action == "assign" else None)


def _sources(claim: Claim, holder: User, now: datetime.datetime) -> None:
    sources = Evidence.objects.bulk_create(
        Evidence(
            claim=claim,
            url=f"https://records.example/{n}",
            title=f"Annual accounts of the council, volume {n}",
            publisher=f"Office {n}",
            published_on=now.date(),
            kind=SourceKind.PRIMARY if n % 2 else SourceKind.SECONDARY,
            stance=list(Stance)[n % 3],
            quote="Spending on buses fell by 12 per cent in the years to 2024.",
            quote_state=QuoteState.FOUND,
            note="Table 4 gives the sums by year.",
            accessed_at=now,
            position=n,
            added_by=holder,
            added_at=now,
        )
        for n in range(SOURCES)
    )
    EvidenceCopy.objects.bulk_create(
        EvidenceCopy(
            evidence=source,
            state=CopyState.KEPT,
            file=f"evidence/{source.pk}.html",
            content_type="text/html",
            size=40_000,
            sha256=hashlib.sha256(str(source.pk).encode()).hexdigest(),
            text="The words of the copy. " * 400,
            copied_at=now,
            queued_at=now,
        )
        for source in sources
    )


def _appearances(claim: Claim) -> None:
    versions = ArticleVersion.objects.order_by("pk")[:PLACES]
    Candidate.objects.bulk_create(
        Candidate(
            version=version,
            start=claim.pk % 1000,
            end=claim.pk % 1000 + 70,
            part=7,
            exact=version.text[claim.pk % 1000 :][:70],
            statement=claim.statement,
            state=CandidateState.ACCEPTED,
            claim=claim,
            is_first_appearance=place == 0,
            created_at=timezone.now(),
        )
        for place, version in enumerate(versions)
    )
