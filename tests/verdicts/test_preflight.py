"""Each gate once passing and once not, and the whole preflight as the page and the guard see it."""

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from claims.accounts.models import User
from claims.errors import Blocked
from claims.tracking.models import Claim
from claims.verdicts import preflight
from claims.verdicts.enums import CopyState, QuoteState, Stance
from claims.verdicts.models import Evidence, Waiver
from claims.workflow.moves import MoveName
from claims.workflow.perform import available, perform
from tests.verdicts.figure_cases import FIGURE_CASES
from tests.verdicts.picture_cases import PICTURE_CASES
from tests.verdicts.preflight_cases import CASES as TEXT_CASES
from tests.verdicts.preflight_cases import SOON, Story, a_contact, a_source, a_verdict

CASES = [*TEXT_CASES, *PICTURE_CASES, *FIGURE_CASES]


@pytest.mark.parametrize(
    ("gate", "story", "severity", "sentence"), CASES, ids=[f"{c[0]}-{c[2]}-{n}" for n, c in enumerate(CASES)]
)
def test_a_gate_says(claim: Claim, ana: User, gate: str, story: Story, severity: str, sentence: str):
    story(claim, ana)
    finding = next(found for found in preflight.check(claim) if found.gate == gate)
    assert (finding.severity, finding.sentence) == (severity, sentence)


def test_the_claimant_has_to_be_asked(claim: Claim, ana: User):
    finding = next(found for found in preflight.check(claim) if found.gate == "claimant_asked")
    assert finding.blocks
    assert finding.sentence == (f"Ask {claim.claimant} for comment, and log when and how, or say why nobody was asked.")
    claim.claimant = None
    finding = next(found for found in preflight.check(claim) if found.gate == "claimant_asked")
    assert finding.sentence.startswith("Nobody is named as the claimant.")


def test_a_claimant_who_still_has_time_is_a_warning(claim: Claim, ana: User):
    a_contact(claim, ana, answer_by=SOON)
    a_contact(claim, ana)
    finding = next(found for found in preflight.check(claim) if found.gate == "claimant_asked")
    assert (finding.severity, finding.sentence[:22]) == ("warn", "The claimant has until")


def test_a_written_reason_stands_in_for_a_block_and_not_for_a_warning(claim: Claim, ana: User):
    a_contact(claim, ana, answer_by=SOON)
    Waiver.objects.create(
        claim=claim, gate="claimant_asked", reason="He is away.", written_by=ana, written_at=timezone.now()
    )
    finding = next(found for found in preflight.check(claim) if found.gate == "claimant_asked")
    assert (finding.severity, finding.reason) == ("warn", "")


def test_a_gate_leads_to_where_it_is_mended(claim: Claim, ana: User):
    places = {finding.gate: finding.fix for finding in preflight.check(claim)}
    assert places == {
        "rating_set": "rating",
        "summary": "summary",
        "wording": "wording",
        "words_said": "wording",
        "key_points": "key-points",
        "why_checked": "why-checked",
        "explanation": "explanation",
        "independent_sources": "evidence",
        "primary_source": "evidence",
        "both_sides": "evidence",
        "archived": "evidence",
        "quotes_found": "evidence",
        "citations": "explanation",
        "figures": "explanation",
        "cells": "tables",
        "pictures": "pictures",
        "media": "pictures",
        "claimant_asked": "contacts",
    }
    for state in (None, CopyState.RUNNING):
        Evidence.objects.filter(claim=claim).update(removed_at=timezone.now())
        source = a_source(claim, ana, copy=state, quote="x", quote_state=QuoteState.NOT_FOUND)
        places = {finding.gate: finding.fix for finding in preflight.check(claim)}
        assert (places["archived"], places["quotes_found"]) == (f"evidence-{source.pk}", f"evidence-{source.pk}")
    a_source(claim, ana, copy=None)
    assert preflight.check(claim)[10].fix == f"evidence-{source.pk}"


def test_only_what_blocks_stands_against_submitting(claim: Claim, ana: User):
    assert [finding.gate for finding in preflight.blocking(claim)] == [
        "rating_set", "summary", "explanation", "independent_sources", "primary_source", "both_sides",
        "claimant_asked",
    ]  # fmt: skip
    a_verdict(claim)
    a_source(claim, ana)
    a_source(claim, ana, publisher="Courier", stance=Stance.SUPPORTS)
    a_contact(claim, ana, answer_by=SOON)
    assert preflight.blocking(claim) == []


def test_every_gate_has_a_case_that_passes_and_one_that_does_not():
    shown = {(gate, severity == "ok") for gate, _, severity, _ in CASES} | {("claimant_asked", False)}
    assert shown == {(gate, passing) for gate in preflight.GATES for passing in (True, False)}


@pytest.mark.parametrize("gate", [gate.id for gate in preflight.GATES.values() if gate.waivable])
def test_a_written_reason_stands_in_for_a_gate_that_allows_one(claim: Claim, ana: User, gate: str):
    Waiver.objects.create(
        claim=claim, gate=gate, reason="It is the only one.", written_by=ana, written_at=timezone.now()
    )
    finding = next(found for found in preflight.check(claim) if found.gate == gate)
    assert (finding.severity, finding.reason) == ("ok", "It is the only one.")
    assert finding.sentence == "Written reason: It is the only one."


def test_a_reason_for_a_gate_that_allows_none_changes_nothing(claim: Claim, ana: User):
    Waiver.objects.create(
        claim=claim, gate="rating_set", reason="In a hurry.", written_by=ana, written_at=timezone.now()
    )
    assert "rating_set" in [finding.gate for finding in preflight.blocking(claim)]


def test_the_panel_and_the_submit_button_run_the_same_code(claim: Claim, ana: User):
    sentences = tuple(finding.sentence for finding in preflight.blocking(claim))
    offer = next(offer for offer in available(claim, ana) if offer.move.name == MoveName.SUBMIT)
    assert offer.reasons == sentences
    with pytest.raises(Blocked) as refusal:
        perform(MoveName.SUBMIT, claim_id=claim.pk, actor=ana)
    assert refusal.value.reasons == sentences


def test_a_removed_source_counts_for_nothing(claim: Claim, ana: User):
    a_source(claim, ana, removed_at=timezone.now())
    assert "primary_source" in [finding.gate for finding in preflight.blocking(claim)]


@pytest.mark.parametrize("count", [1, 3])
def test_the_preflight_asks_the_database_as_often_for_three_sources_as_for_one(
    claim: Claim, ana: User, count: int, django_assert_num_queries: DjangoAssertNumQueries
):
    a_verdict(claim)
    for _ in range(count):
        a_source(claim, ana)
    with django_assert_num_queries(6):
        preflight.check(claim)
