"""Other newsrooms' fact-checks come in by a command, are compared with candidates, and come in once."""

import json

import pytest
from django.core.management import CommandError, call_command

from claims.audit.models import AuditEvent
from claims.errors import NotAllowed
from claims.intake import imports
from claims.intake.fact_check_import import import_checks, read_checks
from claims.matching.enums import MatchState
from claims.matching.models import Match, MatchIndexEntry, OutsideCheck
from claims.matching.queries import likenesses_of, matches_of
from claims.matching.services import look_up
from claims.tracking.enums import ImportKind, ImportState, RowOutcome
from claims.triage import candidate_decisions, find_matches, match_decisions
from tests.claimreview.test_import_formats import REVIEW, SEARCH
from tests.factories import ArticleFactory, CandidateFactory, ClaimFactory

pytestmark = pytest.mark.django_db

SAID = "Nowhere in Europe is an estuary warmer than ours"


def outcomes(value, actor, **more):
    entries = read_checks(json.dumps(value).encode())
    return [row.result.outcome for row in import_checks(entries, source="feed.json", actor=actor, **more)]


def everything():
    return sorted(
        (str(match), match.band, match.state)
        for match in Match.objects.select_related("candidate", "later", "claim", "outside")
    )


def test_a_file_comes_in_once_and_brings_only_what_changed(edo):
    feed = [REVIEW, SEARCH]
    assert outcomes(feed, edo) == [RowOutcome.CREATED] * 3
    assert outcomes(feed, edo) == [RowOutcome.HERE] * 3
    newer = {**REVIEW, "reviewRating": {"alternateName": "False"}, "url": REVIEW["url"] + "?utm_source=feed#top"}
    assert outcomes([newer, SEARCH], edo) == [RowOutcome.CHANGED, RowOutcome.HERE, RowOutcome.HERE]
    check = OutsideCheck.objects.get(publisher="Fen Facts", claim_reviewed=REVIEW["claimReviewed"])
    assert (check.rating, check.tone, check.source) == ("False", 5, "feed.json")
    actions = AuditEvent.objects.filter(object_type="outsidecheck", object_id=check.pk).values_list("action", flat=True)
    assert list(actions) == ["outside_check_changed", "outside_check_added"]


def test_a_reworded_claim_at_one_address_is_the_same_check(edo):
    outcomes([REVIEW], edo)
    assert outcomes([{**REVIEW, "claimReviewed": "The estuary is Europe’s warmest"}], edo) == [RowOutcome.CHANGED]
    assert OutsideCheck.objects.count() == 1


def test_several_claims_at_one_address_are_several_checks(edo):
    second = {**REVIEW, "claimReviewed": "The harbour freezes every winter"}
    assert outcomes([REVIEW, second, REVIEW], edo) == [RowOutcome.CREATED, RowOutcome.CREATED, RowOutcome.HERE]


def test_a_dry_run_says_it_all_and_changes_nothing(edo):
    outcomes([REVIEW], edo)
    newer = {**REVIEW, "headline": "New title"}
    assert outcomes([newer, SEARCH, SEARCH], edo, dry_run=True)[:3] == [
        RowOutcome.CHANGED,
        RowOutcome.CREATED,
        RowOutcome.CREATED,
    ]
    assert OutsideCheck.objects.count() == 1


def test_reviewers_do_not_import(ana):
    with pytest.raises(NotAllowed):
        outcomes([REVIEW], ana)


def test_a_candidate_is_told_that_another_newsroom_checked_it_and_the_link_follows_it(edo):
    outcomes([REVIEW], edo)
    candidate = CandidateFactory(version=ArticleFactory(version__text=f"{SAID}, he said.").current, exact=SAID)
    look_up(candidate.version_id)
    find_matches.process_pending()
    (shown,) = matches_of([candidate])[candidate.pk]
    assert (shown.lead, shown.rating, shown.tone) == ("Likely checked elsewhere", "Mostly wrong", 4)

    match_decisions.confirm(match_id=shown.match.pk, actor=edo)
    candidate.refresh_from_db()
    assert candidate.state == "pending"
    claim = candidate_decisions.accept(candidate_id=candidate.pk, actor=edo).candidate.claim
    assert [each.match.outside.publisher for each in likenesses_of(claim).earlier] == ["Fen Facts"]


def test_what_is_imported_later_reaches_candidates_and_claims_that_were_there_before(edo):
    claim = ClaimFactory(statement=SAID)
    candidate = CandidateFactory(version=ArticleFactory(version__text=f"{SAID}, he said.").current, exact=SAID)
    look_up(candidate.version_id)
    find_matches.process_pending()

    outcomes([REVIEW], edo)
    find_matches.process_pending()

    assert {match.target_key for match in Match.objects.filter(candidate=candidate)} >= {
        f"o{OutsideCheck.objects.get().pk}"
    }
    assert [each.match.outside.publisher for each in likenesses_of(claim).earlier] == ["Fen Facts"]


def test_the_command_names_what_failed_and_writes_a_result(edo, tmp_path, capsys):
    file, result = tmp_path / "feed.json", tmp_path / "result.csv"
    file.write_text(json.dumps([REVIEW, {**REVIEW, "url": "javascript:1"}]))
    with pytest.raises(SystemExit):
        call_command("import_factchecks", str(file), username="edo", result=result)
    out = capsys.readouterr().out
    assert "item 2: It has no web address of its own (url)." in out
    assert "1 added, 0 changed, 0 here already, 1 failed." in out
    assert result.read_text(encoding="utf-8-sig").splitlines()[0] == "place,outcome,message"
    for bad, why in (("nowhere.json", "could not be read"), ("http://127.0.0.1:1/feed", ".")):
        with pytest.raises(CommandError, match=why):
            call_command("import_factchecks", bad, username="edo")
    with pytest.raises(CommandError, match="nobody"):
        call_command("import_factchecks", str(file), username="ghost")


def test_rebuilding_gives_the_same_answers_and_keeps_what_people_said(edo, capsys):
    outcomes([REVIEW, SEARCH], edo)
    for statement in (SAID, "The ferries cost nothing on a Sunday", "Penguins mate for life"):
        ClaimFactory(statement=statement)
    candidate = CandidateFactory(version=ArticleFactory(version__text=f"{SAID}, he said.").current, exact=SAID)
    look_up(candidate.version_id)
    find_matches.process_pending()
    rejected = Match.objects.filter(candidate=candidate).first()
    match_decisions.reject(match_id=rejected.pk, actor=edo)
    before = everything()

    MatchIndexEntry.objects.all().delete()
    call_command("rebuild_matches", vectors=True, verbosity=0)

    after = everything()
    assert after == before
    assert Match.objects.get(pk=rejected.pk).state == MatchState.REJECTED
    assert "6 claims and outside checks indexed" in capsys.readouterr().out


def test_a_file_is_handed_in_on_the_desk_checked_first_and_then_imported(edo, ana):
    data = json.dumps([REVIEW, SEARCH, {**REVIEW, "url": "javascript:1"}, REVIEW]).encode()
    batch = imports.receive(kind=ImportKind.CHECKS, name="feed.json", data=data, actor=edo, dry_run=True)
    imports.work(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.created, batch.here, batch.failed) == (ImportState.CHECKED, 3, 1, 1)
    assert OutsideCheck.objects.count() == 0

    imports.carry_out(batch_id=batch.pk, actor=edo)
    imports.work(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.created, batch.here, batch.failed) == (ImportState.DONE, 3, 1, 1)
    assert batch.rows.get(outcome=RowOutcome.FAILED).message == "It has no web address of its own (url)."
    with pytest.raises(NotAllowed):
        imports.receive(kind=ImportKind.CHECKS, name="feed.json", data=data, actor=ana, dry_run=True)


def test_a_file_without_a_check_fails_as_a_whole_and_says_why(edo):
    batch = imports.receive(kind=ImportKind.CHECKS, name="a.html", data=b"<p>Nothing", actor=edo, dry_run=True)
    imports.work(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.error[:32]) == (ImportState.FAILED, "There is no fact-check in it: ne")
