"""Everything that lies with one person goes to another in one go."""

import pytest
from django.urls import reverse

from claims.accounts.models import User
from claims.errors import NotAllowed, WrongState
from claims.people.handing_over import hand_over
from claims.tracking.enums import ClaimState
from claims.tracking.models import Claim
from tests.workflow.stories import claim_in, crew

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    """A crew, with one claim in each of these states with the reviewer."""
    staff = crew()
    for state in (ClaimState.ASSIGNED, ClaimState.IN_REVIEW, ClaimState.CHANGES_REQUESTED, ClaimState.SUBMITTED):
        claim_in(state, staff)
    return staff


def test_what_is_open_goes_over_and_what_is_judged_stays(people, ana):
    told = hand_over(person_id=people.reviewer.pk, to_id=ana.pk, actor=people.editor)

    assert told.moved == 3
    assert sorted(Claim.objects.filter(reviewer=ana).values_list("state", flat=True)) == [
        "assigned",
        "assigned",
        "changes_requested",
    ]
    assert list(Claim.objects.exclude(reviewer=ana).values_list("state", flat=True)) == ["submitted"]


def test_somebody_who_does_not_review_gets_nothing_and_each_claim_says_why(people, nell):
    told = hand_over(person_id=people.reviewer.pk, to_id=nell.pk, actor=people.editor)

    assert told.moved == 0
    assert [reason for _number, reason in told.stayed] == [
        "Nell Moore does not review claims. Choose somebody with the reviewer role."
    ] * 3


def test_only_who_assigns_hands_over(people, ana, ada):
    for person in (ana, ada):
        with pytest.raises(NotAllowed):
            hand_over(person_id=people.reviewer.pk, to_id=ana.pk, actor=person)
    with pytest.raises(WrongState):
        hand_over(person_id=people.reviewer.pk, to_id=people.reviewer.pk, actor=people.editor)
    assert Claim.objects.filter(reviewer=people.reviewer).count() == 4


def test_the_page_hands_over_and_says_how_many(people, as_person, ana):
    client = as_person(people.editor)
    assert "Hand everything over" in client.get(reverse("people")).content.decode()

    answer = client.post(reverse("people-give"), {"whose": people.reviewer.pk, "to": ana.pk}, follow=True)
    wrong = client.post(reverse("people-give"), {"whose": "x", "to": ana.pk})

    assert "3 claims are handed over." in answer.content.decode()
    assert wrong.status_code == 422
    assert "Hand everything over" not in as_person(User.objects.get(pk=ana.pk)).get(reverse("people")).content.decode()
