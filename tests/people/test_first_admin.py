"""From nothing to an admin: the link that the server prints, and the server's own superuser."""

import re
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from claims.accounts.models import Invitation, User
from claims.accounts.roles import Role
from claims.audit.models import AuditEvent
from claims.people.first_admin import first_admin_link
from tests.factories import PASSWORD, PersonFactory

EDITHA = {
    "display_name": "Editha Lang",
    "username": "editha",
    "email": "editha@courier.example",
    "password": "a-plumb-line-hangs",
}


def path_of(link):
    """The link's path on this server."""
    return re.fullmatch(r"https?://[^/]+(/welcome/[\w-]{43}/)", link)[1]


@pytest.mark.django_db
def test_the_first_person_makes_an_account_and_is_led_to_the_setup(client):
    answer = client.post(path_of(first_admin_link()), {**EDITHA, "also_works": "on"})

    editha = User.objects.get(username="editha")
    assert answer.headers["Location"] == reverse("setup")
    assert sorted(editha.roles) == ["admin", "approver"]
    assert editha.check_password("a-plumb-line-hangs")
    assert client.get("/").status_code == 200
    assert list(AuditEvent.objects.values_list("action", "actor_id", "object_id")) == [
        ("account_made", editha.pk, editha.pk)
    ]


@pytest.mark.django_db
def test_who_only_looks_after_the_desk_is_admin_alone(client):
    client.post(path_of(first_admin_link()), EDITHA)

    assert User.objects.get(username="editha").roles == ["admin"]


@pytest.mark.django_db
def test_only_the_hash_of_the_secret_is_kept(client):
    secret = path_of(first_admin_link()).split("/")[2]

    kept = Invitation.objects.get()
    assert len(kept.token_hash) == 64
    assert secret not in str(Invitation.objects.values_list())


@pytest.mark.django_db
def test_the_link_works_once(client):
    path = path_of(first_admin_link())
    client.post(path, EDITHA)

    again = Client().post(path, {**EDITHA, "username": "mallory", "email": "mallory@courier.example"})

    assert again.status_code == 410
    assert "This link is used up" in again.content.decode()
    assert list(User.objects.values_list("username", flat=True)) == ["editha"]
    assert Client().get(path).status_code == 410


@pytest.mark.django_db
def test_the_link_ends_after_a_day_and_a_new_one_ends_it_at_once(client):
    old = path_of(first_admin_link())
    new = path_of(first_admin_link())
    assert client.get(old).status_code == 410
    assert client.get(new).status_code == 200

    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    assert client.get(new).status_code == 410
    assert client.post(new, EDITHA).status_code == 410


@pytest.mark.django_db
def test_the_link_opens_nothing_once_there_is_an_admin(client):
    path = path_of(first_admin_link())
    User.objects.create_superuser("root", "root@courier.example", PASSWORD)

    assert client.get(path).status_code == 410
    assert client.post(path, EDITHA).status_code == 410
    assert first_admin_link() == ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"display_name": ""}, "Write your name, as colleagues should see it."),
        ({"username": "ed itha"}, "Enter a valid username."),
        ({"email": "editha"}, "Enter a valid email address."),
        ({"password": "short"}, "This password is too short."),
        ({"password": "editha@courier.example"}, "The password is too similar to the email address."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(client, wrong, sentence):
    path = path_of(first_admin_link())

    answer = client.post(path, {**EDITHA, **wrong})

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not User.objects.exists()
    assert client.post(path, EDITHA).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_two_browsers_at_the_same_time_make_one_admin():
    path, barrier, statuses = path_of(first_admin_link()), Barrier(2), []

    def make(name):
        barrier.wait()
        answer = Client().post(path, {**EDITHA, "username": name, "email": f"{name}@courier.example"})
        statuses.append(answer.status_code)
        connection.close()

    threads = [Thread(target=make, args=[name]) for name in ("editha", "mallory")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(statuses) == [302, 410]
    assert User.objects.count() == 1


@pytest.mark.django_db
def test_createsuperuser_makes_an_admin_of_the_desk(client, monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command("createsuperuser", "--noinput", "--username", "root", "--email", "root@courier.example")

    client.post(reverse("login"), {"username": "root", "password": PASSWORD})

    assert User.objects.get(username="root").roles == ["admin"]
    assert client.get("/").status_code == 200
    assert client.get("/admin/").status_code == 200


@pytest.mark.django_db
def test_a_superuser_from_before_becomes_admin_by_signing_in_where_there_is_none(client):
    root = PersonFactory(username="root", is_superuser=True, is_staff=True)

    client.post(reverse("login"), {"username": "root", "password": PASSWORD})

    assert User.objects.get(pk=root.pk).roles == ["admin"]
    assert list(AuditEvent.objects.values_list("action", "object_id")) == [("admin_by_server", root.pk)]


@pytest.mark.django_db
def test_a_superuser_whose_role_was_taken_away_does_not_take_it_back(client, ada):
    PersonFactory(username="root", is_superuser=True, is_staff=True)

    client.post(reverse("login"), {"username": "root", "password": PASSWORD})

    assert User.objects.get(username="root").roles == []


@pytest.mark.django_db
def test_demo_people_who_cannot_sign_in_are_no_admins(settings):
    PersonFactory(username="mael", is_demo=True, roles=[Role.ADMIN])

    settings.DEMO_SIGN_INS = False
    assert first_admin_link() != ""
    settings.DEMO_SIGN_INS = True
    assert first_admin_link() == ""


@pytest.mark.django_db
def test_the_command_prints_the_link_or_whom_to_ask(capsys, client):
    call_command("first_admin_link")
    link = capsys.readouterr().out.strip()
    assert client.get(path_of(link)).status_code == 200

    PersonFactory(username="ada", roles=[Role.ADMIN])
    call_command("first_admin_link")

    said = capsys.readouterr()
    assert said.out == ""
    assert "This desk has an admin already." in said.err


@pytest.mark.django_db
def test_sign_in_says_where_the_link_is_while_nobody_looks_after_the_desk(client):
    assert "manage.py first_admin_link" in client.get(reverse("login")).content.decode()

    PersonFactory(username="ada", roles=[Role.ADMIN])

    assert "manage.py first_admin_link" not in client.get(reverse("login")).content.decode()
