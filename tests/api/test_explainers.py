"""Checks gathered into an explainer by programs, with the rules of the desk."""

import pytest

from claims.accounts.tokens import Scope
from tests.public.explained import shown, words
from tests.public.newsroom import corrected, published
from tests.workflow.stories import crew

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(db):
    return crew()


@pytest.fixture
def checks(people):
    return [published(people, statement=said) for said in ("Trees grew by a third", "Waits fell by half")]


def body(checks, **more):
    parts = [{"claim": check.claim_id, "sentence": "A sentence.", "paragraph": "Before it."} for check in checks]
    return {"title": "What the city does", "introduction": "Two claims.", "parts": parts} | more


def test_it_is_written_submitted_approved_and_retracted(program_of, edo, apa, people, checks):
    writer, approver = program_of(edo), program_of(apa)
    begun = writer.post("explainers/", body(checks))
    assert (begun.status_code, begun.json()["state"]) == (201, "draft")
    address = f"explainers/{begun.json()['id']}/"
    assert writer.put(address, body(checks, title="Another")).status_code == 428
    written = writer.put(address, body(checks, title="Another"), seen=1)
    assert (written.status_code, written.json()["title"]) == (200, "Another")
    assert writer.put(address, body(checks), seen=1).status_code == 412
    submitted = writer.post(f"{address}submit/", seen=written.headers["ETag"]).json()
    assert (submitted["state"], len(submitted["content_hash"])) == ("submitted", 64)
    seen, read = submitted["version_lock"], {"content_hash": submitted["content_hash"]}
    assert writer.post(f"{address}approve/", read, seen=seen).status_code == 403
    # What readers will see needs the scope for it.
    without = program_of(apa, (Scope.READ, Scope.WRITE))
    assert without.post(f"{address}approve/", read, seen=seen).status_code == 403
    assert approver.post(f"{address}approve/", {"content_hash": "0" * 64}, seen=seen).status_code == 422
    approved = approver.post(f"{address}approve/", read, seen=seen).json()
    assert (approved["state"], approved["readers_number"]) == ("published", 1)
    assert approved["slug"] == f"EX-{approved['id']:04d}-another"

    asked = writer.post(f"{address}retract/", {"note": "Misread."}, seen=approved["version_lock"]).json()
    gone = approver.post(f"{address}approve/", {"content_hash": asked["content_hash"]}, seen=asked["version_lock"])
    assert (gone.json()["state"], gone.json()["readers_number"]) == ("retracted", 2)


def test_it_is_sent_back_and_taken_back(program_of, edo, apa, checks):
    writer = program_of(edo)
    begun = writer.post("explainers/", body(checks)).json()
    address = f"explainers/{begun['id']}/"
    seen = writer.post(f"{address}submit/", seen=begun["version_lock"]).json()["version_lock"]
    back = program_of(apa).post(f"{address}send-back/", {"note": "The year is missing."}, seen=seen).json()
    assert (back["state"], back["sent_back"]) == ("draft", "The year is missing.")
    seen = writer.post(f"{address}submit/", seen=back["version_lock"]).json()["version_lock"]
    assert writer.post(f"{address}take-back/", seen=seen).json()["state"] == "draft"


def test_those_that_want_somebody_are_listed(program_of, edo, people, checks):
    shown(people.editor, people.second, words(*checks))
    program = program_of(edo)
    assert [row["is_behind"] for row in program.get("explainers/").json()["results"]] == [False]
    assert program.get("explainers/?wanting=true").json()["results"] == []
    corrected(checks[0], people)
    assert [row["is_behind"] for row in program.get("explainers/?wanting=true").json()["results"]] == [True]


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"title": "x" * 161}, 400),
        ({"parts": [{"claim": 0}]}, 400),
        ({"parts": [{"claim": 2**63}]}, 400),
        ({"parts": [{"claim": 2**40}]}, 422),
        ({"parts": "FC-0001"}, 400),
        ({"kind": "retraction"}, 400),
        ({"picture_of": 5}, 422),
        ({"headline": "x"}, 400),
    ],
)
def test_what_does_not_fit_is_refused_in_a_sentence(program_of, edo, more, status):
    answer = program_of(edo).post("explainers/", body([]) | more)
    assert answer.status_code == status
    assert answer.json()["detail"]


def test_a_reviewer_writes_none_and_an_unknown_one_is_not_there(program_of, ana, checks):
    program = program_of(ana)
    assert program.post("explainers/", body(checks)).status_code == 403
    assert program.get("explainers/77/").status_code == 404
    assert program.post("explainers/77/submit/", seen=1).status_code == 404
