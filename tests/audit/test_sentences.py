"""The history reads as sentences: none of the desk's actions is without words."""

import ast
import datetime
from pathlib import Path

import pytest
from django.utils import timezone

from claims.audit.models import AuditEvent
from claims.audit.queries import history_of, latest
from claims.audit.sentences import SENTENCES, sentence
from claims.audit.services import record
from claims.tracking.enums import CandidateState, ClaimState
from claims.workflow.transitions import TRANSITIONS
from tests.factories import ClaimFactory
from tests.workflow import stories
from tests.workflow.stories import claim_in

ROOT = Path(__file__).resolve().parents[2]


def actions_in_the_code() -> set[str]:
    """Every literal given as `action` to record or edit, also through a helper of one module."""
    found = set()
    for path in (ROOT / "claims").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            for word in node.keywords:
                if word.arg == "action" and name in {"record", "edit"}:
                    found |= {each.value for each in ast.walk(word.value) if _is_word(each)}
            if name == "_edited":
                found |= {each.value for each in node.args if _is_word(each)}
    return {word for word in found if word.replace("_", "").isalpha() and not word.endswith("_")}


def _is_word(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def test_every_move_has_words():
    assert set(TRANSITIONS) <= set(SENTENCES)


def test_every_decision_of_triage_has_words():
    decided = set(CandidateState) - {CandidateState.PENDING}
    assert {f"candidate_{state.value}" for state in decided} <= set(SENTENCES)


def test_every_action_in_the_code_has_words():
    actions = actions_in_the_code()
    assert {"draft_saved", "evidence_added", "candidate_marked", "article_added"} <= actions
    assert sorted(actions - set(SENTENCES)) == []


def test_no_words_are_kept_for_actions_that_are_gone():
    known = actions_in_the_code() | {f"candidate_{state.value}" for state in CandidateState} | set(TRANSITIONS)
    assert sorted(set(SENTENCES) - known) == []


@pytest.mark.parametrize("action", sorted(SENTENCES))
def test_words_stand_even_where_the_details_are_missing(action):
    event = AuditEvent(actor_id=1, action=action, object_type="claim", object_id=7, data={}, at=timezone.now())
    words = str(sentence(event, {1: "Hana Whitlock"}))
    assert words.startswith("Hana Whitlock ")
    assert "_" not in words


@pytest.mark.django_db
def test_the_history_of_a_claim_reads_as_a_story(django_assert_num_queries):
    people = stories.crew()
    claim = claim_in(ClaimState.RETRACTED, people)
    due = stories.days(3)

    with django_assert_num_queries(2):
        history = history_of(object_type="claim", object_id=claim.pk)

    assert [str(line.sentence) for line in reversed(history.lines)] == [
        f"Hana Whitlock assigned Ines Okafor, due {due.day} {due:%B}",
        "Ines Okafor started the review",
        "Ines Okafor submitted revision 1 for a second review",
        "Milo Brandt approved revision 1",
        "Milo Brandt published it",
        "Milo Brandt asked for a retraction",
        "Thea Lund retracted it, as Milo Brandt had asked",
    ]
    assigned = history.lines[-1].sentence
    assert [(part.text, part.kind) for part in assigned.parts if part.kind] == [
        ("Hana Whitlock", "person"),
        ("Ines Okafor", "person"),
    ]
    assert (assigned.subject.text, assigned.subject.kind, assigned.subject.id) == (claim.number, "claim", claim.pk)
    assert history.lines[1].sentence.note == "The source was forged."


@pytest.mark.parametrize(
    ("action", "data", "words"),
    [
        ("pick_up", {"reviewer": 1, "due_at": None}, "Hana Whitlock picked it up"),
        ("reassign", {"reviewer": 2, "from": 3}, "Hana Whitlock gave it from Milo Brandt to Ines Okafor"),
        ("release", {"reviewer": 1}, "Hana Whitlock put it back into the queue"),
        ("release", {"reviewer": 2}, "Hana Whitlock took it from Ines Okafor and put it back into the queue"),
        ("close", {"reason": "no_capacity"}, "Hana Whitlock closed it: no capacity"),
        ("open_correction", {"class": "update"}, "Hana Whitlock opened an update"),
        ("draft_saved", {"parts": ["rating", "summary"]}, "Hana Whitlock changed the rating and short answer"),
        ("candidate_merged", {"claim": 42}, "Hana Whitlock merged it into FC-0042"),
        ("comment_added", {"comment": 5, "mentioned": [2, 3]},
         "Hana Whitlock commented, to Ines Okafor and Milo Brandt"),
        ("topics_changed", {"added": ["Budget", "Transport"], "removed": ["Health"]},
         "Hana Whitlock filed it under Budget and Transport and took it out of Health"),
        ("topic_changed", {"fields": ["name"], "name": "Transport"},
         "Hana Whitlock changed the topic “Transport” (name)"),
        ("evidence_added", {"evidence": 3, "name": "Audit 2025"}, "Hana Whitlock added the source “Audit 2025”"),
        ("evidence_copied", {"evidence": 3, "quote": "not_found"},
         "Hana Whitlock kept a copy of a source; the passage was not found in it"),
    ],
)  # fmt: skip
def test_sentences_with_details(action, data, words):
    event = AuditEvent(actor_id=1, action=action, object_type="claim", object_id=7, data=data, at=timezone.now())
    assert str(sentence(event, {1: "Hana Whitlock", 2: "Ines Okafor", 3: "Milo Brandt"})) == words


def test_the_software_and_a_date_of_another_year_are_named():
    next_year = timezone.localtime().year + 1
    until = datetime.datetime(next_year, 3, 18, 12, tzinfo=datetime.UTC).isoformat()
    event = AuditEvent(action="wait", object_type="claim", object_id=7, data={"waiting_on": "Ministry", "until": until})
    assert str(sentence(event, {})) == f"Plumbline lets it wait until 18 March {next_year}, for Ministry"


@pytest.mark.django_db
def test_saves_of_one_draft_on_end_are_one_line_and_pages_lose_nothing(edo, ana):
    claim = ClaimFactory()
    for actor, parts in [(ana, ["summary"]), (edo, ["rating"]), (ana, ["rating"]), (ana, ["summary"]), (ana, [])]:
        record(actor=actor, action="draft_saved", target=claim, data={"parts": parts})
    record(actor=edo, action="comment_added", target=claim)

    told, before = [], None
    while not told or before:
        page = history_of(object_type="claim", object_id=claim.pk, size=1, before=before)
        told, before = [*told, *(str(line.sentence) for line in page.lines)], page.older
    assert told == [
        "Edo Baker commented",
        "Ana Costa changed the rating and short answer, in 3 saves",
        "Edo Baker changed the rating",
        "Ana Costa changed the short answer",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
def test_the_record_is_read_in_pages_and_two_queries(edo, ana, rows, django_assert_num_queries):
    for _ in range(rows + 1):
        record(actor=edo, action="assign", target=ClaimFactory(), data={"reviewer": ana.pk})

    with django_assert_num_queries(2):
        page = latest(size=rows)
    assert len(page.lines) == rows
    assert len(latest(size=rows, before=page.older).lines) == 1
    assert latest(actor_id=ana.pk).lines == []
