"""A group at the sign-in provider makes nobody an admin alone, where the newsroom wants two for it."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from claims.accounts.models import RoleRequest, SecurityEvent, User
from claims.accounts.roles import Role
from claims.audit.models import AuditEvent
from claims.delivery.models import AccountLetter
from claims.errors import NotAllowed
from claims.people import role_requests
from claims.people.changes import change_person
from tests.factories import PersonFactory
from tests.people.provider import Provider, openid_of
from tests.people.test_openid import come_in, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider(settings):
    """The provider of the settings, whose groups `it` and `roots` make admins; a second admin is asked for."""
    made = Provider()
    settings.SECOND_ADMIN_FOR_ROLES = True
    roles = {"newsroom-editors": ("editor",), "it": ("admin",), "roots": ("reviewer", "admin")}
    settings.OPENID = openid_of(made, roles)
    yield made
    made.stop()


def arrive_with(provider, *groups):
    """Sign mia in, whom the provider says to be in these groups; her roles afterwards."""
    provider.claims = {"groups": list(groups)}
    come_in(provider)
    return roles_of("mia")


def roles_of(username):
    return sorted(User.objects.get(username=username).roles)


def waiting():
    return RoleRequest.objects.open().get()


def acts():
    mia = User.objects.get(username="mia")
    told = AuditEvent.objects.filter(object_type="user", object_id=mia.pk).order_by("sequence")
    return [(event.action, event.actor and event.actor.username) for event in told]


def test_an_admin_by_a_group_waits_for_an_admin_and_has_her_other_roles_meanwhile(provider, ada):
    provider.claims = {"groups": ["newsroom-editors", "it"]}
    client = Client()
    come_in(provider, client)

    assert signed_in(client).roles == ["editor"]
    assert "A change of your roles waits until another admin confirms it; those you have hold" in client.get("/").text
    assert "A change of your roles waits until another admin confirms it." in client.get("/account/").text
    assert client.get("/setup/people/").status_code == 403
    request = waiting()
    assert (request.roles, request.groups, request.asked_by) == (["admin"], ["it"], None)
    assert [(letter.person, letter.what) for letter in AccountLetter.objects.all()] == [(ada, "roles_asked")]
    assert SecurityEvent.objects.filter(person=ada, kind="roles_asked").count() == 1
    asked = AuditEvent.objects.get(action="group_roles_asked")
    assert (asked.actor, asked.data) == (None, {"roles": ["admin"], "asked_by": None, "groups": ["it"]})
    with pytest.raises(NotAllowed):
        role_requests.confirm(request_id=request.pk, actor=User.objects.get(username="mia"))

    role_requests.confirm(request_id=request.pk, actor=ada)

    assert roles_of("mia") == ["admin", "editor"]
    assert acts() == [
        ("account_made", "mia"),
        ("group_roles_asked", None),
        ("roles_followed", None),
        ("group_roles_confirmed", "ada"),
    ]
    assert arrive_with(provider, "newsroom-editors", "it") == ["admin", "editor"]
    assert not RoleRequest.objects.open().exists()
    assert "A change of your roles" not in client.get("/account/").text


def test_the_yes_gives_the_admin_s_role_to_the_roles_of_that_day(provider, ada):
    arrive_with(provider, "newsroom-editors", "it")
    mia = User.objects.get(username="mia")
    change_person(person_id=mia.pk, actor=ada, roles=["viewer"], max_open=6)
    role_requests.confirm(request_id=waiting().pk, actor=ada)

    assert roles_of("mia") == ["admin", "viewer"]


def test_the_first_person_of_an_empty_desk_becomes_its_admin(provider):
    assert arrive_with(provider, "it") == ["admin"]
    assert not RoleRequest.objects.exists()


def test_somebody_with_nothing_but_an_admin_s_group_comes_in_and_reads_what_she_waits_for(provider, ada):
    provider.claims = {"groups": ["it"]}
    client = Client()
    come_in(provider, client)
    page = client.get("/queue/")

    assert (signed_in(client).roles, page.status_code) == ([], 403)
    assert "You have no role on this desk yet: yours waits until an admin confirms it: Ada Okoye." in page.text


def test_signing_in_again_while_it_waits_asks_nobody_again(provider, ada):
    arrive_with(provider, "it")
    first = waiting()
    assert arrive_with(provider, "it") == []

    assert waiting().pk == first.pk
    assert waiting().asked_at == first.asked_at
    assert AccountLetter.objects.count() == 1
    assert acts() == [("account_made", "mia"), ("group_roles_asked", None)]
    assert arrive_with(provider, "it", "roots") == ["reviewer"]
    assert (waiting().pk, waiting().groups) == (first.pk, ["it", "roots"])
    assert AccountLetter.objects.filter(what="roles_asked").count() == 1


def test_a_no_stays_one_until_the_group_changes(provider, ada):
    arrive_with(provider, "it", "newsroom-editors")
    role_requests.decline(request_id=waiting().pk, actor=ada)
    assert arrive_with(provider, "it") == []
    assert not RoleRequest.objects.open().exists()

    assert arrive_with(provider, "it", "roots") == ["reviewer"]
    assert waiting().groups == ["it", "roots"]


def test_after_a_no_a_group_that_was_gone_and_came_back_asks_again(provider, ada):
    arrive_with(provider, "it", "newsroom-editors")
    role_requests.decline(request_id=waiting().pk, actor=ada)
    arrive_with(provider, "newsroom-editors")
    assert not RoleRequest.objects.open().exists()

    assert arrive_with(provider, "it", "newsroom-editors") == ["editor"]
    assert waiting().groups == ["it"]


def test_a_group_that_goes_takes_back_what_waits(provider, ada):
    arrive_with(provider, "it", "newsroom-editors")
    arrive_with(provider, "newsroom-editors")

    ended = RoleRequest.objects.get()
    assert (ended.decided_by, ended.decided_at is None, ended.confirmed) == (None, False, False)
    assert acts()[-1] == ("group_roles_withdrawn", None)
    assert role_requests.waiting() == []


def test_a_group_that_goes_takes_the_admin_s_role_at_once(provider, ada):
    arrive_with(provider, "it", "newsroom-editors")
    role_requests.confirm(request_id=waiting().pk, actor=ada)

    assert arrive_with(provider, "newsroom-editors") == ["editor"]
    assert not RoleRequest.objects.open().exists()
    assert arrive_with(provider, "newsroom-editors", "it") == ["editor"]
    assert waiting().groups == ["it"]


def test_the_last_admin_stays_one_and_a_desk_without_one_gets_one(provider, ada):
    arrive_with(provider, "it")
    User.objects.filter(pk=ada.pk).update(is_active=False)

    assert arrive_with(provider, "it") == ["admin"]
    assert not RoleRequest.objects.open().exists()
    assert arrive_with(provider) == ["admin"]


def test_what_an_admin_asked_for_by_hand_stands_before_the_groups(provider, ada):
    kim = PersonFactory(username="kim", roles=[Role.ADMIN])
    mia = PersonFactory(username="mia", email="mia@paper.example", roles=[Role.VIEWER])
    change_person(person_id=mia.pk, actor=ada, roles=["viewer", "admin"], max_open=6)
    assert arrive_with(provider, "it") == ["viewer"]
    assert (waiting().asked_by, waiting().groups) == (ada, ["it"])
    assert arrive_with(provider, "newsroom-editors") == ["editor", "viewer"]
    with pytest.raises(NotAllowed, match="You asked for this yourself"):
        role_requests.confirm(request_id=waiting().pk, actor=ada)
    role_requests.decline(request_id=waiting().pk, actor=kim)

    assert arrive_with(provider, "it") == ["viewer"]
    assert waiting().asked_by is None


def test_a_no_to_what_an_admin_asked_for_by_hand_is_one_to_the_groups_until_they_change(provider, ada):
    kim = PersonFactory(username="kim", roles=[Role.ADMIN])
    mia = PersonFactory(username="mia", email="mia@paper.example", roles=[Role.VIEWER])
    change_person(person_id=mia.pk, actor=ada, roles=["viewer", "admin"], max_open=6)
    arrive_with(provider, "it")
    role_requests.decline(request_id=waiting().pk, actor=kim)

    assert arrive_with(provider, "it") == ["viewer"]
    assert not RoleRequest.objects.open().exists()
    assert arrive_with(provider, "it", "roots") == ["reviewer", "viewer"]
    assert waiting().groups == ["it", "roots"]


def test_a_no_holds_where_an_admin_asked_for_what_the_groups_had_asked_before(provider, ada):
    kim = PersonFactory(username="kim", roles=[Role.ADMIN])
    arrive_with(provider, "it")
    change_person(person_id=User.objects.get(username="mia").pk, actor=ada, roles=["admin"], max_open=6)
    role_requests.decline(request_id=waiting().pk, actor=kim)

    assert arrive_with(provider, "it") == []
    assert not RoleRequest.objects.open().exists()
    assert arrive_with(provider, "newsroom-editors") == ["editor"]
    assert arrive_with(provider, "newsroom-editors", "it") == ["editor"]
    assert waiting().groups == ["it"]


def test_an_admin_who_asks_by_hand_for_what_the_groups_gave_needs_a_second(provider, ada):
    kim = PersonFactory(username="kim", roles=[Role.ADMIN])
    arrive_with(provider, "it")
    mia = User.objects.get(username="mia")
    change_person(person_id=mia.pk, actor=ada, roles=["admin"], max_open=6)

    assert (waiting().asked_by, waiting().groups) == (ada, ["it"])
    role_requests.confirm(request_id=waiting().pk, actor=kim)
    assert roles_of("mia") == ["admin"]


def test_without_the_setting_the_group_is_enough(provider, ada, settings):
    settings.SECOND_ADMIN_FOR_ROLES = False

    assert arrive_with(provider, "it") == ["admin"]
    assert not RoleRequest.objects.exists()


def test_on_the_page_it_says_which_groups_and_an_admin_decides(provider, ada, as_person):
    arrive_with(provider, "it", "roots")
    address = reverse("roles-decide", args=[waiting().pk, "confirm"])
    page = as_person(ada).get(reverse("setup-people")).text

    assert "is to be besides: Admin" in page
    assert "given by groups at the sign-in provider: it, roots" in page
    assert as_person(ada).post(address).status_code == 302
    assert roles_of("mia") == ["admin", "reviewer"]


def test_what_an_admin_asked_for_is_decided_by_somebody(ada, edo):
    request = RoleRequest(person=edo, roles=["admin"], asked_by=ada, asked_at=ada.date_joined)
    request.decided_at = ada.date_joined
    with pytest.raises(IntegrityError), transaction.atomic():
        request.save()
