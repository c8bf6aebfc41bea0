"""A second admin confirms a change of an admin's roles, where the newsroom wants it so."""

import pytest
from django.urls import reverse

from claims.accounts.models import RoleRequest, SecurityEvent, User
from claims.accounts.roles import Role
from claims.audit.models import AuditEvent
from claims.delivery.models import AccountLetter
from claims.errors import Blocked, NotAllowed, WrongState
from claims.people import invitations, role_requests
from claims.people.changes import change_person
from claims.privacy.removal import remove_person
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def two_admins(settings):
    settings.SECOND_ADMIN_FOR_ROLES = True


@pytest.fixture
def kim(db):
    return PersonFactory(username="kim", display_name="Kim Adler", email="kim@desk.example", roles=[Role.ADMIN])


def roles_of(person):
    return sorted(User.objects.get(pk=person.pk).roles)


def ask(person, roles, actor):
    change_person(person_id=person.pk, actor=actor, roles=roles, max_open=person.max_open)
    return RoleRequest.objects.open().filter(person=person).first()


def test_nobody_becomes_an_admin_by_one_admin_alone(ada, kim, edo):
    request = ask(edo, ["editor", "admin"], ada)
    assert roles_of(edo) == ["editor"]
    with pytest.raises(NotAllowed, match="You asked for this yourself"):
        role_requests.confirm(request_id=request.pk, actor=ada)
    with pytest.raises(NotAllowed):
        role_requests.confirm(request_id=request.pk, actor=edo)

    role_requests.confirm(request_id=request.pk, actor=kim)

    assert roles_of(edo) == ["admin", "editor"]
    told = AuditEvent.objects.filter(object_type="user", object_id=edo.pk).order_by("id")
    assert [(event.action, event.actor) for event in told] == [
        ("role_change_asked", ada),
        ("role_change_confirmed", kim),
    ]
    with pytest.raises(WrongState, match="decided about this already"):
        role_requests.confirm(request_id=request.pk, actor=kim)
    letters = [(letter.person, letter.kind, letter.what) for letter in AccountLetter.objects.order_by("id")]
    assert letters == [(kim, "happened", "roles_asked"), (edo, "roles", "")]
    assert SecurityEvent.objects.filter(person=kim, kind="roles_asked").count() == 1


def test_an_admin_loses_the_role_by_two_and_the_rest_is_changed_at_once(ada, kim):
    change_person(person_id=kim.pk, actor=ada, roles=["viewer"], max_open=9)
    assert (roles_of(kim), User.objects.get(pk=kim.pk).max_open) == (["admin"], 9)
    request = RoleRequest.objects.get()
    role_requests.decline(request_id=request.pk, actor=kim)
    assert roles_of(kim) == ["admin"]
    assert (RoleRequest.objects.get().decided_by, RoleRequest.objects.get().confirmed) == (kim, False)


def test_asking_again_takes_the_place_of_what_was_asked(ada, kim, edo):
    first = ask(edo, ["admin"], ada)
    assert ask(edo, ["admin", "viewer"], ada).pk == first.pk
    assert RoleRequest.objects.get().roles == ["viewer", "admin"]


def test_other_changes_need_no_second(ada, kim, edo):
    change_person(person_id=edo.pk, actor=ada, roles=["approver"], max_open=6)
    assert roles_of(edo) == ["approver"]
    assert not RoleRequest.objects.exists()


def test_a_desk_with_one_admin_is_not_locked_out(ada, edo):
    change_person(person_id=edo.pk, actor=ada, roles=["admin"], max_open=6)
    assert roles_of(edo) == ["admin"]


def test_without_the_setting_one_is_enough(ada, kim, edo, settings):
    settings.SECOND_ADMIN_FOR_ROLES = False
    change_person(person_id=edo.pk, actor=ada, roles=["admin"], max_open=6)
    assert roles_of(edo) == ["admin"]


def test_no_invitation_makes_an_admin(ada, kim):
    with pytest.raises(Blocked, match="A second admin confirms who becomes one"):
        invitations.invite(actor=ada, email="new@desk.example", roles=["admin"])
    invited = invitations.invite(actor=ada, email="new@desk.example", roles=["viewer"]).invitation
    with pytest.raises(Blocked, match="A second admin confirms who becomes one"):
        invitations.give_roles(invitation_id=invited.pk, roles=["admin"], actor=ada)


def test_the_last_admin_stays_whoever_confirms(ada, kim, edo):
    request = ask(kim, ["viewer"], ada)
    User.objects.filter(pk=ada.pk).update(is_active=False)
    with pytest.raises(WrongState, match="Nobody else is an admin"):
        role_requests.confirm(request_id=request.pk, actor=kim)


def test_what_was_asked_for_somebody_who_left_is_gone(ada, kim, edo):
    request = ask(edo, ["admin"], ada)
    remove_person(person_id=edo.pk, actor=kim)
    assert role_requests.waiting() == []
    with pytest.raises(WrongState, match="no longer here"):
        role_requests.confirm(request_id=request.pk, actor=kim)


def test_on_the_pages_one_asks_and_another_confirms(ada, kim, edo, as_person):
    page = as_person(ada).post(
        reverse("setup-person", args=[edo.pk]), {"roles": ["admin"], "max_open": "6", "away_until": ""}, follow=True
    ).content.decode()  # fmt: skip
    assert "The roles of Edo Baker stay until another admin confirms the change." in page
    request = RoleRequest.objects.get()
    address = reverse("roles-decide", args=[request.pk, "confirm"])
    assert address not in page
    seen = as_person(kim).get(reverse("setup-people")).content.decode()
    assert address in seen
    assert "asked by Ada Okoye" in seen
    assert as_person(ada).post(address).status_code == 403
    assert as_person(kim).post(address).status_code == 302
    assert roles_of(edo) == ["admin"]


def test_the_back_office_has_no_way_round(ada, kim, edo, as_person):
    admin = Role.ADMIN.value
    form = {
        "username": "edo",
        "display_name": "Edo Baker",
        "email": edo.email,
        "max_open": "6",
        "is_active": "on",
    }
    groups = [group.pk for group in ada.groups.all()]
    answer = as_person(ada).post(f"/admin/accounts/user/{edo.pk}/change/", {**form, "groups": groups}, follow=True)
    assert "The roles stay as they are until another admin confirms the change." in answer.content.decode()
    assert roles_of(edo) == ["editor"]
    assert RoleRequest.objects.get().roles == [admin]
