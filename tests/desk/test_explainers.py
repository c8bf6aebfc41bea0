"""Gathering checks into an explainer on the desk: written, submitted, judged, brought up to date, retracted."""

import pytest

from claims.verdicts.models import Explainer
from tests.desk.walker import Walker
from tests.public.explained import act, drafted, shown, words
from tests.public.newsroom import corrected, published, retracted
from tests.workflow.stories import crew

pytestmark = pytest.mark.django_db


@pytest.fixture
def walk(as_person):
    return lambda person: Walker(as_person(person))


@pytest.fixture
def people(db):
    return crew()


@pytest.fixture
def checks(people):
    return [published(people, statement=said) for said in ("Trees grew by a third", "Waits fell by half")]


def test_an_editor_gathers_checks_and_an_approver_shows_them_to_readers(walk, edo, apa, checks):
    first, second = (check.claim_id for check in checks)
    page = walk(edo).open("/published/").follow("Explainers").follow("New explainer")
    assert "None yet. Choose at least two published checks" in page.text
    page.press(f"Add {checks[0].claim.number}", title="What the city does", introduction="Two claims.")
    assert "The explainer is kept." in page.text
    page.press("Add", number=checks[1].claim.number)
    sentences = {f"sentence_{first}": "It grew.", f"sentence_{second}": "It fell.", f"paragraph_{second}": "Then:"}
    page.press(f"Up with {checks[1].claim.number}", **sentences)
    assert [part["claim"] for part in Explainer.objects.get().parts] == [second, first]
    done = page.press("Save and submit for approval")
    assert "Submitted. A second person reads it next." in done.text
    assert "Your role does not let you approve explainers." in done.text
    judged = walk(apa).open("/explainers/").follow("What the city does")
    assert judged.text.index("Waits fell by half") < judged.text.index("Trees grew by a third")
    assert "Then:" in judged.text
    assert "Readers see number 1" in judged.press("Approve").text
    kept = Explainer.objects.get()
    assert kept.parts == [
        {"claim": second, "sentence": "It fell.", "paragraph": "Then:"},
        {"claim": first, "sentence": "It grew.", "paragraph": ""},
    ]


def test_searching_for_checks_loses_nothing_that_was_typed(walk, edo, checks):
    page = walk(edo).open("/explainers/new/").press("Search", title="Half written", words="waits")
    assert "Found" in page.text
    assert "Waits fell by half" in page.text
    assert "Trees grew" not in page.text
    assert page.page.xpath("//input[@name='title']/@value") == ["Half written"]
    assert "No published check holds these words." in page.press("Search", words="zebra").text
    assert not Explainer.objects.exists()


def test_what_is_refused_stays_in_the_form_and_is_kept_once(walk, edo, checks):
    page = walk(edo).open("/explainers/new/").press("Save and submit for approval", title="Half written")
    assert page.status == 422
    for sentence in ("Write the title and the introduction.", "choose at least two."):
        assert sentence in page.text
    again = page.press("Save and submit for approval", introduction="Now it is there.")
    assert (again.status, Explainer.objects.count()) == (422, 1)
    assert Explainer.objects.get().introduction == "Now it is there."
    wrong = page.press("Add", number="seven")
    assert "“seven” is no number of a check. Write it as FC-1042." in wrong.text
    assert "is not published, so readers could not open it" in page.press("Add", number="FC-9999").text


def test_words_of_somebody_else_meanwhile_are_shown_and_nothing_is_lost(walk, edo, apa, checks):
    row = drafted(edo, words(*checks))
    first, second = (walk(person).open(f"/explainers/{row.pk}/") for person in (edo, apa))
    first.press("Save", title="The first title")
    refused = second.press("Save", title="The second title")
    assert refused.status == 409
    assert "changed this explainer after you opened it" in refused.text
    assert "Saved by somebody else meanwhile:" in refused.text
    assert "The first title" in refused.text
    assert "The explainer is kept." in refused.press("Save").text
    assert Explainer.objects.get().title == "The second title"


def test_a_corrected_check_calls_the_editor_and_a_new_number_answers(walk, edo, people, checks):
    shown(people.editor, people.second, words(*checks))
    assert "Waiting for somebody" not in walk(edo).open("/explainers/").text
    corrected(checks[0], people)
    listed = walk(edo).open("/explainers/")
    assert "Waiting for somebody" in listed.text
    assert "A check has changed" in listed.text
    page = listed.follow("What the council spends")
    assert "Checks in it were changed after what readers see was written." in page.text
    page.press("Save and submit for approval", kind="update", note="The check was corrected.", closing="Read again.")
    judged = walk(people.third).open(page.url)
    assert "Against what readers see" in judged.text
    judged.press("Approve")
    assert "Waiting for somebody" not in walk(edo).open("/explainers/").text


def test_a_retracted_check_is_marked_for_whoever_writes(walk, edo, people, checks):
    row = drafted(people.editor, words(*checks))
    retracted(checks[0], people)
    page = walk(edo).open(f"/explainers/{row.pk}/")
    assert "Withdrawn" in page.text
    assert "was withdrawn. Take it out." in page.press("Save and submit for approval").text


def test_it_is_sent_back_with_a_note(walk, edo, apa, people, checks):
    row = drafted(people.editor, words(*checks))
    act("submit", row, people.editor)
    judged = walk(apa).open(f"/explainers/{row.pk}/").press("Send back")
    assert (judged.status, "Write a note" in judged.text) == (422, True)
    judged.press("Send back", note="The year is missing.")
    assert "The year is missing." in walk(edo).open(f"/explainers/{row.pk}/").text


def test_two_people_retract_it(walk, edo, apa, people, checks):
    revision = shown(people.editor, people.second, words(*checks))
    page = walk(edo).open(f"/explainers/{revision.explainer_id}/")
    ids = page.page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert "Write a note" in page.press("Ask for the retraction").text
    asked = page.press("Ask for the retraction", note="The subject was misread.")
    assert "A second person confirms the retraction." in asked.text
    judged = walk(apa).open(page.url)
    assert "To be retracted" in judged.text
    gone = judged.press("Retract it")
    assert "Retracted" in gone.text
    assert not gone.page.xpath("//form[contains(@action, 'explainers')]")


def test_a_reader_of_the_desk_sees_it_and_cannot_write(walk, ana, people, checks):
    row = drafted(people.editor, words(*checks))
    page = walk(ana).open(f"/explainers/{row.pk}/")
    assert "Your role does not let you write explainers. Ask an editor." in page.text
    assert "New explainer" not in walk(ana).open("/explainers/").text
    assert walk(ana).open("/explainers/99/").status == 404


def test_the_list_asks_no_more_for_three_than_for_one(as_person, edo, people, checks, django_assert_max_num_queries):
    client, counts = as_person(edo), []
    for title in ("First", "Second", "Third"):
        act("submit", drafted(people.editor, words(*checks, title=title)), people.editor)
        with django_assert_max_num_queries(30) as seen:
            assert title in client.get("/explainers/").content.decode()
        counts.append(len(seen))
    assert counts[2] == counts[0]


def test_hostile_words_stay_words(walk, edo, checks):
    page = walk(edo).open("/explainers/new/")
    page.press(f"Add {checks[0].claim.number}", title="<script>alert(1)</script>", introduction="[a](javascript:x)")
    assert not page.page.xpath("//script[contains(text(), 'alert')]")
    assert "<script>alert(1)</script>" in page.text
    assert walk(edo).open("/explainers/").page.xpath("//h1")
