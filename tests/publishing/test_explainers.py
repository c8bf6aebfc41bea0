"""The care an explainer goes through: a draft, a second person, numbered changes, checks that change meanwhile."""

import pytest

from claims.audit.queries import history_of
from claims.delivery.models import Notification
from claims.errors import Blocked, NotAllowed, WrongState
from claims.publishing.explainer_words import Passage, words_of
from claims.publishing.explainers import StaleExplainer, save_explainer
from claims.verdicts.explainers import all_explainers, wanting_somebody
from claims.verdicts.models import Explainer, Newsroom
from tests.public.explained import act, drafted, shown, waiting_hash, withdrawn, words
from tests.public.newsroom import corrected, published, ready, retracted
from tests.workflow.stories import crew

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(db):
    return crew()


@pytest.fixture
def checks(people):
    said = ("The council has cut its spending by 22 per cent", "Council staff fell by a third")
    return [published(people, statement=statement) for statement in said]


def state(row):
    return Explainer.objects.get(pk=row.pk).state


def test_it_goes_from_a_draft_to_readers_by_a_second_person(people, checks):
    row = drafted(people.editor, words(*checks))
    assert (row.state, row.number, row.lock_version) == ("draft", f"EX-{row.pk:04d}", 1)
    act("submit", row, people.editor)
    assert state(row) == "submitted"
    with pytest.raises(WrongState, match="Take it back to change it"):
        drafted(people.editor, words(*checks, title="Another"), row)
    revision = act("approve", row, people.second, seen_hash=waiting_hash(row))
    assert (state(row), revision.published_number, revision.kind) == ("published", 1, "first")
    assert revision.page["slug"] == f"EX-{row.pk:04d}-what-the-council-spends"
    assert revision.page["history"][0]["note"] == ""
    told = [str(line.sentence) for line in history_of(object_type="explainer", object_id=row.pk).lines]
    assert told == [
        "Milo Brandt approved the explainer for readers",
        "Hana Whitlock submitted the explainer for a second person",
        "Hana Whitlock changed the explainer",
    ]


def test_saving_what_is_kept_changes_nothing(people, checks):
    row = drafted(people.editor, words(*checks))
    assert drafted(people.second, words_of(row), row).lock_version == 1


def test_whoever_wrote_a_part_cannot_approve_it(people, checks):
    row = drafted(people.editor, words(*checks))
    row = drafted(people.second, words(*checks, title="Another title"), row)
    act("submit", row, people.editor)
    with pytest.raises(NotAllowed, match="You wrote a part of this explainer"):
        act("approve", row, people.second, seen_hash=waiting_hash(row))
    act("approve", row, people.third, seen_hash=waiting_hash(row))


def test_only_exactly_the_words_that_were_read_are_approved(people, checks):
    row = drafted(people.editor, words(*checks))
    act("submit", row, people.editor)
    with pytest.raises(Blocked, match="These are not the words you were shown"):
        act("approve", row, people.second, seen_hash="0" * 64)


def test_a_stale_form_is_refused_and_shows_what_is_kept(people, checks):
    row = drafted(people.editor, words(*checks))
    drafted(people.second, words(*checks, title="Another title"), row)
    with pytest.raises(StaleExplainer, match="Milo Brandt changed this explainer after you opened it") as refused:
        save_explainer(explainer_id=row.pk, words=words(*checks, title="Mine"), expected_version=1, actor=people.editor)
    assert refused.value.stored.title == "Another title"


def test_it_is_sent_back_with_a_note_and_submitted_again(people, checks):
    row = drafted(people.editor, words(*checks))
    act("submit", row, people.editor)
    with pytest.raises(Blocked, match="Write a note"):
        act("send_back", row, people.second, note=" ")
    act("send_back", row, people.second, note="The year is missing.")
    kept = Explainer.objects.get()
    assert (kept.state, kept.sent_back) == ("draft", "The year is missing.")
    drafted(people.editor, words(*checks, title="What the council spent in 2025"), row)
    act("submit", row, people.editor)
    act("take_back", row, people.editor)
    assert state(row) == "draft"


def test_what_is_missing_is_said_all_at_once(people, checks):
    row = drafted(people.editor, words(checks[0], introduction="", parts=(Passage(checks[0].claim_id),)))
    with pytest.raises(Blocked) as refused:
        act("submit", row, people.editor)
    assert refused.value.reasons == (
        "Write the title and the introduction.",
        "An explainer brings checks together: choose at least two.",
        f"Say in a sentence what {checks[0].claim.number} adds.",
    )


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"title": "x" * 161}, "Title: 161 characters; keep it under 160."),
        ({"introduction": "x" * 10_001}, "Introduction: 10,001 characters; keep it under 10,000."),
        ({"closing": "x" * 10_001}, "Closing words: 10,001 characters; keep it under 10,000."),
        ({"note": "x" * 1_001}, "What changed and why: 1,001 characters; keep it under 1,000."),
        ({"picture_of": 999}, "Choose the picture of a check that stands in the explainer."),
        ({"kind": "retraction"}, "Choose what the change is from the list."),
    ],
)
def test_what_does_not_fit_is_refused_in_a_sentence(people, checks, more, sentence):
    with pytest.raises(Blocked) as refused:
        drafted(people.editor, words(*checks, **more))
    assert refused.value.message == sentence
    assert not Explainer.objects.exists()


def test_only_published_checks_stand_in_it_each_once(people, checks):
    hidden = ready(people, statement="Nobody may read this yet")
    for claims, sentence in (
        ((checks[0].claim_id, hidden.pk), f"{hidden.number} is not published, so readers could not open it."),
        ((checks[0].claim_id, 2**40), "is not published"),
        ((checks[0].claim_id, checks[0].claim_id), "Each check can stand in an explainer only once."),
        (tuple(range(1, 22)), "At most 20 checks stand in an explainer."),
    ):
        with pytest.raises(Blocked, match=sentence):
            drafted(people.editor, words(parts=tuple(Passage(claim) for claim in claims)))


def test_a_check_that_changes_while_it_waits_sends_it_back(people, checks):
    row = drafted(people.editor, words(*checks))
    act("submit", row, people.editor)
    corrected(checks[0], people)
    with pytest.raises(Blocked, match=f"{checks[0].claim.number} was changed since"):
        act("approve", row, people.second, seen_hash=waiting_hash(row))
    act("send_back", row, people.second, note="Bring it up to the correction.")
    act("submit", row, people.editor)
    act("approve", row, people.second, seen_hash=waiting_hash(row))


def test_a_withdrawn_check_comes_into_no_explainer_and_stays_where_it_was(people, checks):
    row = drafted(people.editor, words(*checks))
    retracted(checks[1], people)
    with pytest.raises(Blocked, match=f"{checks[1].claim.number} was withdrawn. Take it out."):
        act("submit", row, people.editor)
    other = published(people, statement="Trees grew by a third")
    public = shown(people.editor, people.second, words(checks[0], other))
    retracted(other, people)
    given = words(checks[0], other, introduction="One was withdrawn.", kind="update", note="It was withdrawn.")
    assert shown(people.editor, people.second, given, public.explainer).published_number == 2


def test_those_behind_it_are_told_when_a_check_changes_or_is_retracted(people, checks):
    revision = shown(people.editor, people.third, words(*checks))
    assert not wanting_somebody().exists()
    corrected(checks[0], people)
    told = Notification.objects.filter(kind="explainer").order_by("pk")
    assert [(row.recipient, row.claim_id) for row in told] == [(people.editor, checks[0].claim_id)]
    assert told[0].sentence == (
        f"Thea Lund published a change of {checks[0].claim.number}, which stands in the explainer “What the council"
        " spends”"
    )
    assert told[0].page == ("explainers",)
    assert [row.is_behind for row in all_explainers()] == [True]
    assert list(wanting_somebody()) == [revision.explainer]
    retracted(checks[1], people)
    withdrew = f"Thea Lund retracted {checks[1].claim.number}, which stands in the explainer “What the council spends”"
    assert [row.sentence for row in told.filter(claim=checks[1].claim)] == [withdrew]


def test_a_new_number_says_what_it_is_and_is_told_in_words(people, checks):
    first = shown(people.editor, people.second, words(*checks))
    row = drafted(people.editor, words(*checks, closing="Ask us."), first.explainer)
    with pytest.raises(Blocked) as refused:
        act("submit", row, people.editor)
    assert refused.value.reasons == (
        "Say whether this is a clarification, a correction or an update.",
        "Say to readers what changed and why.",
    )
    given = words(*reversed(checks), closing="Ask us.", kind="clarification", note="Some asked how.")
    second = shown(people.editor, people.second, given, row)
    entry = second.page["history"][1]
    assert (entry["number"], entry["kind"], entry["label"]) == (2, "clarification", "Clarification")
    assert entry["changed"][0] == (
        f"The checks and their order: “{checks[0].claim.number}, {checks[1].claim.number}” is now"
        f" “{checks[1].claim.number}, {checks[0].claim.number}”."
    )
    kept = Explainer.objects.get()
    assert (kept.kind, kept.note, list(kept.writers.all())) == ("first", "", [])


def test_the_same_words_are_not_published_twice(people, checks):
    first = shown(people.editor, people.second, words(*checks))
    drafted(people.editor, words(*checks, kind="update", note="Nothing."), first.explainer)
    with pytest.raises(Blocked, match="Readers see exactly this already"):
        act("submit", first.explainer, people.editor)


def test_withdrawing_takes_two_and_is_final(people, checks):
    first = shown(people.editor, people.second, words(*checks))
    with pytest.raises(Blocked, match="Write a note"):
        act("retract", first.explainer, people.second, note="")
    act("retract", first.explainer, people.second, note="The subject was misread.")
    with pytest.raises(NotAllowed, match="You asked for this retraction"):
        act("approve", first.explainer, people.second, seen_hash=waiting_hash(first.explainer))
    act("send_back", first.explainer, people.third, note="Mend it instead.")
    assert state(first.explainer) == "published"
    assert Newsroom.objects.get().explainers == 1
    last = withdrawn(first, people.second, people.third)
    assert (state(first.explainer), last.published_number, last.kind) == ("retracted", 2, "retraction")
    assert Newsroom.objects.get().explainers == 0
    with pytest.raises(WrongState, match="was retracted and stays so"):
        drafted(people.editor, words(*checks, title="Again"), first.explainer)
    with pytest.raises(WrongState, match="Only an explainer that readers see can be retracted"):
        act("retract", first.explainer, people.second, note="Again.")


def test_a_draft_goes_on_after_a_request_to_withdraw_was_taken_back(people, checks):
    first = shown(people.editor, people.second, words(*checks))
    drafted(people.editor, words(*checks, closing="Ask us."), first.explainer)
    act("retract", first.explainer, people.editor, note="The subject was misread.")
    act("take_back", first.explainer, people.editor)
    kept = Explainer.objects.get()
    assert (kept.state, kept.closing) == ("draft", "Ask us.")
