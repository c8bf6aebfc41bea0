"""Beside the scale stand the checks most like the claim; to rate otherwise than a near one takes a sentence."""

import pytest
from django.utils import timezone

from claims.errors import Blocked, NotAllowed
from claims.matching.enums import MatchBand, MatchState
from claims.matching.figures import kinds_of_figures
from claims.matching.models import Match
from claims.matching.precedents import precedents_for
from claims.review.opinions.precedent_reasons import write_precedent_reason
from claims.tracking.models import Claim
from claims.verdicts.models import PrecedentReason, Rating, RatingScale
from claims.workflow.perform import perform
from tests import review_steps
from tests.desk.walker import Walker
from tests.public.newsroom import published
from tests.workflow.stories import crew

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Spending fell by 22 per cent", {"share"}),
        ("Die Zahl stieg um 4 Prozent", {"share"}),
        ("It costs 3 million euros", {"money"}),
        ("Twice as many as in 2019", {"multiple"}),
        ("The highest share, 40 %", {"share", "rank"}),
        ("2,300 households have no car since 2021", {"number"}),
        ("The mayor lives in Ellery", set()),
    ],
)
def test_kinds_of_figures(text, kinds):
    assert kinds_of_figures(text) == kinds


@pytest.fixture
def earlier(ana, apa):
    """A check of the same claimant about a percentage, published as mostly false."""
    review_steps.make_scale()
    claim = review_steps.approved(ana, apa)
    return perform("publish", claim_id=claim.pk, actor=apa).claim


@pytest.fixture
def claim(earlier, ana):
    """A claim like it that ana is ready to submit as true."""
    claim = review_steps.ready(ana)
    Claim.objects.filter(pk=claim.pk).update(claimant=earlier.claimant)
    review_steps.drafting.save_draft(
        claim_id=claim.pk,
        rating="true",
        summary="It is so.",
        explanation=review_steps.EXPLANATION,
        expected_version=1,
        actor=ana,
    )
    return Claim.objects.get(pk=claim.pk)


def test_the_same_claimant_and_kind_of_figure_is_near(claim, earlier):
    [precedent] = precedents_for(claim)
    assert precedent.publication.claim_id == earlier.pk
    assert precedent.likenesses == ("claimant", "figure")
    assert precedent.rating["slug"] == "mostly-false"
    assert precedent.is_near


def test_a_likely_match_is_near_and_a_rejected_one_is_not(claim, earlier):
    Claim.objects.filter(pk=claim.pk).update(claimant=None)
    claim.refresh_from_db()
    assert precedents_for(claim) == []
    match = Match.objects.create(
        later=claim, claim=earlier, score=0.9, band=MatchBand.LIKELY, suggested_at=timezone.now()
    )
    [precedent] = precedents_for(claim)
    assert precedent.likenesses == ("alike", "figure")
    match.state, match.decided_by, match.decided_at = MatchState.REJECTED, earlier.reviewer, timezone.now()
    match.save()
    assert precedents_for(claim) == []


def test_another_rating_asks_for_a_sentence_that_the_second_person_reads(claim, earlier, ana, apa, as_person):
    with pytest.raises(Blocked, match=f"Say why you rate this “True”: near it stand {earlier.number} .Mostly false"):
        perform("submit", claim_id=claim.pk, actor=ana)

    write_precedent_reason(claim_id=claim.pk, sentence="That was all services, this is buses.", actor=ana)
    perform("submit", claim_id=claim.pk, actor=ana)

    page = as_person(apa).get(f"/claims/{claim.pk}/review/").content.decode()
    assert "Another rating than a near precedent" in page
    assert "That was all services, this is buses." in page
    assert "That was all services" not in as_person(apa).get(f"/claims/{claim.pk}/preview/").content.decode()


def test_the_sentence_stands_for_one_rating(claim, ana):
    write_precedent_reason(claim_id=claim.pk, sentence="Buses alone.", actor=ana)
    scale = RatingScale.objects.get()
    Rating.objects.create(scale=scale, slug="half", label="Half true", definition="Half.", order=9, tone=3, value=3)
    review_steps.drafting.save_draft(
        claim_id=claim.pk, rating="half", summary="Half.", explanation="See [1], [2].", expected_version=2, actor=ana
    )
    with pytest.raises(Blocked, match="Say why you rate this “Half true”"):
        perform("submit", claim_id=claim.pk, actor=ana)


def test_the_same_rating_asks_for_nothing(claim, ana):
    review_steps.drafting.save_draft(
        claim_id=claim.pk,
        rating="mostly-false",
        summary="No.",
        explanation="See [1], [2].",
        expected_version=2,
        actor=ana,
    )
    assert perform("submit", claim_id=claim.pk, actor=ana).claim.state == "submitted"


def test_who_may_write_it_and_how_long(claim, ana, apa, edo):
    with pytest.raises(Blocked, match="keep it under 1,000"):
        write_precedent_reason(claim_id=claim.pk, sentence="x" * 1001, actor=ana)
    write_precedent_reason(claim_id=claim.pk, sentence="So.", actor=edo)
    write_precedent_reason(claim_id=claim.pk, sentence="", actor=edo)
    assert not PrecedentReason.objects.exists()
    perform("release", claim_id=claim.pk, actor=ana)
    with pytest.raises(NotAllowed):
        write_precedent_reason(claim_id=claim.pk, sentence="So.", actor=ana)


def test_the_form_asks_beside_the_scale_and_keeps_what_is_typed(claim, earlier, ana, as_person):
    page = Walker(as_person(ana)).open(f"/claims/{claim.pk}/")
    assert "Published checks most like it:" in page.text
    assert f"Why another rating than {earlier.number}" in page.text
    assert "the same claimant, the same kind of figure" in page.text
    page.press("Submit for second review")
    assert "Say why you rate this “True”" in page.text

    part = (
        as_person(ana)
        .get(f"/claims/{claim.pk}/draft/precedents/", {"rating": "true", "precedent_why": "half a thou"})
        .content.decode()
    )
    assert "half a thou" in part

    page.press("Submit for second review", precedent_why="Buses alone.")
    assert Claim.objects.get(pk=claim.pk).state == "submitted"
    assert PrecedentReason.objects.get().sentence == "Buses alone."


def test_the_api_tells_and_takes_it(claim, earlier, ana, as_person):
    client = as_person(ana)
    told = client.get(f"/api/v1/claims/{claim.pk}/precedents/").json()
    assert [(row["check"]["claim"], row["rating"], row["likenesses"], row["near"]) for row in told["precedents"]] == [
        (earlier.pk, "mostly-false", ["claimant", "figure"], True)
    ]
    done = client.put(
        f"/api/v1/claims/{claim.pk}/precedents/", {"reason": "Buses alone."}, content_type="application/json"
    )
    assert (done.status_code, done.json()["reason"], done.json()["reason_for"]) == (200, "Buses alone.", "true")
    rated = client.get("/api/v1/precedents/", {"rating": "mostly-false"}).json()
    assert [check["claim"] for check in rated["checks"]] == [earlier.pk]
    assert rated["older"] is None


def test_a_page_shows_what_each_rating_has_meant(earlier, nell, ana, as_person):
    page = Walker(as_person(ana)).open("/precedents/")
    assert "It is mostly false." in page.text
    assert earlier.statement in page.text
    assert "Nothing has been published with this rating yet." in page.text
    assert Walker(as_person(ana)).open("/precedents/mostly-false/").status == 200
    assert Walker(as_person(ana)).open("/precedents/unheard/").status == 404


@pytest.mark.parametrize("checks", [1, 3])
def test_the_pages_cost_the_same_whatever_is_published(checks, ana, as_person, django_assert_num_queries):
    people = crew()
    for _number in range(checks):
        first = published(people)
    claim = review_steps.ClaimFactory(claimant=first.claim.claimant, statement="It fell by 3 per cent")
    with django_assert_num_queries(3):
        assert len(precedents_for(claim)) >= 1
    slug = first.content["rating"]["slug"]
    client = as_person(ana)
    client.get(f"/precedents/{slug}/")
    with django_assert_num_queries(6):
        client.get(f"/precedents/{slug}/")
