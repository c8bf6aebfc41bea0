"""Asking the claimant, and written reasons for gates that do not hold."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from claims.accounts.models import User
from claims.errors import Blocked, NotAllowed, Stale, WrongState
from claims.review import claimant_contacts, waivers
from claims.review.claimant_contacts import Asked
from claims.tracking.models import Claim
from claims.verdicts.models import ClaimantContact, Contribution, Waiver
from tests.review.test_evidence import events


def yesterday() -> Asked:
    now = timezone.now()
    return Asked("Press office", "email", now - timedelta(days=1), answer_by=now + timedelta(days=1))


def test_asking_is_logged_and_answered_later(claim: Claim, ana: User):
    asked = yesterday()
    contact = claimant_contacts.log(claim_id=claim.pk, asked=asked, actor=ana)
    answered = claimant_contacts.change(
        contact_id=contact.pk, asked=replace(asked, answer="We stand by it."), expected_version=1, actor=ana
    )
    assert (answered.answer, answered.lock_version) == ("We stand by it.", 2)
    assert answered.answered_at is not None
    assert events(claim)[-2:] == ["claimant_asked", "contact_changed"]
    assert Contribution.objects.filter(claim=claim, person=ana, part="contact").exists()


def test_a_double_click_logs_once(claim: Claim, ana: User):
    asked = yesterday()
    assert claimant_contacts.log(claim_id=claim.pk, asked=asked, actor=ana) == claimant_contacts.log(
        claim_id=claim.pk, asked=asked, actor=ana
    )
    assert ClaimantContact.objects.count() == 1


def test_a_stale_entry_loses_nothing(claim: Claim, ana: User, edo: User):
    asked = yesterday()
    contact = claimant_contacts.log(claim_id=claim.pk, asked=asked, actor=ana)
    claimant_contacts.change(
        contact_id=contact.pk, asked=replace(asked, whom="The mayor"), expected_version=1, actor=edo
    )
    with pytest.raises(claimant_contacts.StaleContact) as refusal:
        claimant_contacts.change(
            contact_id=contact.pk, asked=replace(asked, answer="No."), expected_version=1, actor=ana
        )
    assert (refusal.value.stored.whom, refusal.value.typed.answer) == ("The mayor", "No.")


def test_an_entry_made_by_mistake_goes_and_the_history_keeps_it(claim: Claim, ana: User):
    contact = claimant_contacts.log(claim_id=claim.pk, asked=yesterday(), actor=ana)
    claimant_contacts.remove(contact_id=contact.pk, expected_version=1, actor=ana)
    assert not ClaimantContact.objects.exists()
    assert events(claim)[-1] == "contact_removed"
    with pytest.raises(WrongState):
        claimant_contacts.remove(contact_id=contact.pk, expected_version=1, actor=ana)


def test_times_that_cannot_be_are_sentences(claim: Claim, ana: User):
    now = timezone.now()
    with pytest.raises(Blocked) as refusal:
        claimant_contacts.log(
            claim_id=claim.pk,
            asked=Asked(" ", "pigeon", now + timedelta(hours=1), answer_by=now, answered_at=now - timedelta(days=2)),
            actor=ana,
        )
    assert refusal.value.reasons == (
        "Say whom you asked.",
        "Say how you asked: by e-mail, phone, letter, in person or by a form.",
        "The time of asking lies in the future. Log it once you have asked.",
        "The time to answer by lies before the time of asking.",
        "Write down what was answered, or leave the time of the answer empty.",
        "The answer cannot have come before the question. Check the times.",
    )
    assert not ClaimantContact.objects.exists()


def test_only_the_reviewer_and_editors_log(claim: Claim, nell: User):
    with pytest.raises(NotAllowed):
        claimant_contacts.log(claim_id=claim.pk, asked=yesterday(), actor=nell)


def test_a_reason_is_written_changed_and_taken_back(claim: Claim, ana: User):
    waivers.write_reason(claim_id=claim.pk, gate="both_sides", reason="Nobody disputes the figure.", actor=ana)
    waivers.write_reason(
        claim_id=claim.pk,
        gate="both_sides",
        reason="No published source disputes it.",
        actor=ana,
        seen="Nobody disputes the figure.",
    )
    assert Waiver.objects.get(claim=claim).reason == "No published source disputes it."
    with pytest.raises(Stale):
        waivers.remove_reason(claim_id=claim.pk, gate="both_sides", actor=ana, seen="Nobody disputes the figure.")
    waivers.remove_reason(claim_id=claim.pk, gate="both_sides", actor=ana)
    assert not Waiver.objects.exists()
    assert events(claim)[-3:] == ["reason_written", "reason_written", "reason_removed"]


@pytest.mark.parametrize("gate", ["rating_set", "archived", "no_such_gate"])
def test_not_every_gate_takes_a_reason(claim: Claim, ana: User, gate: str):
    with pytest.raises(Blocked, match="cannot stand in"):
        waivers.write_reason(claim_id=claim.pk, gate=gate, reason="We are in a hurry today.", actor=ana)


@pytest.mark.parametrize("reason", ["", "n/a", "r" * 1001])
def test_a_reason_is_a_sentence(claim: Claim, ana: User, reason: str):
    with pytest.raises(Blocked):
        waivers.write_reason(claim_id=claim.pk, gate="both_sides", reason=reason, actor=ana)
