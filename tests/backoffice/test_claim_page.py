"""A claim's page in the back office: what belongs to it, the moves a person has, and what is refused."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from claims.accounts.roles import Role
from claims.audit.models import AuditEvent
from claims.review import evidence
from claims.tracking.models import Claim
from claims.verdicts.models import Evidence
from claims.workflow.moves import Details, MoveName
from claims.workflow.perform import perform
from tests import review_steps
from tests.factories import CandidateFactory, ClaimFactory, PersonFactory
from tests.rights.situations import NOTE, TakeBack, given_with, relate, stage, writes
from tests.rights.table import ENTERS_BACK_OFFICE, MOVES, expected, offered
from tests.rights.trials import lookers, trials

pytestmark = pytest.mark.django_db

REFUSED = {"forbidden", "wrong state", "blocked"}
REFUSALS = {"forbidden": 403, "wrong state": 409, "blocked": 422}
HOSTILE = "<script>alert(1)</script> {{ 7 * 7 }} & \"quoted\" 'twice'"


def page_of(claim: Claim) -> str:
    return reverse("admin:claims_claim_change", args=[claim.pk])


def move_of(claim: Claim, move: str) -> str:
    return reverse("admin:claims_claim_move", args=[claim.pk, move])


def sent(move: str, claim: Claim, **given) -> dict:
    fields = {f"{move}-{name}": value for name, value in given.items() if name != "content_hash"}
    return fields | {"expected_version": claim.lock_version, "content_hash": given.get("content_hash", "")}


@pytest.mark.parametrize("situation", MOVES)
def test_the_buttons_are_the_moves_that_the_table_says(situation, settings, as_person):
    claim, people, _spare = stage(situation, settings)
    for role in lookers(situation):
        if role in ENTERS_BACK_OFFICE:
            boxes = as_person(people[role]).get(page_of(claim)).context["boxes"]
            assert {box.move.name.value for box in boxes} == offered(situation, role), role


@pytest.mark.faces
@pytest.mark.parametrize("situation", MOVES)
def test_a_button_does_what_the_table_says(situation, settings, as_person):
    claim, people, spare = stage(situation, settings)
    for role, relation, moves in trials(situation, "admin's buttons"):
        if role not in ENTERS_BACK_OFFICE:
            continue
        client = as_person(people[role])
        try:
            with transaction.atomic():
                related = relate(claim, people[role], relation)
                for move in moves:
                    given = given_with(move, related, spare)
                    what = expected(situation, move, role, relation)
                    assert_answered(client, related, move, given, what, (role, relation, situation, move))
                raise TakeBack
        except TakeBack:
            pass


def assert_answered(client, claim, move, given, what, case):
    """Send the form; what it did is taken back, and a refusal must not have written anything."""
    body = {name: f"{value:%Y-%m-%d %H:%M}" if hasattr(value, "hour") else value for name, value in given.items()}
    try:
        with transaction.atomic(), writes() as statements:
            before = AuditEvent.objects.count()
            answer = client.post(move_of(claim, move), sent(move, claim, note=NOTE, **body))
            now, events = Claim.objects.get(pk=claim.pk), AuditEvent.objects.count() - before
            assert answer.status_code == REFUSALS.get(what, 302), case
            assert events == (0 if what in REFUSED else 1), case
            if what in REFUSED:
                assert [sql for sql in statements if "django_session" not in sql] == [], case
                assert (now.state, now.lock_version) == (claim.state, claim.lock_version), case
            else:
                assert now.state == what, case
            raise TakeBack
    except TakeBack:
        pass


def test_who_does_not_enter_makes_no_move(as_person, ana, nell):
    claim = ClaimFactory()
    for person in (ana, nell):
        answer = as_person(person).post(move_of(claim, "pick_up"), sent("pick_up", claim))
        assert answer.status_code in (302, 403)
    claim.refresh_from_db()
    assert claim.state == "queued"


def test_an_editor_assigns_with_a_note_and_comes_back_to_the_claim(as_person, edo, ana):
    claim = ClaimFactory()
    answer = as_person(edo).post(
        move_of(claim, "assign"), sent("assign", claim, reviewer_id=ana.pk, note="By Friday, please."), follow=True
    )
    assert answer.redirect_chain == [(page_of(claim), 302)]
    claim.refresh_from_db()
    assert (claim.state, claim.reviewer) == ("assigned", ana)
    text = answer.content.decode()
    assert "Edo Baker assigned Ana Costa" in text
    assert "By Friday, please." in text


def test_what_was_typed_stays_where_somebody_was_faster(as_person, edo, ana):
    claim = ClaimFactory()
    perform(MoveName.ASSIGN, claim_id=claim.pk, actor=edo, details=Details(reviewer_id=ana.pk))
    words = "The figures are not public & never were."
    answer = as_person(edo).post(move_of(claim, "close"), sent("close", claim, reason="overtaken", note=words))
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "Somebody changed FC-" in text
    assert "The figures are not public &amp; never were." in text
    claim.refresh_from_db()
    assert claim.state == "assigned"
    again = as_person(edo).post(move_of(claim, "close"), sent("close", claim, reason="overtaken", note=words))
    assert again.status_code == 302


def test_what_was_typed_stays_where_the_move_no_longer_fits(as_person, edo, ana):
    claim = ClaimFactory()
    perform(MoveName.CLOSE, claim_id=claim.pk, actor=edo, details=Details(reason="overtaken"))
    answer = as_person(edo).post(
        move_of(claim, "assign"), sent("assign", claim, reviewer_id=ana.pk, note="Please look at page 4.")
    )
    assert answer.status_code == 409
    assert "Please look at page 4." in answer.content.decode()


def test_a_form_without_what_the_move_needs_says_so_and_keeps_the_rest(as_person, edo):
    claim = ClaimFactory()
    answer = as_person(edo).post(move_of(claim, "assign"), sent("assign", claim, reviewer_id="", note="Soon."))
    assert answer.status_code == 422
    assert "This field is required." in answer.content.decode()
    assert "Soon." in answer.content.decode()


def test_only_moves_have_such_an_address(as_person, edo):
    claim = ClaimFactory()
    assert as_person(edo).post(move_of(claim, "vanish"), {}).status_code == 404
    assert as_person(edo).get(move_of(claim, "assign")).status_code == 404
    assert as_person(edo).post(reverse("admin:claims_claim_move", args=[99999, "assign"]), {}).status_code == 404


def test_the_page_shows_what_belongs_to_the_claim_and_hostile_words_as_words(as_person, edo, ana):
    review_steps.make_scale()
    claim = review_steps.ready(ana)
    CandidateFactory(claim=claim, state="accepted", prefix="before it ", suffix=" after it")
    review_steps.perform("submit", claim_id=claim.pk, actor=ana)
    Evidence.objects.filter(claim=claim).update(title=HOSTILE)
    Claim.objects.filter(pk=claim.pk).update(statement=HOSTILE)
    page = as_person(edo).get(page_of(claim))
    text = page.content.decode()
    assert [str(inline.opts.verbose_name_plural) for inline in page.context["inline_admin_formsets"]] == [
        "Appearances",
        "Evidence",
        "Submitted verdicts",
        "Assignments",
    ]
    assert "before it" in text
    assert "Ana Costa submitted" in text
    assert "<script>alert" not in text
    assert "{{ 7 * 7 }}" in text
    assert 'name="action"' not in text


def test_the_page_asks_as_much_of_three_rows_of_each_as_of_one(as_person, apa, ana):
    review_steps.make_scale()
    claim = review_steps.ready(ana)
    client = as_person(apa)

    def count() -> int:
        client.get(page_of(claim))
        with CaptureQueriesContext(connection) as asked:
            assert client.get(page_of(claim)).status_code == 200
        return len(asked)

    CandidateFactory(claim=claim, state="accepted")
    one = count()
    CandidateFactory.create_batch(2, claim=claim, state="accepted")
    for number in range(2):
        person = PersonFactory(roles=[Role.REVIEWER])
        source = evidence.Source(url=f"https://harbour.example/{number}", kind="primary", stance="refutes")
        evidence.add(claim_id=claim.pk, actor=ana, source=source)
        perform(MoveName.REASSIGN, claim_id=claim.pk, actor=apa, details=Details(reviewer_id=person.pk))
        perform(MoveName.START, claim_id=claim.pk, actor=person)
        perform(MoveName.REASSIGN, claim_id=claim.pk, actor=apa, details=Details(reviewer_id=ana.pk))
        perform(MoveName.START, claim_id=claim.pk, actor=ana)
    assert count() == one
