"""The second step of signing in: set up, asked for, lost, limited, and demanded of the roles that can do most."""

import base64
import hashlib
import hmac
import struct
import time

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.db import connection
from django.test import Client, TestCase
from django.urls import reverse

from claims.accounts.models import Attempts, SecurityEvent
from claims.audit.models import AuditEvent
from claims.delivery.account_letters import send_letter
from claims.delivery.models import AccountLetter
from claims.jobs.running import run_one
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
SECOND = "/accounts/sign-in/second-step/"


def code_of(seed, steps=0):
    """The six digits of RFC 6238 for this moment, or so many half minutes away."""
    counter = struct.pack(">Q", int(time.time()) // 30 + steps)
    digest = hmac.new(base64.b32decode(seed), counter, hashlib.sha1).digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def give_password(name, browser=None):
    """A browser after the password was sent, and the answer."""
    browser = browser or Client()
    return browser, browser.post(reverse("login"), {"username": name, "password": PASSWORD})


def set_up_app(browser):
    """Set an app up in this browser; its seed."""
    seed = browser.get(reverse("mfa_activate_totp")).context["form"].secret
    with TestCase.captureOnCommitCallbacks(execute=True):
        answer = browser.post(reverse("mfa_activate_totp"), {"code": code_of(seed)})
    assert answer.headers["Location"] == "/account/second-step/codes/"
    return seed


def post_letters():
    """Let a worker send what waits."""
    for pk in AccountLetter.objects.values_list("pk", flat=True):
        run_one(AccountLetter, pk, run=send_letter)


def happened(person):
    """The kinds of what happened to somebody, oldest first."""
    return [event.kind for event in SecurityEvent.objects.filter(person=person).order_by("pk")]


@pytest.fixture
def seed(edo):
    """Edo has set up an app, in a browser that is gone; the seed that his app keeps."""
    browser, _answer = give_password("edo")
    seed = set_up_app(browser)
    browser.post(reverse("logout"))
    SecurityEvent.objects.all().delete()
    Attempts.objects.all().delete()  # the code that set it up may be used again
    return seed


def test_who_has_set_up_nothing_signs_in_with_one_step(edo):
    browser, answer = give_password("edo")

    assert answer.headers["Location"] == "/"
    assert browser.get("/").status_code == 200


def test_an_app_is_set_up_and_asked_for_from_then_on(edo, seed):
    browser, answer = give_password("edo")

    assert answer.headers["Location"] == SECOND
    assert browser.get("/account/").status_code == 302
    assert "Code from your app, or a recovery code" in browser.get(SECOND).content.decode()
    assert browser.post(SECOND, {"code": "000000"}).status_code == 200
    assert browser.get("/account/").status_code == 302
    assert browser.post(SECOND, {"code": code_of(seed)}).headers["Location"] == "/"
    assert browser.get("/account/").status_code == 200
    assert happened(edo) == ["password_given", "wrong_code", "signed_in"]


def test_the_way_to_a_page_survives_the_second_step(edo, seed):
    browser = Client()
    browser.post(reverse("login"), {"username": "edo", "password": PASSWORD, "next": "/articles/"})

    assert browser.post(SECOND, {"code": code_of(seed)}).headers["Location"] == "/articles/"


def test_a_code_works_once_in_all_browsers_and_processes(edo, seed):
    code = code_of(seed)
    first, _answer = give_password("edo")
    second, _answer = give_password("edo")

    assert first.post(SECOND, {"code": code}).status_code == 302
    answer = second.post(SECOND, {"code": code})
    assert answer.status_code == 200
    assert "That code is not right, or it was used already." in answer.content.decode()


def test_guessing_codes_ends_after_ten_and_the_right_one_has_to_wait_too(edo, seed):
    browser, _answer = give_password("edo")
    for number in range(10):
        browser.post(SECOND, {"code": f"{number:06d}"})

    answer = browser.post(SECOND, {"code": code_of(seed)})

    assert "Those were too many wrong codes. Try again in 15 minutes." in answer.content.decode()
    assert browser.get("/account/").status_code == 302
    Attempts.objects.update(until="2020-01-01T00:00:00Z")
    assert browser.post(SECOND, {"code": code_of(seed)}).status_code == 302


def test_recovery_codes_stand_in_once_each(edo):
    browser, _answer = give_password("edo")
    set_up_app(browser)
    codes = browser.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]
    as_file = browser.get(reverse("mfa_download_recovery_codes"))

    assert len(set(codes)) == 10
    assert as_file.content.decode().split() == codes
    assert as_file.headers["Content-Disposition"] == 'attachment; filename="recovery-codes.txt"'
    first, _answer = give_password("edo")
    assert first.post(SECOND, {"code": codes[3]}).status_code == 302
    second, _answer = give_password("edo")
    assert second.post(SECOND, {"code": codes[3]}).status_code == 200
    assert second.post(SECOND, {"code": codes[4]}).status_code == 302


def test_setting_it_up_ends_other_sign_ins_and_is_told_by_letter(edo):
    other, _answer = give_password("edo")
    browser, _answer = give_password("edo")
    set_up_app(browser)
    post_letters()

    assert other.get("/account/").status_code == 302
    assert browser.get("/account/").status_code == 200
    [letter] = mail.outbox
    assert letter.to == ["edo@desk.example"]
    assert "A second step for signing in was added" in letter.body


def test_nothing_of_it_can_be_read_in_the_database(edo):
    browser, _answer = give_password("edo")
    seed = set_up_app(browser)
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM mfa_authenticator")
        stored = " ".join(str(row[0]) for row in cursor.fetchall())

    assert stored.count("enc1:") == 2
    assert seed not in stored


@pytest.fixture
def demanded(settings):
    """As in production."""
    settings.SECOND_STEP_FOR = ("approver", "admin")


def test_roles_that_need_one_get_nowhere_without(apa, ada, edo, demanded, as_person):
    for person in (apa, ada):
        browser = as_person(person)
        assert browser.get("/queue/").headers["Location"] == "/account/second-step/"
        assert browser.get("/queue/", headers={"HX-Request": "true"}).headers["HX-Redirect"] == "/account/second-step/"
        assert browser.get("/account/tokens/").headers["Location"] == "/account/second-step/"
        assert browser.get("/admin/").headers["Location"] == "/account/second-step/"
        assert browser.get("/api/v1/claims/").status_code == 403
        assert "Your role needs a second step." in browser.get("/account/second-step/").content.decode()
        assert browser.get("/checks/").status_code == 200
    assert as_person(edo).get("/queue/").status_code == 200


def test_the_desk_opens_once_it_is_set_up_and_the_last_one_stays(apa, demanded):
    browser, _answer = give_password("apa")
    set_up_app(browser)

    assert browser.get("/queue/").status_code == 200
    assert browser.get("/api/v1/claims/").status_code == 200
    page = browser.get(reverse("mfa_deactivate_totp"))
    assert "Your role needs a second step. Set up another one" in page.content.decode()
    browser.post(reverse("mfa_deactivate_totp"))
    assert Authenticator.objects.filter(type="totp").count() == 1


def test_people_of_the_demo_are_never_asked(apa, demanded, as_person, settings):
    settings.DEMO_SIGN_INS = True
    apa.is_demo = True
    apa.save()

    assert as_person(apa).get("/queue/").status_code == 200


def test_who_does_not_need_one_removes_it(edo):
    browser, _answer = give_password("edo")
    set_up_app(browser)

    browser.post(reverse("mfa_deactivate_totp"))
    post_letters()

    assert not Authenticator.objects.exists()
    assert any("A second step for signing in was removed" in letter.body for letter in mail.outbox)


def test_an_admin_takes_a_lost_one_away_on_record(edo, ada, seed, as_person):
    admin = as_person(ada)
    assert "A second step is set up." in admin.get(reverse("setup-person", args=[edo.pk])).content.decode()

    admin.post(reverse("person-second-step-reset", args=[edo.pk]))
    post_letters()

    assert AuditEvent.objects.filter(action="second_step_reset", object_id=edo.pk, actor=ada).count() == 1
    assert give_password("edo")[1].headers["Location"] == "/"
    assert any("An admin took the second step away" in letter.body for letter in mail.outbox)
    assert admin.post(reverse("person-second-step-reset", args=[edo.pk])).status_code == 409
    assert as_person(edo).post(reverse("person-second-step-reset", args=[ada.pk])).status_code == 403


def test_nobody_takes_their_own_away_as_an_admin(ada):
    browser, _answer = give_password("ada")
    set_up_app(browser)

    assert browser.post(reverse("person-second-step-reset", args=[ada.pk])).status_code == 409


def an_hour_later(browser):
    """As if the session had begun an hour ago."""
    session = browser.session
    session["signed_in_at"] -= 3600
    session.save()


@pytest.mark.parametrize("page", ["tokens", "hooks", "setup-people"])
def test_the_password_is_asked_for_again_before_access_is_given(edo, ada, as_person, page):
    person = ada if page == "setup-people" else edo
    browser = as_person(person)
    assert "Confirm that it is you" not in browser.get(reverse(page)).content.decode()
    an_hour_later(browser)

    shown = browser.get(reverse(page)).content.decode()
    sent = browser.post(reverse(page), {"name": "CMS"}, headers={"Referer": f"http://testserver{reverse(page)}"})

    way = f"/accounts/confirm/?next={reverse(page).replace('/', '%2F')}"
    assert way in shown
    assert sent.headers["Location"] == way
    assert browser.post(way, {"password": "wrong", "next": reverse(page)}).status_code == 200
    assert "Confirm that it is you" in browser.get(reverse(page)).content.decode()
    assert browser.post(way, {"password": PASSWORD, "next": reverse(page)}).headers["Location"] == reverse(page)
    assert "Confirm that it is you" not in browser.get(reverse(page)).content.decode()


def test_guessing_the_password_of_an_open_browser_ends_after_ten(edo, as_person):
    browser = as_person(edo)
    for _ in range(10):
        browser.post(reverse("account_reauthenticate"), {"password": "wrong"})

    answer = browser.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    assert "too many wrong passwords" in answer.content.decode()
    assert "locked" in happened(edo)


def test_a_code_confirms_as_well_as_a_password(edo, seed):
    browser, _answer = give_password("edo")
    browser.post(SECOND, {"code": code_of(seed)})
    an_hour_later(browser)

    answer = browser.post(reverse("mfa_reauthenticate"), {"code": code_of(seed, 1), "next": "/account/tokens/"})

    assert answer.headers["Location"] == "/account/tokens/"
    assert "Confirm that it is you" not in browser.get("/account/tokens/").content.decode()


def test_whom_the_desk_turns_away_no_second_step_lets_in(edo, seed):
    browser, _answer = give_password("edo")
    edo.is_active = False
    edo.save()

    browser.post(SECOND, {"code": code_of(seed)})

    assert browser.get("/account/").status_code == 302


def test_a_removed_person_leaves_nothing_of_it(edo, ada, seed, as_person):
    as_person(ada).post("/admin/accounts/user/", {"action": "remove", "_selected_action": [edo.pk], "confirmed": "1"})

    assert not Authenticator.objects.exists()


def test_the_page_asks_the_same_of_the_database_for_any_number(edo, django_assert_num_queries):
    browser, _answer = give_password("edo")
    for number in (1, 3):
        Authenticator.objects.all().delete()
        for each in range(number):
            Authenticator.objects.create(user=edo, type="webauthn", data={"name": f"<b>Key {each}</b>"})
        with django_assert_num_queries(6):
            page = browser.get(reverse("mfa_index")).content.decode()
        assert "<b>Key" not in page
