"""One claim kept to edo and ana, with something of every kind around it, each in words that stand nowhere else."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from claims.accounts.models import User
from claims.articles.enums import Origin
from claims.articles.models import Article, ArticleHook, Feed, FeedEntry, HookMessage
from claims.delivery.enums import NotificationKind
from claims.delivery.models import Notification
from claims.matching.models import Match, MatchSearch
from claims.review import claimant_contacts, comments, drafting, evidence, restricting
from claims.tracking.enums import ImportKind, ImportState, RowOutcome, TipState
from claims.tracking.models import Claim, ImportBatch, ImportRow, Tip
from claims.tracking.tips import receive_tip
from claims.verdicts.models import EvidenceCopy, Revision
from claims.workflow.perform import perform
from tests.factories import ArticleFactory, CandidateFactory, ClaimantFactory, ClaimFactory, RunFactory
from tests.review_steps import make_scale

NUMBER = 8731
WORDS = {
    "number": "FC-8731",
    "wording": "Xanthippe",
    "claimant": "Quillfeather",
    "article": "Vellichor",
    "words of the article": "Ultracrepidarian",
    "candidate": "Borborygmus",
    "source": "Snollygoster",
    "remark": "Absquatulate",
    "contact": "Widdershins",
    "summary": "Gobbledygook",
    "tip": "Tatterdemalion",
    "imported row": "Zugzwang",
    "another candidate": "Flibbertigibbet",
}
"""What an outsider must not read, and what it belongs to."""

TEXT = (
    "Ultracrepidarian crates left the harbour at night, said Zephyrine Quillfeather on Monday.\n\n"
    "Borborygmus was heard in 41 per cent of the sheds. Flibbertigibbet counted 12 of them."
)


@dataclass(frozen=True)
class Secret:
    """The claim, and the ids of what belongs to it, by what an address calls them."""

    claim: Claim
    article: Article
    ids: dict[str, list[int]]


def make_secret(editor: User, reviewer: User, outsider: User) -> Secret:
    """Made by the product's own services where there are any, seen by everybody, and then kept to two people."""
    make_scale()
    claimant = ClaimantFactory(name="Zephyrine Quillfeather", slug="zephyrine-quillfeather")
    claim = ClaimFactory(pk=NUMBER, statement="Xanthippe took 41 per cent of the crates", claimant=claimant)
    article = ArticleFactory(
        version__title="Vellichor under the harbour", version__text=TEXT, origin=Origin.FEED, url="https://a.example/v"
    )
    version = article.current
    run = RunFactory(version=version)
    candidate = CandidateFactory(
        version=version,
        run=run,
        exact="Borborygmus was heard in 41 per cent of the sheds",
        claim=claim,
        state="accepted",
    )
    pending = CandidateFactory(version=version, run=run, exact="Flibbertigibbet counted 12 of them")
    elsewhere = CandidateFactory()
    perform("pick_up", claim_id=claim.pk, actor=reviewer)
    perform("start", claim_id=claim.pk, actor=reviewer)
    for number, stance in ((1, "refutes"), (2, "supports")):
        source = evidence.Source(
            title=f"Snollygoster {number}", publisher=f"Office {number}", kind="primary", stance=stance, quote="page 1"
        )
        evidence.add(claim_id=claim.pk, actor=reviewer, source=source, text="Snollygoster, page 1.")
    asked = claimant_contacts.Asked(
        whom="Widdershins", method="email", asked_at=timezone.now() - timedelta(days=1), answer="No."
    )
    claimant_contacts.log(claim_id=claim.pk, actor=reviewer, asked=asked)
    drafting.save_draft(
        claim_id=claim.pk,
        rating="mostly-false",
        summary="Gobbledygook, on the whole.",
        explanation="Gobbledygook [1], [2].",
        expected_version=0,
        actor=reviewer,
    )
    remark = comments.add(claim_id=claim.pk, body="Absquatulate, @edo", actor=reviewer)
    perform("submit", claim_id=claim.pk, actor=reviewer)
    tip = receive_tip(words="Tatterdemalion took it", speaker="", url="", more="", email="", address="192.0.2.1")
    Tip.objects.filter(pk=tip.pk).update(state=TipState.ACCEPTED, claim=claim, decided_at=timezone.now())
    match = Match.objects.create(
        candidate=elsewhere, claim=claim, score=0.9, band="likely", suggested_at=timezone.now()
    )
    Match.objects.create(candidate=pending, claim=ClaimFactory(), score=0.9, band="likely", suggested_at=timezone.now())
    MatchSearch.objects.create(version=version)
    told = Notification.objects.create(
        recipient=outsider, kind=NotificationKind.MENTIONED, claim=claim, text="Absquatulate", at=timezone.now()
    )
    feed = Feed.objects.create(
        url="https://a.example/feed", outlet=article.outlet, added_by=editor, added_at=timezone.now()
    )
    FeedEntry.objects.create(
        feed=feed, key="1", mark="1", url="https://a.example/Vellichor", article=article, seen_at=timezone.now()
    )
    hook = ArticleHook.objects.create(name="Wire", person=outsider, created_at=timezone.now())
    HookMessage.objects.create(hook=hook, at=timezone.now(), taken=True, message="Vellichor", article=article)
    batch = ImportBatch.objects.create(
        kind=ImportKind.CLAIMS, name="list.csv", person=outsider, state=ImportState.DONE, created_at=timezone.now()
    )
    ImportRow.objects.create(
        batch=batch, position=1, place="Zugzwang", outcome=RowOutcome.CREATED, message="Zugzwang", claim=claim
    )
    claim.refresh_from_db()
    restricting.restrict(
        claim_id=claim.pk, people=[editor.pk, reviewer.pk], articles=[article.pk], actor=editor, note="A source."
    )
    sources = list(claim.evidence.values_list("pk", flat=True))
    ids = {
        "claim": [claim.pk],
        "article": [article.pk],
        "version": [version.pk],
        "run": [run.pk],
        "candidate": [candidate.pk, pending.pk, elsewhere.pk],
        "source": sources,
        "copy": list(EvidenceCopy.objects.values_list("pk", flat=True)),
        "contact": list(claim.contacts.values_list("pk", flat=True)),
        "comment": [remark.pk],
        "match": [match.pk],
        "tip": [tip.pk],
        "notification": [told.pk],
        "revision": list(Revision.objects.values_list("pk", flat=True)),
        "feed": [feed.pk],
        "hook": [hook.pk],
        "batch": [batch.pk],
        "claimant": [claimant.pk],
        "topic": [],
    }
    return Secret(claim, article, ids)
