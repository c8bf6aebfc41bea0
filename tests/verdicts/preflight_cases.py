"""What each gate of the preflight says of a claim, by hand: a story, a severity and a sentence."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from claims.accounts.models import User
from claims.tracking.enums import CandidateState
from claims.tracking.models import Claim
from claims.verdicts.enums import ContactMethod, CopyState, QuoteState, SourceKind, Stance
from claims.verdicts.models import ClaimantContact, Evidence, EvidenceCopy, Rating, Verdict
from tests.factories import CandidateFactory


def a_verdict(claim: Claim, **said: object) -> None:
    fields = {
        "rating": Rating.objects.get(slug="false"),
        "summary": "It fell by 9.",
        "explanation": "See the accounts.",
    }
    Verdict.objects.update_or_create(claim=claim, defaults={**fields, "updated_at": timezone.now(), **said})


def a_source(
    claim: Claim, ana: User, *, copy: CopyState | None = CopyState.KEPT, doubt: str = "", **said: object
) -> Evidence:
    now = timezone.now()
    fields = {"title": "Accounts", "publisher": "Audit Office", "kind": SourceKind.PRIMARY, "stance": Stance.REFUTES}
    source = Evidence.objects.create(claim=claim, accessed_at=now, added_at=now, added_by=ana, **{**fields, **said})
    if copy:
        kept = {"sha256": "ab" * 32, "copied_at": now} if copy == CopyState.KEPT else {}
        EvidenceCopy.objects.create(evidence=source, state=copy, queued_at=now, doubt=doubt, **kept)
    return source


def a_contact(claim: Claim, ana: User, **said: object) -> None:
    asked = timezone.now() - timedelta(days=1)
    ClaimantContact.objects.create(
        claim=claim, whom="Press office", method=ContactMethod.EMAIL, logged_by=ana, **{"asked_at": asked, **said}
    )


def quoted(words: str, *, heard: bool = False, statement: str = "") -> Callable[[Claim, User], None]:
    """The claim quotes these words; the article it was found in has the text of `tests.factories.STORY`."""

    def write(claim: Claim, ana: User) -> None:
        CandidateFactory(claim=claim, state=CandidateState.ACCEPTED)
        claim.words_said, claim.words_heard = words, heard
        claim.statement = statement or claim.statement

    return write


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
    ("key_points", draft(), "ok", "There are no key points, and none are needed."),
    ("key_points", draft(key_points="It fell.\n\n- By 9.\nA\nB\nC"), "ok", "5 key points are written."),
    (
        "key_points",
        draft(key_points="A\nB\nC\nD\nE\nF"),
        "block",
        "There are 6 key points; bring them down to 5, one on each line.",
    ),
    (
        "key_points",
        draft(key_points="x" * 201),
        "block",
        f"The key point “{'x' * 79}…” has 201 characters; bring it down to 200.",
    ),
    ("why_checked", draft(), "ok", "Why you checked this is not said, and need not be."),
    ("why_checked", draft(why_checked="It was repeated."), "ok", "Readers are told why you checked this."),
    (
        "why_checked",
        draft(why_checked="x" * 401),
        "block",
        "Why you checked this takes 401 characters; bring it down to 400.",
    ),
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
    ("wording", wording(" "), "block", "Word the claim so that it stands alone."),
    ("wording", wording("x" * 75), "ok", "The wording has 75 of the 75 characters advised."),
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
        "The wording of the claim holds the rating (“Mostly false”). Take it out.",
    ),
    (
        "wording",
        rated("true", "Truer words were never spoken"),
        "ok",
        "The wording has 29 of the 75 characters advised.",
    ),
    ("words_said", nothing, "ok", "Nobody is quoted: readers see the wording without quotation marks."),
    (
        "words_said",
        quoted("About 2,300 households have no car"),
        "ok",
        "The words said stand in the article, character by character.",
    ),
    (
        "words_said",
        quoted("The council has cut its spending by 22 per cent"),
        "warn",
        "The article has these words outside quotation marks, so they may be its reporter's. "
        "Quote them if it is a record of what was said; leave them out if not.",
    ),
    (
        "words_said",
        quoted("About 2300 households have no car"),
        "block",
        "“About 2300 households have no car” stands in no article of this claim. Copy the words from the article "
        "character by character, mark them as heard, or leave them out.",
    ),
    (
        "words_said",
        quoted("About 2300 households have no car", heard=True),
        "ok",
        "The words said were heard by the desk, and readers are told so.",
    ),
    (
        "words_said",
        quoted("", statement="The mayor said “we have planted forty thousand trees”"),
        "block",
        "The wording quotes “we have planted forty thousand trees”, and no article of this claim has these words. "
        "Take the quotation marks away, or quote what was said.",
    ),
    (
        "words_said",
        quoted("", statement="The notes say “About 2,300 households have no car”"),
        "ok",
        "Nobody is quoted: readers see the wording without quotation marks.",
    ),
    (
        "words_said",
        quoted("", statement="The mayor said “we have planted trees”"),
        "block",
        "The wording quotes “we have planted trees”, and no article of this claim has these words. "
        "Take the quotation marks away, or quote what was said.",
    ),
    (
        "words_said",
        quoted("", statement="The “green deal” was called off"),
        "ok",
        "Nobody is quoted: readers see the wording without quotation marks.",
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
    *(
        (
            "independent_sources",
            sources({"url": one, "publisher": ""}, {"url": other, "publisher": ""}),
            "block",
            "The sources come from one publisher, or name none. Add one from somebody else, or say why there is none.",
        )
        for one, other in [
            ("https://city.example/1", "https://city.example/2"),
            ("https://data.city.example/1", "https://city.example/2"),
            ("https://city.example/1", "https://data.city.example/2"),
            ("", "https://city.example/2"),
            ("https://city.example/1", ""),
        ]
    ),
    (
        "independent_sources",
        sources({"url": "https://city.example/1", "publisher": ""}, {"url": "https://y.example/", "publisher": ""}),
        "ok",
        "At least two sources are independent of each other.",
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
        sources({"copy": CopyState.QUEUED, "title": "M" * 80}),
        "block",
        f"The copy of “{'M' * 80}” is being made. Wait a moment, or upload the file.",
    ),
    (
        "archived",
        sources({"copy": CopyState.QUEUED, "title": "M" * 81}),
        "block",
        f"The copy of “{'M' * 79}…” is being made. Wait a moment, or upload the file.",
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
        "archived",
        sources({}, {"title": "Minutes", "doubt": "consent"}),
        "warn",
        "The kept copy of “Minutes” looks like a page before it. Open it; if so, upload what you see.",
    ),
    (
        "quotes_found",
        sources({"title": "Minutes", "quote": "x", "quote_state": QuoteState.NOT_FOUND}),
        "warn",
        "The passage quoted from “Minutes” was not found in its copy. Compare the words.",
    ),
    (
        "quotes_found",
        sources(*({"title": title, "quote": "x", "quote_state": QuoteState.NOT_FOUND} for title in ("One", "Two"))),
        "warn",
        "2 quoted passages were not found in their copies. Begin with “One”.",
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
    (
        "claimant_asked",
        lambda claim, ana: a_contact(claim, ana, answer_by=timezone.now() - timedelta(minutes=1)),
        "ok",
        "The claimant was asked and has not answered.",
    ),
    (
        "claimant_asked",
        together(
            lambda claim, ana: a_contact(claim, ana, answer_by=SOON),
            lambda claim, ana: a_contact(claim, ana, answer="No.", answered_at=timezone.now()),
        ),
        "ok",
        "The claimant was asked and answered.",
    ),
]
