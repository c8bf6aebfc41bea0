"""The desk says what is true: clear only where it is, who publishes, what an empty newsroom begins with."""

import pytest
from django.utils import timezone

from claims.accounts.roles import Role
from claims.desk.state_icons import LOOKS
from claims.tracking.enums import CandidateState, ClaimState
from claims.tracking.tips import receive_tip
from tests import review_steps
from tests.desk.walker import Walker
from tests.factories import ArticleFactory, CandidateFactory, ClaimFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def walk(as_person):
    return lambda person: Walker(as_person(person))


@pytest.fixture
def vera(db):
    return PersonFactory(display_name="Vera Lind", roles=[Role.VIEWER])


def test_who_only_reads_is_told_how_the_desk_stands(walk, vera):
    ClaimFactory()
    ClaimFactory(state=ClaimState.ASSIGNED, reviewer=vera, due_at=timezone.now())
    ClaimFactory(state=ClaimState.APPROVED)
    desk = walk(vera).open("/")
    # What is assigned to her is hers, so this is somebody else's desk.
    other = walk(PersonFactory(display_name="Ola Berg", roles=[Role.VIEWER])).open("/")
    assert "All clear" not in other.text
    assert "3 claims are open · 1 is late · 1 is with nobody · 1 is approved and not published" in other.text
    assert "You may read everything here. To check claims yourself, ask an admin" in other.text
    assert desk.title == "One claim needs you. One is overdue."


def test_an_admin_is_told_what_an_admin_does(walk, ada):
    ClaimFactory()
    desk = walk(ada).open("/")
    assert "All clear" not in desk.text
    assert "1 claim is open · 1 is with nobody" in desk.text
    assert "You keep the desk: people, roles and settings." in desk.text


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("edo", "A desk begins with an article: paste one"),
        ("ana", "An editor adds the first article; claims to check come from there."),
        ("ada", "so the desk needs one: give somebody that role."),
    ],
)
def test_an_empty_newsroom_says_how_it_begins(walk, request, who, words):
    desk = walk(request.getfixturevalue(who)).open("/")
    assert "Nothing is here yet" in desk.text
    assert words in desk.text
    assert "All clear" not in desk.text


def test_all_is_clear_only_where_nothing_is_open_and_nothing_to_triage(walk, edo, ana):
    candidate = CandidateFactory(score=0.9)
    desk = walk(edo).open("/")
    assert "All clear" not in desk.text
    assert "1 article has candidates that are likely worth checking." in desk.text
    assert "All clear" in walk(ana).open("/").text

    candidate.state, candidate.dismiss_reason = CandidateState.DISMISSED, "opinion"
    candidate.save()
    assert "All clear" in walk(edo).open("/").text
    assert walk(edo).open("/").follow("Add an article").url == "/articles/add/"


def test_an_editor_sees_what_is_approved_and_who_may_publish_it(walk, edo, ana, apa):
    review_steps.make_scale()
    claim = review_steps.approved(ana, apa)
    desk = walk(edo).open("/")
    assert desk.title == "Nothing of yours is open. One waits to be published."
    assert "Approved, to be published" in desk.text
    assert f"{apa} may publish it" in desk.text
    assert desk.follow(claim.statement).url == f"/claims/{claim.pk}/"
    assert "Approved, to be published" not in walk(apa).open("/").text


def test_the_nav_counts_what_is_behind_each_part(as_person, edo, vera):
    ClaimFactory()
    ClaimFactory(state=ClaimState.IN_REVIEW, reviewer=edo)
    CandidateFactory(score=0.9)
    ArticleFactory()
    receive_tip(words="Ridership fell", speaker="", url="", more="", email="", address="192.0.2.1")
    page = as_person(edo).get("/nav-counts/")
    words = page.content.decode()
    assert 'id="nav-desk" hx-swap-oob="true">1</span>' in words
    assert 'id="nav-queue" hx-swap-oob="true">2</span>' in words
    assert ">1</span>" in words.split('id="nav-articles"')[1]
    assert 'id="nav-tips" hx-swap-oob="true">1</span>' in words
    assert page.headers["Cache-Control"] == "private, max-age=15"
    assert ">1</span>" not in as_person(vera).get("/nav-counts/").content.decode()


def test_every_state_of_a_claim_is_drawn_with_a_glyph_of_its_own(as_person, edo):
    looks = [LOOKS[state] for state in ClaimState]
    assert len(set(looks)) == len(looks) == 12
    page = as_person(edo).get("/queue/").content.decode()
    for look in looks:
        assert f'id="s-{look}"' in page, look
