"""What was checked before stands beside the candidate; an editor says whether it is the same, with and without htmx."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from claims.articles.models import ArticleVersion
from claims.matching.enums import MatchState
from claims.matching.models import Match, MatchSearch, OutsideCheck
from claims.tracking.enums import CandidateState, ClaimState
from tests.factories import ArticleFactory, CandidateFactory, ClaimFactory, RunFactory
from tests.one_line import one_line
from tests.workflow import stories
from tests.workflow.stories import claim_in

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
QUOTES = ["The council has cut its spending", "fell by 41 per cent", "About 2,300 households"]


def suggested(candidate, claim=None, **fields):
    values = {"score": 0.91, "band": "likely", "suggested_at": timezone.now(), **fields}
    return Match.objects.create(candidate=candidate, claim=claim, **values)


def outside(**fields):
    now = timezone.now()
    values = {
        "url": "https://checks.example/1",
        "canonical_url": "https://checks.example/1",
        "claim_sha256": "ab",
        "claim_reviewed": "The council spends <script>alert(1)</script> less",
        "publisher": "Fen Facts <b>",
        "rating": "Mostly wrong",
        "tone": 4,
        "source": "file",
        "imported_at": now,
        "updated_at": now,
    }
    return OutsideCheck.objects.create(**values | fields)


@pytest.fixture
def candidate():
    version = ArticleFactory().current
    RunFactory(version=version)
    return CandidateFactory(version=version)


def page_of(client, candidate):
    return client.get(reverse("article", args=[candidate.version.article_id])).content.decode()


def decide(client, match, act, htmx=False):
    match.refresh_from_db()
    address = reverse(f"match-{act}", args=[match.pk]) + "?show=pending"
    return client.post(address, {"expected_version": match.lock_version}, headers=HTMX if htmx else {})


def words(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))


def test_the_chip_names_number_rating_and_score(as_person, edo, candidate):
    claim = claim_in(ClaimState.PUBLISHED, stories.crew())
    suggested(candidate, claim)
    page = page_of(as_person(edo), candidate)
    assert f"Likely checked before: {claim.number}, False, 0.91" in words(page)
    assert reverse("claim", args=[claim.pk]) in page
    assert 'data-key="y"' in page
    assert 'data-key="n"' in page


def test_possible_matches_stand_in_a_second_quieter_band_without_keys(as_person, edo, candidate):
    suggested(candidate, ClaimFactory(), band="possible", score=0.62)
    page = page_of(as_person(edo), candidate)
    assert "1 possible match" in words(page)
    assert "Possibly the same as:" in words(page)
    assert 'data-key="y"' not in page


def test_readers_of_the_desk_see_the_chip_and_no_buttons(as_person, ana, candidate):
    suggested(candidate, ClaimFactory())
    page = page_of(as_person(ana), candidate)
    assert "Likely the same as:" in words(page)
    assert "match-confirm" not in page
    assert "/confirm/" not in page


def test_confirming_by_form_merges_and_the_toast_undoes_it(as_person, edo, candidate):
    claim = ClaimFactory()
    match, client = suggested(candidate, claim), as_person(edo)

    answer = decide(client, match, "confirm")
    assert answer.status_code == 302
    page = one_line(client.get(answer["Location"]).content.decode())
    candidate.refresh_from_db()
    assert (candidate.state, candidate.claim) == (CandidateState.MERGED, claim)
    undo = re.search(r'<form method="post" action="([^"]+)"[^>]*data-undo>.*?value="(\d+)"', page, re.DOTALL)
    client.post(undo[1], {"expected_version": undo[2]})
    candidate.refresh_from_db()
    match.refresh_from_db()
    assert (candidate.state, match.state) == (CandidateState.PENDING, MatchState.SUGGESTED)


def test_rejecting_by_htmx_takes_the_chip_away_and_undo_brings_it_back(as_person, edo, candidate):
    match, client = suggested(candidate, ClaimFactory()), as_person(edo)

    page = decide(client, match, "reject", htmx=True).content.decode()
    assert f'id="c{candidate.pk}"' in page
    assert "Likely the same" not in page
    assert reverse("match-reopen", args=[match.pk]) in page

    assert "Likely the same" in decide(client, match, "reopen", htmx=True).content.decode()


def test_a_match_that_somebody_else_decided_is_refused_with_words(as_person, edo, candidate):
    match, client = suggested(candidate, ClaimFactory()), as_person(edo)
    old = match.lock_version
    decide(client, match, "reject")
    answer = client.post(reverse("match-confirm", args=[match.pk]), {"expected_version": old})
    assert answer.status_code == 409
    assert "The match is rejected by Edo Baker" in answer.content.decode()


def test_people_without_the_right_cannot_decide(as_person, ana, nell, candidate):
    match = suggested(candidate, ClaimFactory())
    for person in (ana, nell):
        assert decide(as_person(person), match, "confirm").status_code == 403
    assert Match.objects.get().state == MatchState.SUGGESTED


def test_an_outside_check_is_escaped_and_opens_elsewhere(as_person, edo, candidate):
    check = outside()
    suggested(candidate, outside=check)
    page = page_of(as_person(edo), candidate)
    assert "<script>alert(1)" not in page
    assert "Fen Facts &lt;b&gt;" in page
    assert "Mostly wrong" in page
    assert f'href="{check.url}" rel="noreferrer noopener nofollow" target="_blank"' in one_line(page)


def test_a_confirmed_outside_check_stays_linked_and_follows_to_the_claims_page(as_person, edo, candidate):
    match, client = suggested(candidate, outside=outside()), as_person(edo)
    decide(client, match, "confirm", htmx=True)
    page = page_of(client, candidate)
    assert "Unlink" in page
    client.post(reverse("candidate-accept", args=[candidate.pk]), {"expected_version": candidate.lock_version})
    candidate.refresh_from_db()

    page = client.get(reverse("claim", args=[candidate.claim_id])).content.decode()
    assert "Similar earlier checks" in page
    assert "Mostly wrong" in page


def test_a_claims_page_shows_similar_claims_and_where_it_may_be_repeated(as_person, ana, candidate):
    earlier, later = ClaimFactory(), ClaimFactory()
    match = Match.objects.create(later=later, claim=earlier, score=0.8, band="likely", suggested_at=timezone.now())
    suggested(candidate, earlier)
    client = as_person(ana)

    page = client.get(reverse("claim", args=[later.pk])).content.decode()
    assert f"Likely the same as: {earlier.number}" in words(page)
    assert "Maybe repeated in" in client.get(reverse("claim", args=[earlier.pk])).content.decode()
    answer = client.post(reverse("match-reject", args=[match.pk]), {"expected_version": 1}, headers=HTMX)
    assert 'id="similar"' in answer.content.decode()
    assert earlier.number not in words(answer.content.decode().partition('id="similar"')[2].partition("</section>")[0])


def test_the_page_says_that_it_is_still_looking_and_fetches_the_chips_when_it_is_over(as_person, edo, candidate):
    lookup = MatchSearch.objects.create(version=candidate.version, due_at=timezone.now())
    client = as_person(edo)
    address = reverse("article-matches", args=[candidate.version.article_id])
    assert "Looking for earlier checks" in page_of(client, candidate)
    assert 'hx-swap-oob="true"' not in client.get(address).content.decode()

    MatchSearch.objects.filter(pk=lookup.pk).update(due_at=None, remark="Compared by words only, because.")
    suggested(candidate, ClaimFactory())
    answer = client.get(address).content.decode()
    assert f'id="m{candidate.pk}" hx-swap-oob="true"' in answer
    assert "Compared by words only" in answer
    assert "hx-trigger" not in answer


@pytest.mark.parametrize("rows", [1, 3])
def test_the_chips_cost_two_queries_however_many_there_are(as_person, edo, django_assert_num_queries, rows):
    version = ArticleFactory().current
    RunFactory(version=version)
    for quote in QUOTES[:rows]:
        candidate = CandidateFactory(version=version, exact=quote)
        for _ in range(rows):
            suggested(candidate, ClaimFactory())
    client = as_person(edo)
    with django_assert_num_queries(12):
        page = client.get(reverse("article", args=[version.article_id])).content.decode()
    assert page.count('class="match-row"') == rows * rows


@pytest.mark.parametrize(
    ("language", "said"),
    [("es", "“Fares have doubled.” in English; this one is in Spanish"), ("en", "“Fares have doubled.” Confirm")],
)
def test_the_card_names_both_languages_where_they_differ(as_person, edo, candidate, language, said):
    ArticleVersion.objects.filter(pk=candidate.version_id).update(language=language)
    suggested(candidate, ClaimFactory(statement="Fares have doubled.", language="en"))
    assert said in words(page_of(as_person(edo), candidate))
