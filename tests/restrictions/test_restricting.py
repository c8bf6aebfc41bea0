"""Keeping a claim to named people: who may, what it refuses, and that every count and letter keeps to it."""

import pytest
from django.core.management import call_command

from claims.accounts.roles import Role
from claims.audit.models import AuditEvent
from claims.audit.services import record, verify
from claims.delivery.enums import NotificationKind
from claims.delivery.mail import send_due_emails
from claims.delivery.models import Notification
from claims.delivery.queries import unread_count
from claims.delivery.services import notify
from claims.errors import Blocked, NotAllowed, Stale, WrongState
from claims.restrictions.models import Restriction
from claims.review import bulk_moves, restricting
from claims.tracking import queries
from claims.tracking.claimants import claimant_named
from claims.tracking.filters import QueueFilters
from claims.tracking.models import Candidate, Claim, Claimant, Topic
from claims.tracking.selection import matching
from claims.triage.candidate_decisions import mark_by_hand
from claims.verdicts import reports
from claims.viewing import each_as, looking_as, viewer
from claims.workflow.moves import Details
from claims.workflow.perform import perform
from tests.factories import ArticleFactory, CandidateFactory, ClaimFactory, PersonFactory
from tests.review_steps import approved, make_scale


@pytest.fixture
def claim(edo, ana):
    """A claim in the queue, kept to edo and ana."""
    claim = ClaimFactory(statement="The harbour was sold")
    restricting.restrict(claim_id=claim.pk, people=[ana.pk], actor=edo)
    return Claim.objects.get(pk=claim.pk)


@pytest.fixture
def ines(db):
    """Another editor."""
    return PersonFactory(username="ines", display_name="Ines Okafor", roles=[Role.EDITOR])


def numbers(person):
    """The claims a person finds."""
    with looking_as(person.pk):
        return list(Claim.objects.order_by("pk").values_list("pk", flat=True))


def test_those_who_are_named_see_it_and_nobody_else_does(claim, edo, ana, ines, ada):
    other = ClaimFactory()

    assert numbers(edo) == numbers(ana) == [claim.pk, other.pk]
    assert numbers(ines) == numbers(ada) == [other.pk]


def test_it_is_open_again_once_it_is_lifted(claim, ana, ines, edo):
    restricting.lift(claim_id=claim.pk, actor=edo, note="It is out.")

    assert numbers(ines) == [claim.pk]
    assert not Restriction.objects.exists()
    assert verify().broken is None


def test_reviewers_and_admins_do_not_say_who_may_see_a_claim(claim, ana, ada):
    for person in (ana, ada):
        with pytest.raises(NotAllowed, match="Ask an editor"):
            restricting.restrict(claim_id=claim.pk, people=[ana.pk], actor=person)
        with pytest.raises(NotAllowed, match="Ask an editor"):
            restricting.lift(claim_id=claim.pk, actor=person)


def test_an_editor_who_is_not_named_cannot_open_it(claim, ines):
    with looking_as(ines.pk), pytest.raises(WrongState, match="no longer here"):
        restricting.lift(claim_id=claim.pk, actor=ines)


def test_a_stale_version_is_refused(claim, edo):
    with pytest.raises(Stale):
        restricting.lift(claim_id=claim.pk, actor=edo, expected_version=claim.lock_version - 1)


def test_somebody_who_cannot_read_the_desk_cannot_be_named(edo, nell):
    with pytest.raises(Blocked, match="can sign in and read the desk"):
        restricting.restrict(claim_id=ClaimFactory().pk, people=[nell.pk], actor=edo)


def test_whoever_has_it_in_hand_has_to_be_named(edo, ana):
    claim = ClaimFactory()
    perform("pick_up", claim_id=claim.pk, actor=ana)

    with pytest.raises(Blocked, match="Ana Costa has this claim in hand"):
        restricting.restrict(claim_id=claim.pk, people=[], actor=edo)


def test_an_article_it_does_not_appear_in_cannot_be_kept_with_it(edo):
    article = ArticleFactory()

    with pytest.raises(Blocked, match=f"does not appear in these articles: {article.pk}"):
        restricting.restrict(claim_id=ClaimFactory().pk, people=[], articles=[article.pk], actor=edo)


def test_it_is_not_given_to_somebody_who_does_not_see_it(claim, edo, ines):
    with pytest.raises(Blocked, match="Ines Okafor is not among them"):
        perform("assign", claim_id=claim.pk, actor=edo, details=Details(reviewer_id=ines.pk))


def test_it_is_not_published_before_it_is_open(edo, ana, apa):
    make_scale()
    claim = approved(ana, apa)
    restricting.restrict(claim_id=claim.pk, people=[ana.pk, apa.pk], actor=edo)

    with pytest.raises(Blocked, match="Open it to the whole desk first"):
        perform("publish", claim_id=claim.pk, actor=apa)
    restricting.lift(claim_id=claim.pk, actor=edo)
    assert perform("publish", claim_id=claim.pk, actor=apa).claim.state == "published"


def test_what_readers_see_is_not_kept_from_colleagues(edo, ana, apa):
    make_scale()
    claim = approved(ana, apa)
    perform("publish", claim_id=claim.pk, actor=apa)

    with pytest.raises(WrongState, match="Readers see"):
        restricting.restrict(claim_id=claim.pk, people=[ana.pk, apa.pk], actor=edo)


def test_counts_leave_it_out(claim, ines, edo):
    topic = Topic.objects.create(name="Ports", slug="ports")
    claim.topics.add(topic)

    with looking_as(ines.pk):
        assert queries.standing().open == 0
        assert queries.nobody_has() == []
        assert reports.by_topic() == []
        assert Claimant.objects.count() == 0
    with looking_as(edo.pk):
        assert queries.standing().open == 1
        assert [row.pk for row in queries.nobody_has()] == [claim.pk]
        assert [share.name for share in reports.by_topic()] == ["Ports"]
        assert Claimant.objects.count() == 1


def test_an_outlet_does_not_show_that_a_claim_stands_in_an_article_that_is_kept(ines, edo):
    article = ArticleFactory()
    secret, told = ClaimFactory(), ClaimFactory()
    CandidateFactory(version=article.current, claim=secret, state="accepted")
    CandidateFactory(version=article.current, claim=told, state="accepted", part=1)
    restricting.restrict(claim_id=secret.pk, people=[], articles=[article.pk], actor=edo)
    filters = QueueFilters(outlet=article.outlet_id)

    with looking_as(ines.pk):
        assert list(matching(filters, ines, Claim.objects.all())) == []
    with looking_as(edo.pk):
        assert set(matching(filters, edo, Claim.objects.all())) == {secret, told}


def test_acts_of_one_kind_are_those_on_what_the_viewer_may_see(claim, ines, edo):
    other = ClaimFactory()
    for target in (claim, other, ines):
        record(actor=edo, action="looked_at", target=target)

    with looking_as(ines.pk):
        seen = AuditEvent.objects.about("claim").filter(action="looked_at")
        assert list(seen.values_list("object_id", flat=True)) == [other.pk]
        assert AuditEvent.objects.about("user").filter(action="looked_at").count() == 1
    with looking_as(edo.pk):
        assert AuditEvent.objects.about("claim").filter(action="looked_at").count() == 2


def test_nobody_is_told_of_what_they_do_not_see(claim, ana, ines):
    told = notify(recipient=ines, kind=NotificationKind.MENTIONED, claim=claim, actor=None, text="x")

    assert told is None
    assert notify(recipient=ana, kind=NotificationKind.MENTIONED, claim=claim, actor=None, text="x") is not None


def test_what_was_told_before_is_neither_counted_nor_mailed(edo, ines, mailoutbox):
    claim = ClaimFactory(statement="The harbour was sold")
    notify(recipient=ines, kind=NotificationKind.MENTIONED, claim=claim, actor=edo, text="named you in it")
    restricting.restrict(claim_id=claim.pk, people=[], actor=edo)

    with looking_as(ines.pk):
        assert unread_count(ines) == 0
    send_due_emails()
    assert mailoutbox == []
    assert Notification.objects.count() == 1


def test_many_at_once_skip_it(claim, ines):
    with looking_as(ines.pk):
        report = bulk_moves.carry_out(
            act=bulk_moves.Act.CLOSE,
            items=[bulk_moves.Item(claim.pk, claim.lock_version)],
            actor=ines,
            order=bulk_moves.Order(reason="duplicate"),
        )

    assert report.done == ()
    assert "harbour" not in str(report.skipped)


def test_marking_words_that_are_kept_says_so_and_stores_nothing(claim, ines):
    candidate = CandidateFactory(claim=claim, state="accepted")

    with looking_as(ines.pk), pytest.raises(WrongState, match="kept to a few people"):
        mark_by_hand(
            version_id=candidate.version_id,
            start=candidate.start,
            end=candidate.end,
            actor=ines,
        )
    assert Candidate.objects.count() == 1


def test_a_name_that_is_held_back_is_not_made_twice(claim, ines):
    with looking_as(ines.pk):
        assert claimant_named(claim.claimant.name) == claim.claimant


def test_an_answer_made_while_it_is_sent_is_made_for_the_same_person(edo):
    assert list(each_as(edo.pk, (viewer() for _ in range(2)))) == [edo.pk, edo.pk]
    assert viewer() == 0


def test_whoever_runs_the_server_opens_what_all_have_left(claim, ines, capsys):
    call_command("open_claim", claim.number)

    assert capsys.readouterr().out == f"{claim.number} is open to the whole desk again.\n"
    assert numbers(ines) == [claim.pk]


def test_an_editor_says_on_the_desk_who_may_see_it(edo, ana, ines, as_person):
    claim = ClaimFactory()
    sent = {"who": "named", "people": [ana.pk], "note": "A source.", "expected_version": claim.lock_version}

    response = as_person(edo).post(f"/claims/{claim.pk}/access/", sent)

    assert response.status_code == 302
    assert "Kept to Ana Costa, Edo Baker" in as_person(edo).get(f"/claims/{claim.pk}/").text
    assert as_person(ines).get(f"/claims/{claim.pk}/").status_code == 404
    assert "kept the claim to named people" in as_person(edo).get(f"/claims/{claim.pk}/history/").text


def test_a_program_says_who_may_see_it(edo, ana, as_person):
    claim = ClaimFactory()
    client, address = as_person(edo), f"/api/v1/claims/{claim.pk}/access/"

    said = client.put(
        address,
        {"restricted": True, "people": [ana.pk]},
        content_type="application/json",
        headers={"If-Match": f'"v{claim.lock_version}"'},
    )

    assert said.status_code == 200, said.content
    assert client.get(address).json() == {
        "claim": claim.pk,
        "restricted": True,
        "people": sorted([ana.pk, edo.pk]),
        "articles": [],
    }
