"""Inviting people, and changing what they may do: by admins alone, on record, with links that work once."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from claims.accounts.models import Invitation, User
from claims.audit.models import AuditEvent
from claims.delivery.account_letters import send_letter
from claims.delivery.models import AccountLetter
from claims.jobs.running import run_one
from tests.factories import PASSWORD
from tests.people.letters import links_in_letters

pytestmark = pytest.mark.django_db
INES = {"email": "ines@courier.example", "roles": ["reviewer"]}
ACCOUNT = {"display_name": "Ines Okafor", "username": "ines", "password": "a-plumb-line-hangs"}
OUTBOX = {"default": {"BACKEND": "django.core.mail.backends.filebased.EmailBackend"}}


def letters():
    """Let a worker send what waits; the links of all letters so far."""
    for pk in AccountLetter.objects.values_list("pk", flat=True):
        run_one(AccountLetter, pk, run=send_letter)
    return links_in_letters()


@pytest.fixture
def admin(as_person, ada):
    """Ada's browser."""
    return as_person(ada)


def invite(admin, **more):
    """Invite Ines, and the invitation."""
    admin.post(reverse("setup-people"), INES | more)
    return Invitation.objects.latest("pk")


def test_somebody_is_invited_by_letter_and_makes_her_own_account(admin, ada):
    answer = admin.post(reverse("setup-people"), INES)
    [path] = letters()
    page = Client().get(path).content.decode()

    browser = Client()
    made = browser.post(path, ACCOUNT)

    ines = User.objects.get(username="ines")
    assert answer.headers["Location"] == "/setup/people/"
    assert mail.outbox[0].to == ["ines@courier.example"]
    assert "Ada Okoye invites you to the fact-checking desk" in mail.outbox[0].body
    assert "Checks claims: gathers evidence and writes verdicts." in page
    assert made.headers["Location"] == "/"
    assert (ines.email, ines.roles, ines.is_superuser) == ("ines@courier.example", ["reviewer"], False)
    assert browser.get("/").status_code == 200
    assert list(AuditEvent.objects.order_by("pk").values_list("action", "actor_id")) == [
        ("person_invited", ada.pk),
        ("account_made", ines.pk),
    ]


def test_the_link_works_once_and_no_body_changes_whose_it_is(admin):
    invite(admin)
    [path] = letters()
    Client().post(path, ACCOUNT | {"email": "mallory@elsewhere.example", "also_works": "on", "roles": "admin"})

    again = Client().post(path, ACCOUNT | {"username": "mallory"})

    assert again.status_code == 410
    ines = User.objects.get(username="ines")
    assert (ines.email, ines.roles) == ("ines@courier.example", ["reviewer"])
    assert not User.objects.filter(username="mallory").exists()


def test_a_link_whose_time_is_over_opens_nothing_until_it_is_sent_again(admin):
    invitation = invite(admin)
    [old] = letters()
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert Client().get(old).status_code == 410
    assert "the link’s time is over: send it again" in admin.get(reverse("setup-people")).content.decode()

    admin.post(reverse("invitation-again", args=[invitation.pk]))
    new = letters()[-1]

    assert Client().get(old).status_code == 410
    assert Client().get(new).status_code == 200


def test_a_revoked_link_opens_nothing_and_a_letter_that_waits_does_not_leave(admin):
    invitation = invite(admin)

    admin.post(reverse("invitation-revoke", args=[invitation.pk]))

    assert letters() == []
    assert admin.post(reverse("invitation-again", args=[invitation.pk])).status_code == 409
    assert admin.post(reverse("setup-people"), INES).status_code == 302


def test_the_link_gives_the_roles_that_the_invitation_has_at_that_moment(admin):
    invitation = invite(admin)
    [path] = letters()
    admin.post(reverse("invited-person", args=[invitation.pk]), {"roles": ["editor", "reviewer"]})

    Client().post(path, ACCOUNT)

    assert sorted(User.objects.get(username="ines").roles) == ["editor", "reviewer"]
    assert admin.get(reverse("invited-person", args=[invitation.pk])).status_code == 404


@pytest.mark.parametrize("address", ["edo@desk.example", "EDO@Desk.Example", " edo@desk.example "])
def test_an_address_that_is_somebodys_is_refused_in_any_capitals(admin, edo, address):
    answer = admin.post(reverse("setup-people"), INES | {"email": address})

    assert answer.status_code == 422
    assert "Edo Baker has this address and an account already." in answer.content.decode()
    assert not Invitation.objects.exists()


def test_an_address_that_is_invited_is_not_invited_twice(admin):
    invite(admin)

    again = admin.post(reverse("setup-people"), INES | {"email": "INES@courier.example"})

    assert again.status_code == 422
    assert "INES@courier.example is invited already." in again.content.decode()
    assert Invitation.objects.count() == 1


@pytest.mark.parametrize("wrong", [{"email": "ines"}, {"email": ""}, {"roles": []}, {"roles": ["owner"]}])
def test_what_cannot_be_an_invitation_is_refused(admin, wrong):
    assert admin.post(reverse("setup-people"), INES | wrong).status_code == 422
    assert not Invitation.objects.exists()


def test_somebody_who_got_the_address_meanwhile_makes_no_second_account(admin, edo):
    invite(admin)
    [path] = letters()
    edo.email = "Ines@Courier.example"
    edo.save()

    answer = Client().post(path, ACCOUNT)

    assert answer.status_code == 422
    assert "Somebody else here uses this e-mail address already." in answer.content.decode()
    assert not User.objects.filter(username="ines").exists()


def test_a_user_name_that_is_taken_is_said_and_the_link_goes_on_working(admin, edo):
    invite(admin)
    [path] = letters()

    assert Client().post(path, ACCOUNT | {"username": "edo"}).status_code == 422
    assert Client().post(path, ACCOUNT).status_code == 302


def test_without_a_mail_server_the_link_is_shown_once(admin, settings):
    settings.MAILERS = OUTBOX
    before = admin.get(reverse("setup-people")).content.decode()
    shown = admin.post(reverse("setup-people"), INES).content.decode()

    link = re.search(r'<code id="link">(\S+)</code>', shown)[1]
    assert "No mail server is set on this desk." in before
    assert not AccountLetter.objects.exists()
    assert Client().get(link.removeprefix(settings.PUBLIC_URL)).status_code == 200
    assert link not in admin.get(reverse("setup-people")).content.decode()


def test_a_link_to_pass_on_takes_the_place_of_the_letter(admin):
    invitation = invite(admin)

    shown = admin.post(reverse("invitation-link", args=[invitation.pk])).content.decode()

    assert letters() == []
    assert '<code id="link">' in shown


def test_nobody_but_an_admin_does_any_of_it(admin, as_person, ana, edo, apa, ada):
    invitation = invite(admin)
    addresses = [
        reverse("setup-people"),
        reverse("setup-person", args=[ada.pk]),
        reverse("person-switch", args=[ada.pk, "off"]),
        reverse("invited-person", args=[invitation.pk]),
        *(reverse(f"invitation-{act}", args=[invitation.pk]) for act in ("again", "link", "revoke")),
    ]
    events = AuditEvent.objects.count()

    for person in (ana, edo, apa):
        client = as_person(person)
        for address in addresses:
            assert client.post(address, INES | {"max_open": "6"}).status_code == 403, address

    assert AuditEvent.objects.count() == events
    assert Invitation.objects.open().count() == 1


def test_roles_load_and_absence_are_changed_and_the_person_hears_of_it(admin, edo, ada):
    until = timezone.localdate() + timedelta(days=5)
    sent = {"roles": ["viewer", "reviewer"], "max_open": "3", "away_until": until.isoformat()}

    admin.post(reverse("setup-person", args=[edo.pk]), sent)

    edo = User.objects.get(pk=edo.pk)
    assert (sorted(edo.roles), edo.max_open, edo.away_until) == (["reviewer", "viewer"], 3, until)
    event = AuditEvent.objects.get()
    assert (event.action, event.actor_id, event.data["roles_before"], event.data["roles_after"]) == (
        "person_changed",
        ada.pk,
        ["editor"],
        ["reviewer", "viewer"],
    )
    assert AccountLetter.objects.get().person == edo
    assert "away until" in admin.get(reverse("setup-people")).content.decode()


def test_the_last_admin_keeps_the_role_and_the_sign_in(admin, ada, edo):
    kept = admin.post(reverse("setup-person", args=[ada.pk]), {"roles": ["editor"], "max_open": "6"})
    off = admin.post(reverse("person-switch", args=[ada.pk, "off"]))

    assert kept.status_code == 422
    assert "Nobody else is an admin. Make somebody else one first." in kept.content.decode()
    assert off.status_code == 409
    assert User.objects.get(pk=ada.pk).roles == ["admin"]


def test_somebody_is_switched_off_and_on(admin, as_person, edo):
    browser = as_person(edo)
    assert browser.get("/").status_code == 200

    admin.post(reverse("person-switch", args=[edo.pk, "off"]))
    assert browser.get("/").status_code == 302
    assert not Client().login(username="edo", password=PASSWORD)

    admin.post(reverse("person-switch", args=[edo.pk, "on"]))
    assert Client().login(username="edo", password=PASSWORD)
    assert list(AuditEvent.objects.order_by("pk").values_list("action", flat=True)) == [
        "person_switched_off",
        "person_switched_on",
    ]


def test_names_and_addresses_are_shown_as_words(admin, edo):
    User.objects.filter(pk=edo.pk).update(display_name="<script>alert(1)</script>")
    invite(admin, email='"<b>x</b>"@courier.example')

    for address in (reverse("setup-people"), reverse("setup-person", args=[edo.pk])):
        page = admin.get(address).content.decode()
        assert "<script>alert(1)" not in page
        assert "<b>x</b>" not in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_whatever_it_holds(admin, count, django_assert_num_queries):
    for number in range(count):
        admin.post(reverse("setup-people"), INES | {"email": f"ines{number}@courier.example"})
    admin.get(reverse("setup-people"))

    with django_assert_num_queries(14):
        admin.get(reverse("setup-people"))
