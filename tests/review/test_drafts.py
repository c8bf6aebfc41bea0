"""Drafts that never overwrite each other, and the wording of the claim."""

import datetime

import pytest
from django.utils import timezone

from claims.accounts.models import User
from claims.delivery.models import Notification
from claims.errors import Blocked, NotAllowed, WrongState
from claims.review import drafting
from claims.review.drafting import Wording, reword
from claims.tracking.enums import ClaimState
from claims.tracking.models import Claim
from claims.verdicts.models import Approval, Contribution, Rating, RatingScale, Verdict
from claims.workflow.moves import MoveName
from claims.workflow.perform import perform
from tests.factories import ClaimFactory
from tests.review.test_evidence import events
from tests.workflow.stories import claim_in, crew


def save(
    claim: Claim, actor: User, *, seen: int, rating: str = "false", summary: str = "", explanation: str = ""
) -> Verdict:
    return drafting.save_draft(
        claim_id=claim.pk, rating=rating, summary=summary, explanation=explanation, expected_version=seen, actor=actor
    )


def test_a_draft_counts_its_versions_and_makes_its_writer_an_author(claim: Claim, ana: User):
    first = save(claim, ana, seen=0, summary="It fell by 9 per cent.\r\n")
    second = save(claim, ana, seen=1, summary="It fell by 9 per cent.", explanation="See [1].")
    assert (first.lock_version, second.lock_version, second.summary) == (1, 2, "It fell by 9 per cent.")
    assert second.updated_by == ana
    assert Contribution.objects.filter(claim=claim, person=ana, part="verdict").exists()
    assert events(claim).count("draft_saved") == 2


def test_key_points_and_the_reason_are_saved_with_the_rest(claim: Claim, ana: User):
    words = {"rating": "false", "summary": "It fell.", "explanation": "", "claim_id": claim.pk, "actor": ana}
    kept = drafting.save_draft(
        **words, key_points="It fell.\r\n- By 9.", why_checked="It was repeated.\x00", expected_version=0
    )
    assert (kept.points, kept.why_checked, kept.lock_version) == (["It fell.", "By 9."], "It was repeated.", 1)
    with pytest.raises(drafting.StaleDraft) as refusal:
        drafting.save_draft(**words, key_points="It fell.", why_checked="", expected_version=0)
    assert refusal.value.changed == ("key points", "why we checked this")
    with pytest.raises(Blocked) as too_long:
        drafting.save_draft(**words, key_points="k" * 4_001, why_checked="w" * 2_001, expected_version=1)
    assert too_long.value.reasons == (
        "The key points have 4,001 characters; keep them under 4,000.",
        "Why you checked this has 2,001 characters; keep it under 2,000.",
    )


def test_saving_what_is_stored_changes_nothing_whatever_was_seen(claim: Claim, ana: User):
    save(claim, ana, seen=0, summary="It fell.")
    before = events(claim)
    assert save(claim, ana, seen=0, summary="It fell.").lock_version == 1
    assert events(claim) == before


def test_two_windows_never_overwrite_each_other(claim: Claim, ana: User, edo: User):
    save(claim, ana, seen=0, summary="It fell by 9 per cent.")
    with pytest.raises(drafting.StaleDraft) as refusal:
        save(claim, edo, seen=0, rating="mostly-false", summary="It fell a little.")
    stale = refusal.value
    assert (stale.status, stale.stored.summary if stale.stored else "") == (409, "It fell by 9 per cent.")
    assert stale.typed == drafting.Draft("mostly-false", "It fell a little.", "")
    assert stale.changed == ("rating", "short answer")
    assert stale.message.startswith("Ana Costa saved another draft after you opened this one.")
    assert Verdict.objects.get(claim=claim).summary == "It fell by 9 per cent."


def test_an_unknown_rating_is_refused(claim: Claim, ana: User):
    with pytest.raises(Blocked, match="no such rating"):
        save(claim, ana, seen=0, rating="pants-on-fire")
    assert not Verdict.objects.exists()


def test_a_rating_no_longer_offered_stays_on_a_draft_that_has_it(claim: Claim, ana: User, scale: RatingScale):
    save(claim, ana, seen=0, rating="unproven")
    Rating.objects.filter(slug="unproven").update(is_active=False)
    assert save(claim, ana, seen=1, rating="unproven", summary="Nobody knows.").lock_version == 2
    chosen = Verdict.objects.get(claim=claim).rating
    assert "unproven" in [rating.slug for rating in drafting.ratings_with(chosen)]
    assert "unproven" not in [rating.slug for rating in drafting.ratings_with(None)]


def test_text_beyond_its_limits_is_refused_with_a_sentence_each(claim: Claim, ana: User):
    with pytest.raises(Blocked) as refusal:
        save(claim, ana, seen=0, summary="s" * 1_001, explanation="e" * 200_000)
    assert refusal.value.reasons == (
        "The short answer has 1,001 characters; keep it under 1,000.",
        "The explanation has 200,000 characters; keep it under 100,000.",
    )
    assert not Verdict.objects.exists()


def test_control_characters_never_reach_the_database(claim: Claim, ana: User):
    verdict = save(claim, ana, seen=0, summary="It\x00 fell\u202e.", explanation="- a\r\n  - b\ud800")
    assert (verdict.summary, verdict.explanation) == ("It fell.", "- a\n  - b\ufffd")


def test_no_draft_voids_an_approval(db: None):
    people = crew()
    approved = claim_in(ClaimState.APPROVED, people)
    before, seen = events(approved), Verdict.objects.get(claim=approved)
    with pytest.raises(WrongState) as refusal:
        save(approved, people.reviewer, seen=seen.lock_version, summary="The accounts show a cut of 8 per cent.")
    assert refusal.value.message == (
        "This verdict is approved. To change it, press Edit again first; that voids the approval."
    )
    approved.refresh_from_db()
    assert (approved.state, events(approved)) == (ClaimState.APPROVED, before)
    assert Verdict.objects.get(claim=approved).summary == seen.summary
    assert Approval.objects.filter(revision__claim=approved, voided_at__isnull=True).count() == 1


def test_whoever_approved_hears_that_it_is_open_again(db: None):
    people = crew()
    approved = claim_in(ClaimState.APPROVED, people)
    perform(MoveName.EDIT_APPROVED, claim_id=approved.pk, actor=people.reviewer)
    told = Notification.objects.filter(recipient=people.second).order_by("-id").first()
    assert told is not None
    assert told.text == f"opened {approved.number} for editing after it was approved, so it needs approval again"


@pytest.mark.parametrize("state", [ClaimState.QUEUED, ClaimState.SUBMITTED, ClaimState.PUBLISHED, ClaimState.CLOSED])
def test_nobody_drafts_while_nobody_works_on_it(db: None, state: ClaimState):
    people = crew()
    claim = claim_in(state, people)
    before = events(claim)
    with pytest.raises(WrongState):
        save(claim, people.editor, seen=1, summary="Too late.")
    assert events(claim) == before


def test_a_draft_belongs_to_the_reviewer_and_editors(claim: Claim, apa: User, nell: User, ada: User, ana: User):
    for outsider in (nell, ada):
        with pytest.raises(NotAllowed):
            save(claim, outsider, seen=0)
    assert save(claim, apa, seen=0).lock_version == 1, "an approver is an editor too"


def test_rewording_needs_the_version_that_was_seen(claim: Claim, ana: User, edo: User):
    wording = Wording("Spending fell by 22 per cent", "Rufus Haldane", datetime.date(2026, 2, 9), "Council meeting")
    changed = reword(claim_id=claim.pk, wording=wording, expected_version=claim.lock_version, actor=ana)
    assert (changed.statement, changed.said_where) == ("Spending fell by 22 per cent", "Council meeting")
    assert changed.claimant is not None
    assert changed.claimant.name == "Rufus Haldane"
    with pytest.raises(drafting.StaleWording) as refusal:
        reword(claim_id=claim.pk, wording=Wording("Something else"), expected_version=claim.lock_version, actor=edo)
    assert refusal.value.stored.statement == "Spending fell by 22 per cent"
    assert Contribution.objects.filter(claim=claim, person=ana, part="wording").exists()


def test_an_editor_words_a_queued_claim_without_becoming_its_author(edo: User, ana: User):
    queued = ClaimFactory()
    reword(claim_id=queued.pk, wording=Wording("Ridership fell"), expected_version=1, actor=edo)
    assert not Contribution.objects.exists()
    with pytest.raises(NotAllowed):
        reword(claim_id=queued.pk, wording=Wording("Ridership rose"), expected_version=2, actor=ana)


def test_a_claim_keeps_a_wording_and_was_not_said_tomorrow(claim: Claim, ana: User):
    tomorrow = timezone.localdate() + datetime.timedelta(days=2)
    with pytest.raises(Blocked) as refusal:
        reword(
            claim_id=claim.pk,
            wording=Wording(" ", "c" * 201, tomorrow),
            expected_version=claim.lock_version,
            actor=ana,
        )
    assert refusal.value.reasons == (
        "The claimant's name has 201 characters; keep it under 200.",
        "Write the claim in words that stand alone.",
        "The claim cannot have been said in the future. Check the date.",
    )
