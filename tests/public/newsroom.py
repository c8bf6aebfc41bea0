"""Ways to get checks published in tests, by the same moves as in the newsroom."""

import datetime
from typing import Any

from django.utils.text import slugify

from claims.review.opinions.precedent_reasons import write_precedent_reason
from claims.tracking.enums import CandidateState, ClaimState
from claims.tracking.models import Claim, Topic
from claims.verdicts.models import ClaimantContact, Evidence, Publication, Rating, RatingScale, Verdict
from claims.workflow.guards import departure_unexplained
from claims.workflow.moves import Details, MoveName
from claims.workflow.perform import perform
from tests.factories import ArticleFactory, CandidateFactory, ClaimantFactory, ClaimFactory, OutletFactory
from tests.workflow.stories import Crew, approve, claim_in, open_correction

SCALE = [
    ("true", "True", "Accurate, with nothing important left out.", 1, 0, 5),
    ("mostly-true", "Mostly true", "Accurate in its main point.", 2, 8, 4),
    ("half-true", "Half true", "Partly right.", 3, 20, 3),
    ("mostly-false", "Mostly false", "The whole gives a wrong picture.", 4, 36, 2),
    ("false", "False", "The evidence contradicts it.", 5, 58, 1),
    ("unproven", "Unproven", "There is not enough public evidence to say.", 0, 0, None),
]

WORDS = {"statement": "The council has cut its spending by 22 per cent", "summary": "It rose by 9 per cent."}


def scale() -> RatingScale:
    """The scale in use, with five steps and one rating beside them."""
    found, _ = RatingScale.objects.get_or_create(name="Five steps", defaults={"is_active": True})
    for order, (slug, label, definition, tone, lean, value) in enumerate(SCALE, 1):
        Rating.objects.get_or_create(
            scale=found,
            slug=slug,
            defaults={
                "label": label,
                "definition": definition,
                "order": order,
                "tone": tone,
                "lean": lean,
                "value": value,
            },
        )
    return found


def ready(people: Crew, **words: Any) -> Claim:
    """A claim under review with everything a page can show; `words` replace what is usual."""
    scale()
    words = WORDS | words
    name = words.get("claimant", "Rufus Haldane")
    claimant = None
    if name:
        slug = slugify(name)[:100] or "somebody"
        claimant = ClaimantFactory._meta.model.objects.filter(slug=slug).first() or ClaimantFactory(
            name=name, slug=slug, role=words.get("role", "mayor of Port Ellery")
        )
    claim = ClaimFactory(
        statement=words["statement"],
        claimant=claimant,
        said_on=words.get("said_on", datetime.date(2026, 2, 3)),
        said_where=words.get("said_where", "Budget debate"),
        words_said=words.get("words_said", ""),
        words_heard=words.get("words_heard", False),
        language=words.get("language", ""),
    )
    for topic in words.get("topics", ["Local government"]):
        claim.topics.add(Topic.objects.get_or_create(name=topic, defaults={"slug": slugify(topic) or "topic"})[0])
    if words.get("outlet", "Port Ellery Courier"):
        outlet = OutletFactory._meta.model.objects.filter(name=words.get("outlet", "Port Ellery Courier")).first()
        outlet = outlet or OutletFactory(name=words.get("outlet", "Port Ellery Courier"))
        article = ArticleFactory(
            outlet=outlet, url=f"https://courier.example/{claim.pk}", version__title=words.get("title", "Council cuts")
        )
        CandidateFactory(version=article.current, claim=claim, state=CandidateState.ACCEPTED, is_first_appearance=True)
    claim_in(ClaimState.IN_REVIEW, people, claim=claim)
    rating = Rating.objects.get(scale__name="Five steps", slug=words.get("rating", "false"))
    Verdict.objects.filter(claim=claim).update(
        rating=rating,
        summary=words["summary"],
        explanation=words.get(
            "explanation", "### What the accounts say\n\nThe audited accounts give both figures [1]."
        ),
        key_points=words.get("key_points", ""),
        why_checked=words.get("why_checked", ""),
    )
    text = {field: words[field] for field in ("title", "quote", "note", "interest", "publisher") if field in words}
    Evidence.objects.filter(claim=claim, position=0).update(**text)
    if "answer" in words:
        ClaimantContact.objects.filter(claim=claim).update(
            answer=words["answer"], whom=words.get("whom", "Press office")
        )
    claim.refresh_from_db()
    return claim


def approved(people: Crew, **words: Any) -> Claim:
    """A claim whose verdict somebody else stands behind."""
    claim = ready(people, **words)
    explain_rating(claim, people)
    perform(MoveName.SUBMIT, claim_id=claim.pk, actor=people.reviewer)
    approve(claim, people.second)
    claim.refresh_from_db()
    return claim


def explain_rating(claim: Claim, people: Crew) -> None:
    """Write why the rating is another than that of a check of the same claimant, where there is one."""
    if departure_unexplained(claim):
        write_precedent_reason(claim_id=claim.pk, sentence="It is another year.", actor=people.reviewer)


def published(people: Crew, **words: Any) -> Publication:
    """A claim readers can see."""
    claim = approved(people, **words)
    perform(MoveName.PUBLISH, claim_id=claim.pk, actor=people.second)
    return now_public(claim)


def corrected(
    publication: Publication,
    people: Crew,
    *,
    summary: str = "It rose by 8 per cent.",
    rating: str = "",
    key_points: str = "",
    kind: str = "correction",
) -> Publication:
    """The check with a published correction of its short answer, or another change of this kind."""
    claim = publication.claim
    open_correction(claim, people, kind)
    Verdict.objects.filter(claim=claim).update(summary=summary)
    if key_points:
        Verdict.objects.filter(claim=claim).update(key_points=key_points)
    if rating:
        Verdict.objects.filter(claim=claim).update(rating=Rating.objects.get(scale__name="Five steps", slug=rating))
    explain_rating(claim, people)
    perform(MoveName.SUBMIT, claim_id=claim.pk, actor=people.reviewer)
    approve(claim, people.third)
    perform(MoveName.PUBLISH, claim_id=claim.pk, actor=people.third)
    return now_public(claim)


def retracted(publication: Publication, people: Crew, note: str = "The source was forged.") -> Publication:
    """The check withdrawn: asked by one, confirmed by another."""
    perform(MoveName.ASK_RETRACTION, claim_id=publication.claim_id, actor=people.second, note=note)
    perform(MoveName.RETRACT, claim_id=publication.claim_id, actor=people.third, details=Details())
    return now_public(publication.claim)


def now_public(claim: Claim) -> Publication:
    """What readers see of a claim now."""
    return Publication.objects.get(claim=claim, is_current=True)
