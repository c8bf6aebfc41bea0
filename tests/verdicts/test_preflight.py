"""Each gate once passing and once not, and the whole preflight as the page and the guard see it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from claims.accounts.models import User
from claims.tracking.models import Claim
from claims.verdicts import preflight
from claims.verdicts.enums import ContactMethod, CopyState, QuoteState, SourceKind, Stance
from claims.verdicts.models import ClaimantContact, Evidence, EvidenceCopy, Rating, Verdict, Waiver
from claims.workflow.errors import Blocked
from claims.workflow.moves import MoveName
from claims.workflow.perform import available, perform


def a_verdict(claim: Claim, **said: object) -> None:
    fields = {
        "rating": Rating.objects.get(slug="false"),
        "summary": "It fell by 9.",
        "explanation": "See the accounts.",
    }
    Verdict.objects.update_or_create(claim=claim, defaults={**fields, "updated_at": timezone.now(), **said})


def a_source(claim: Claim, ana: User, *, copy: CopyState | None = CopyState.KEPT, **said: object) -> Evidence:
    now = timezone.now()
    fields = {"title": "Accounts", "publisher": "Audit Office", "kind": SourceKind.PRIMARY, "stance": Stance.REFUTES}
    source = Evidence.objects.create(claim=claim, accessed_at=now, added_at=now, added_by=ana, **{**fields, **said})
    if copy:
        kept = {"sha256": "ab" * 32, "copied_at": now} if copy == CopyState.KEPT else {}
        EvidenceCopy.objects.create(evidence=source, state=copy, queued_at=now, **kept)
    return source


def a_contact(claim: Claim, ana: User, **said: object) -> None:
    asked = timezone.now() - timedelta(days=1)
    ClaimantContact.objects.create(
        claim=claim, whom="Press office", method=ContactMethod.EMAIL, logged_by=ana, **{"asked_at": asked, **said}
    )


type Story = Callable[[Claim, User], object]


def wording(words: str) -> Story:
    def write(claim: Claim, ana: User) -> None:
        a_verdict(claim)
        claim.statement = words

    return write


def rated(slug: str, words: str) -> Story:
    def write(claim: Claim, ana: User) -> None:
        a_verdict(claim, rating=Rating.objects.get(slug=slug))
        claim.statement = words

    return write


def sources(*said: dict[str, object]) -> Story:
    def write(claim: Claim, ana: User) -> None:
        for each in said:
            a_source(claim, ana, **each)

    return write


def together(*stories: Story) -> Story:
    def write(claim: Claim, ana: User) -> None:
        for story in stories:
            story(claim, ana)

    return write


def nothing(claim: Claim, ana: User) -> None:
    """The claim as it comes into review."""


def draft(**said: object) -> Story:
    return lambda claim, ana: a_verdict(claim, **said)


SOON = timezone.now() + timedelta(days=1)

CASES: list[tuple[str, Story, str, str]] = [
    ("rating_set", nothing, "block", "Choose a rating."),
    ("rating_set", draft(rating=None), "block", "Choose a rating."),
    ("rating_set", draft(), "ok", "The rating is set: False."),
    (
        "summary",
        draft(summary=" "),
        "block",
        "Write the short answer: two or three sentences that a reader meets first.",
    ),
    ("summary", draft(summary="x" * 281), "block", "The short answer has 281 characters; bring it down to 280."),
    ("summary", draft(summary="x" * 280), "ok", "The short answer has 280 of 280 characters."),
    (
        "explanation",
        draft(explanation=""),
        "block",
        "Write the explanation: how you checked it, and what the sources show.",
    ),
    (
        "explanation",
        draft(explanation="> " * 200 + "deep"),
        "block",
        "Quotes or lists lie so deep in one another that readers would not see all. Flatten them.",
    ),
    ("explanation", draft(), "ok", "The explanation is written."),
    ("wording", wording("Spending fell by 22 per cent"), "ok", "The wording has 28 of the 75 characters advised."),
    (
        "wording",
        wording("x" * 76),
        "warn",
        "The wording has 76 characters; others who show our checks cut it off after 75.",
    ),
    (
        "wording",
        rated("mostly-false", "It is MOSTLY-false that spending fell"),
        "block",
        "The wording of the claim holds the rating (“Mostly false”). Word it as it was said.",
    ),
    (
        "wording",
        rated("true", "Truer words were never spoken"),
        "ok",
        "The wording has 29 of the 75 characters advised.",
    ),
    (
        "independent_sources",
        nothing,
        "block",
        "There is no source yet. Add at least two from different publishers, or say why that is not possible.",
    ),
    (
        "independent_sources",
        sources({}),
        "block",
        "There is one source. Add at least two from different publishers, or say why that is not possible.",
    ),
    (
        "independent_sources",
        sources({"url": "https://a.example/1"}, {"url": "https://b.example/2", "publisher": "the audit  OFFICE"}),
        "block",
        "The sources come from one publisher, or name none. Add one from somebody else, or say why there is none.",
    ),
    (
        "independent_sources",
        sources(
            {"url": "https://www.city.example/1", "publisher": ""},
            {"url": "https://data.city.example/2", "publisher": ""},
        ),
        "block",
        "The sources come from one publisher, or name none. Add one from somebody else, or say why there is none.",
    ),
    (
        "independent_sources",
        sources({}, {"publisher": "Courier"}),
        "ok",
        "At least two sources are independent of each other.",
    ),
    (
        "independent_sources",
        sources({"url": "https://a.example/1", "publisher": ""}, {"url": "https://b.example/2"}),
        "ok",
        "At least two sources are independent of each other.",
    ),
    (
        "primary_source",
        sources({"kind": SourceKind.SECONDARY}),
        "block",
        "Add at least one primary source, or say why there is none.",
    ),
    ("primary_source", sources({}), "ok", "One source is primary."),
    ("both_sides", nothing, "block", "Add evidence for the claim and against it, or say why there is none."),
    (
        "both_sides",
        sources({}, {"stance": Stance.CONTEXT}),
        "block",
        "No source supports the claim. Add what speaks for it, or say why there is none.",
    ),
    (
        "both_sides",
        sources({"stance": Stance.SUPPORTS}),
        "block",
        "No source refutes the claim. Add what speaks against it, or say why there is none.",
    ),
    ("both_sides", sources({}, {"stance": Stance.SUPPORTS}), "ok", "There is evidence for the claim and against it."),
    (
        "archived",
        sources({}, {"copy": CopyState.RUNNING, "title": "Minutes"}),
        "block",
        "The copy of “Minutes” is being made. Wait a moment, or upload the file.",
    ),
    (
        "archived",
        sources({"copy": CopyState.FAILED, "title": "Minutes"}),
        "block",
        "There is no dated copy of “Minutes”. Try again, upload the file, or mark it as impossible to archive.",
    ),
    (
        "archived",
        sources({"copy": None, "title": "Minutes"}, {"copy": CopyState.FAILED}),
        "block",
        "2 sources have no dated copy yet. Begin with “Minutes”.",
    ),
    (
        "archived",
        sources({}, {"copy": CopyState.IMPOSSIBLE}),
        "ok",
        "A dated copy of every source is kept, or it is said why not.",
    ),
    (
        "quotes_found",
        sources({"title": "Minutes", "quote": "x", "quote_state": QuoteState.NOT_FOUND}),
        "warn",
        "The passage quoted from “Minutes” was not found in its copy. Compare the words.",
    ),
    ("quotes_found", sources({"quote_state": QuoteState.FOUND}), "ok", "No quoted passage is missing from its copy."),
    (
        "citations",
        together(sources({}), draft(explanation="See [1], `[9]`, [2] and [3].")),
        "warn",
        "The explanation cites [2], [3], and there is no such source. Check the numbers.",
    ),
    ("citations", together(sources({}), draft(explanation="See [1].")), "ok", "Every citation leads to a source."),
    ("claimant_asked", a_contact, "ok", "The claimant was asked and has not answered."),
]


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
    finding = next(found for found in preflight.check(claim) if found.gate == "claimant_asked")
    assert (finding.severity, finding.sentence[:22]) == ("warn", "The claimant has until")


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
    with django_assert_num_queries(5):
        preflight.check(claim)
