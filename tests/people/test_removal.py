"""Somebody leaves the desk: the name goes, what they did stays theirs."""

import pytest
from django.contrib.auth import authenticate

from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.audit.models import AuditEvent
from claims.audit.queries import history_of
from claims.audit.services import verify
from claims.delivery.models import Notification
from claims.errors import NotAllowed, WrongState
from claims.people.removal import remove_person
from claims.tracking.enums import ClaimState
from claims.tracking.models import SavedView
from claims.workflow.moves import Details, MoveName
from claims.workflow.perform import perform
from tests.factories import PASSWORD
from tests.workflow import stories
from tests.workflow.stories import claim_in

pytestmark = pytest.mark.django_db


def test_removing_a_person_replaces_the_name_and_breaks_no_chain(ada):
    people = stories.crew()
    claim = claim_in(ClaimState.PUBLISHED, people)
    before = list(AuditEvent.objects.order_by("id").values_list("hash", flat=True))
    ines = people.reviewer
    SavedView.objects.create(owner=ines, name="mine", query="assignee=me")
    SavedView.objects.create(owner=ines, name="ours", query="state=queued", shared=True)

    remove_person(person_id=ines.pk, actor=ada)

    removed = User.objects.get(pk=ines.pk)
    assert str(removed) == f"Former colleague {ines.pk}"
    assert (removed.username, removed.email, removed.first_name, removed.last_name) == (f"former-{ines.pk}", "", "", "")
    assert verify().broken is None
    assert list(AuditEvent.objects.order_by("id").values_list("hash", flat=True))[: len(before)] == before
    lines = [str(line.sentence) for line in history_of(object_type="claim", object_id=claim.pk).lines]
    assert f"Former colleague {ines.pk} started the review" in lines
    assert not any("Ines" in line for line in lines)
    assert not Notification.objects.filter(recipient=ines).exists()
    assert [view.name for view in SavedView.objects.all()] == ["ours"]


def test_a_removed_person_cannot_sign_in_nor_stay_signed_in(ada, ana, as_person):
    client = as_person(ana)
    name = ana.username
    assert authenticate(username=name, password=PASSWORD) is not None

    remove_person(person_id=ana.pk, actor=ada)

    assert authenticate(username=name, password=PASSWORD) is None
    assert authenticate(username=f"former-{ana.pk}", password=PASSWORD) is None
    assert client.get("/").status_code == 302
    assert not User.objects.get(pk=ana.pk).may(Right.READ)


def test_claims_in_the_hands_of_somebody_who_left_can_be_given_on(ada):
    people = stories.crew()
    claim = claim_in(ClaimState.IN_REVIEW, people)
    remove_person(person_id=people.reviewer.pk, actor=ada)

    perform(MoveName.REASSIGN, claim_id=claim.pk, actor=people.editor, details=Details(reviewer_id=people.editor.pk))

    claim.refresh_from_db()
    assert claim.reviewer == people.editor


def test_only_an_admin_removes_people_and_not_herself(ada, edo, ana):
    with pytest.raises(NotAllowed):
        remove_person(person_id=ana.pk, actor=edo)
    with pytest.raises(WrongState, match="cannot remove yourself"):
        remove_person(person_id=ada.pk, actor=ada)
    remove_person(person_id=ana.pk, actor=ada)
    with pytest.raises(WrongState, match="removed already"):
        remove_person(person_id=ana.pk, actor=ada)
    assert AuditEvent.objects.filter(action="person_removed").count() == 1
