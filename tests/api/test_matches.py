"""Programs read what was checked before, and confirm, reject and reopen with the rights of their persons."""

import pytest
from django.utils import timezone

from claims.matching.models import Match
from claims.tracking.enums import CandidateState
from tests.desk.test_matches import outside, suggested
from tests.factories import ArticleFactory, CandidateFactory, ClaimFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def match():
    return suggested(CandidateFactory(), ClaimFactory())


def test_a_program_follows_a_match_from_the_candidate_to_the_merger_and_back(program_of, edo, match):
    editor = program_of(edo)
    candidate = f"candidates/{match.candidate_id}/"
    (found,) = editor.get(f"{candidate}?expand=matches").json()["matches"]
    assert (found["claim"], found["score"]) == (match.claim_id, 0.91)
    assert (found["band"], found["state"]) == ("likely", "suggested")
    assert (found["own_language"], found["earlier_language"]) == ("en", "")
    assert "matches" not in editor.get(candidate).json()

    seen = editor.get(f"matches/{match.pk}/")["ETag"]
    assert editor.post(f"matches/{match.pk}/confirm/").status_code == 428
    confirmed = editor.post(f"matches/{match.pk}/confirm/", seen=seen)
    assert confirmed.status_code == 200, confirmed.content
    assert (confirmed.json()["match"]["state"], confirmed.json()["candidate"]["state"]) == ("confirmed", "merged")
    assert confirmed.json()["candidate"]["claim"] == match.claim_id

    stale = editor.post(f"matches/{match.pk}/reopen/", seen=seen)
    assert stale.status_code in (409, 412)
    assert stale.json()["current"]["state"] == "confirmed"
    reopened = editor.post(f"matches/{match.pk}/reopen/", seen=confirmed["ETag"]).json()
    assert (reopened["match"]["state"], reopened["candidate"]["state"]) == ("suggested", "pending")


def test_a_program_reads_both_languages_of_a_match(program_of, edo):
    version = ArticleFactory(version__language="es").current
    match = suggested(CandidateFactory(version=version), ClaimFactory(language="en"))
    editor = program_of(edo)
    answers = [editor.get(f"matches/{match.pk}/").json(), editor.get("matches/").json()["results"][0]]
    answers.append(editor.post(f"matches/{match.pk}/reject/", seen=1).json()["match"])
    assert [(each["own_language"], each["earlier_language"]) for each in answers] == [("es", "en")] * 3


def test_rejecting_leaves_the_candidate_alone(program_of, edo, match):
    done = program_of(edo).post(f"matches/{match.pk}/reject/", seen=1)
    assert (done.status_code, done.json()["candidate"]) == (200, None)
    match.candidate.refresh_from_db()
    assert match.candidate.state == CandidateState.PENDING


@pytest.mark.parametrize("act", ["confirm", "reject", "reopen"])
@pytest.mark.parametrize("who", ["ana", "ada", "nell"])
def test_who_may_not_triage_may_not_decide(program_of, request, who, act, match):
    answer = program_of(request.getfixturevalue(who)).post(f"matches/{match.pk}/{act}/", seen=1)
    assert answer.status_code == 403
    assert Match.objects.get().lock_version == 1


def test_the_list_is_filtered_and_a_foreign_id_is_not_found(program_of, ana, match):
    later = ClaimFactory()
    Match.objects.create(later=later, claim=match.claim, score=0.6, band="possible", suggested_at=timezone.now())
    reader = program_of(ana)
    of_article = reader.get(f"matches/?article={match.candidate.version.article_id}").json()["results"]
    assert [row["id"] for row in of_article] == [match.pk]
    assert len(reader.get(f"matches/?claim={match.claim_id}").json()["results"]) == 2
    assert len(reader.get(f"matches/?later_claim={later.pk}&band=possible&state=suggested").json()["results"]) == 1
    assert reader.get("matches/?state=maybe").status_code == 400
    assert reader.get("matches/999999/").status_code == 404


def test_outside_checks_are_listed_without_their_raw_form_unless_asked(program_of, ana):
    check = outside(raw={"@type": "ClaimReview"})
    reader = program_of(ana)
    assert reader.get("outside-checks/").json()["results"][0]["publisher"] == check.publisher
    assert "raw" not in reader.get(f"outside-checks/{check.pk}/").json()
    assert reader.get(f"outside-checks/{check.pk}/?expand=raw").json()["raw"] == {"@type": "ClaimReview"}


@pytest.mark.parametrize("address", ["candidates/?expand=matches", "matches/", "outside-checks/?expand=raw"])
def test_lists_cost_the_same_queries_at_one_and_at_three_rows(program_of, edo, django_assert_num_queries, address):
    editor, counts = program_of(edo), []
    editor.get(address)
    for number in range(3):
        check = outside(claim_sha256=str(number))
        suggested(CandidateFactory(), outside=check)
        if number in (0, 2):
            with django_assert_num_queries(12, exact=False) as captured:
                assert len(editor.get(address).json()["results"]) == number + 1
            counts.append(len(captured))
    assert counts[0] == counts[1]
