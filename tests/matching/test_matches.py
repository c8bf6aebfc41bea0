"""What was checked before is suggested, a person says whether it is the same, and each step can be taken back."""

import pytest

from claims.audit.models import AuditEvent
from claims.delivery.models import Notification
from claims.errors import NotAllowed, Stale, WrongState
from claims.intake import run_worker
from claims.jobs.running import run_one
from claims.matching.enums import MatchBand, MatchState
from claims.matching.models import Match, MatchIndexEntry, MatchSearch, RepeatAlert
from claims.matching.queries import likenesses_of, matches_of
from claims.matching.services import look_up
from claims.review.drafting import Wording, reword
from claims.tracking.enums import CandidateState, ClaimState
from claims.tracking.models import Candidate, Claim, ExtractionRun
from claims.triage import candidate_decisions, find_matches, match_decisions
from tests.factories import ArticleFactory, CandidateFactory, ClaimFactory, RunFactory
from tests.workflow import stories
from tests.workflow.stories import claim_in

pytestmark = pytest.mark.django_db

BUSES = "Ridership on the evening buses fell by 41 per cent in three years."
SAID_AGAIN = "Evening bus ridership dropped 41 per cent over three years."
ARTICLE = (
    f"{SAID_AGAIN} Mayor Rufus Haldane told the council on Monday that the harbour ferry carried 900 passengers a day. "
    "Penguins mate for life, a keeper at the zoo said."
)


def claim_and_candidate(**fields):
    """A claim in the index, and a pending candidate of another article that says the same in other words."""
    claim = ClaimFactory(statement=BUSES, **fields)
    version = ArticleFactory(version__text=ARTICLE).current
    candidate = CandidateFactory(version=version, exact=SAID_AGAIN)
    return claim, candidate


def looked_up(candidate):
    """The candidate's matches after a worker looked, as the page shows them."""
    look_up(candidate.version_id)
    find_matches.process_pending()
    return matches_of([candidate]).get(candidate.pk, [])


def test_candidate_in_other_words_is_told_with_number_rating_and_score():
    claim = claim_in(ClaimState.PUBLISHED, stories.crew())
    version = ArticleFactory(version__text=f"{claim.statement}, he said.").current
    candidate = CandidateFactory(version=version, exact=claim.statement)

    (shown,) = looked_up(candidate)

    assert (shown.lead, shown.match.claim.number, shown.rating, shown.tone) == (
        "Likely checked before",
        claim.number,
        "False",
        5,
    )
    assert shown.match.score > 0.9
    assert shown.match.band == MatchBand.LIKELY


def test_an_article_from_the_wire_is_compared_when_it_has_been_read(edo):
    claim = ClaimFactory(statement=BUSES)
    version = ArticleFactory(version__text=ARTICLE).current
    run = RunFactory(version=version, state="queued", requested_by=edo)
    run_one(ExtractionRun, run.pk, run=run_worker.read)
    assert MatchSearch.objects.get(version=version).is_due_or_running
    find_matches.process_pending()

    (match,) = Match.objects.filter(candidate__isnull=False)
    assert match.claim == claim
    assert match.candidate.exact.startswith("Evening bus ridership")
    assert not MatchSearch.objects.get(version=version).is_due_or_running


def test_confirming_makes_the_candidate_an_appearance_and_undo_takes_it_back(edo):
    claim, candidate = claim_and_candidate()
    (shown,) = looked_up(candidate)

    done = match_decisions.confirm(match_id=shown.match.pk, actor=edo, expected_version=shown.match.lock_version)

    candidate.refresh_from_db()
    assert (candidate.state, candidate.claim) == (CandidateState.MERGED, claim)
    assert done.match.state == MatchState.CONFIRMED
    assert done.message == f"Confirmed. Merged into {claim.number}."
    assert [event.action for event in AuditEvent.objects.filter(object_type="match")] == ["match_confirmed"]

    candidate_decisions.undo(candidate_id=candidate.pk, actor=edo)
    candidate.refresh_from_db()
    assert (candidate.state, candidate.claim) == (CandidateState.PENDING, None)
    assert Match.objects.get().state == MatchState.SUGGESTED


def test_a_merger_by_hand_confirms_the_suggestion_and_reopening_undoes_the_merger(edo):
    claim, candidate = claim_and_candidate()
    (shown,) = looked_up(candidate)

    candidate_decisions.merge(candidate_id=candidate.pk, claim_id=claim.pk, actor=edo)
    assert Match.objects.get().state == MatchState.CONFIRMED

    match_decisions.reopen(match_id=shown.match.pk, actor=edo)
    candidate.refresh_from_db()
    assert candidate.state == CandidateState.PENDING
    assert Match.objects.get().decided_by is None


def test_a_rejected_match_is_not_suggested_again_not_even_in_the_next_version(edo):
    claim, candidate = claim_and_candidate()
    (shown,) = looked_up(candidate)
    match_decisions.reject(match_id=shown.match.pk, actor=edo)

    assert looked_up(candidate) == []
    following = CandidateFactory(version=ArticleFactory(version__text=ARTICLE).current, exact=SAID_AGAIN)
    Candidate.objects.filter(pk=following.pk).update(carried_from=candidate)
    assert looked_up(following) == []
    assert Match.objects.filter(candidate=following).get().state == MatchState.REJECTED

    match_decisions.reopen(match_id=shown.match.pk, actor=edo)
    assert [each.match.claim for each in matches_of([candidate])[candidate.pk]] == [claim]


def test_reviewers_and_people_without_a_role_cannot_decide_on_candidates(ana, nell):
    _, candidate = claim_and_candidate()
    (shown,) = looked_up(candidate)
    for person in (ana, nell):
        for act in (match_decisions.confirm, match_decisions.reject, match_decisions.reopen):
            with pytest.raises(NotAllowed):
                act(match_id=shown.match.pk, actor=person)
    assert Match.objects.get().state == MatchState.SUGGESTED


def test_nothing_comes_of_a_match_whose_candidate_was_dismissed_meanwhile(edo):
    _, candidate = claim_and_candidate()
    (shown,) = looked_up(candidate)
    candidate_decisions.dismiss(candidate_id=candidate.pk, reason="trivial", actor=edo)

    with pytest.raises(WrongState, match="It was dismissed by Edo Baker"):
        match_decisions.confirm(match_id=shown.match.pk, actor=edo)
    with pytest.raises(WrongState, match="The candidate is dismissed already"):
        match_decisions.reject(match_id=shown.match.pk, actor=edo)
    assert matches_of([candidate]) == {}


def test_two_editors_on_one_match_are_told_of_each_other(edo, apa):
    _, candidate = claim_and_candidate()
    (shown,) = looked_up(candidate)
    match_decisions.reject(match_id=shown.match.pk, actor=apa, expected_version=1)

    with pytest.raises(Stale, match="The match is rejected by Apa Singh"):
        match_decisions.confirm(match_id=shown.match.pk, actor=edo, expected_version=1)


def test_a_reworded_claim_is_compared_by_its_new_words(edo):
    claim, candidate = claim_and_candidate()
    assert looked_up(candidate)

    wording = Wording(statement="Penguins mate for life")
    reword(claim_id=claim.pk, wording=wording, expected_version=claim.lock_version, actor=edo)
    assert looked_up(candidate) == []

    zoo = CandidateFactory(version=candidate.version, exact="Penguins mate for life")
    assert [shown.match.claim for shown in looked_up(zoo)] == [claim]


def test_a_claim_that_was_taken_back_is_not_found_any_more(edo):
    first = CandidateFactory(version=ArticleFactory(version__text=BUSES).current, exact=BUSES)
    candidate_decisions.accept(candidate_id=first.pk, actor=edo)
    second = CandidateFactory(version=ArticleFactory(version__text=ARTICLE).current, exact=SAID_AGAIN)
    assert looked_up(second)

    candidate_decisions.undo(candidate_id=first.pk, actor=edo)

    assert (
        Claim.objects.count()
        == Match.objects.filter(claim__isnull=False).count()
        == MatchIndexEntry.objects.count()
        == 0
    )
    assert looked_up(second) == []


def test_a_confirmed_match_keeps_its_claim(edo):
    first = CandidateFactory(version=ArticleFactory(version__text=BUSES).current, exact=BUSES)
    candidate_decisions.accept(candidate_id=first.pk, actor=edo)
    second = CandidateFactory(version=ArticleFactory(version__text=ARTICLE).current, exact=SAID_AGAIN)
    (shown,) = looked_up(second)
    match_decisions.confirm(match_id=shown.match.pk, actor=edo)

    with pytest.raises(WrongState, match="has been worked on since"):
        candidate_decisions.undo(candidate_id=first.pk, actor=edo)


def test_a_hand_marked_candidate_with_a_suggestion_can_be_taken_away_again(edo):
    ClaimFactory(statement=BUSES)
    version = ArticleFactory(version__text=ARTICLE).current
    marked = candidate_decisions.mark_by_hand(version_id=version.pk, start=0, end=len(SAID_AGAIN), actor=edo).candidate
    find_matches.process_pending()
    assert Match.objects.filter(candidate=marked).exists()

    candidate_decisions.undo(candidate_id=marked.pk, actor=edo)
    assert not Match.objects.filter(candidate__isnull=False).exists()


def test_editors_hear_once_that_a_new_article_repeats_a_published_check(edo, ana):
    claim = claim_in(ClaimState.PUBLISHED, stories.crew())
    version = ArticleFactory(version__text=f"{claim.statement}. {claim.statement}, he said again.").current
    for start in (0, len(claim.statement) + 2):
        CandidateFactory(version=version, exact=claim.statement, start=start, end=start + len(claim.statement))
    Notification.objects.all().delete()
    looked_up(Candidate.objects.first())
    looked_up(Candidate.objects.last())

    told = Notification.objects.filter(kind="repeated")
    assert edo in {row.recipient for row in told}
    assert ana not in {row.recipient for row in told}
    assert len(told) == len({row.recipient_id for row in told})
    assert told[0].sentence == f"A new article seems to repeat {claim.number} (False): “{version.title}”"
    assert RepeatAlert.objects.count() == 1


def test_an_open_claim_that_is_said_again_alarms_nobody(edo):
    _, candidate = claim_and_candidate()
    assert looked_up(candidate)[0].lead == "Likely the same as"
    assert not Notification.objects.exists()


def test_similar_claims_are_shown_on_the_later_ones_page_and_linked_on_both(ana):
    earlier = ClaimFactory(statement=BUSES)
    later = ClaimFactory(statement=SAID_AGAIN)
    find_matches.process_pending()

    assert [shown.match.claim for shown in likenesses_of(later).earlier] == [earlier]
    assert not likenesses_of(earlier)
    match = Match.objects.get()
    match_decisions.confirm(match_id=match.pk, actor=ana)
    assert [shown.match.later for shown in likenesses_of(earlier).earlier] == [later]


def test_rewording_the_earlier_claim_mends_the_later_ones_page(edo):
    earlier = ClaimFactory(statement="Penguins mate for life")
    later = ClaimFactory(statement=SAID_AGAIN)
    find_matches.process_pending()
    assert not likenesses_of(later)

    wording = Wording(statement=BUSES)
    reword(claim_id=earlier.pk, wording=wording, expected_version=earlier.lock_version, actor=edo)
    find_matches.process_pending()
    assert [shown.match.claim for shown in likenesses_of(later).earlier] == [earlier]
