"""Signing in: guessing is slow and seen, and keeps nobody out of a browser they know."""

import threading
from datetime import timedelta

import pytest
from django.urls import reverse

from claims.accounts import hashing
from claims.accounts.attempts import Limit, count, seconds_to_wait
from claims.accounts.models import Attempts, SecurityEvent
from claims.people.sign_in import drop_old
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
SIGN_IN = "/accounts/sign-in/"


def give(client, name, password, **extra):
    return client.post(SIGN_IN, {"username": name, "password": password}, **extra)


def kinds(person):
    return list(SecurityEvent.objects.filter(person=person).order_by("pk").values_list("kind", flat=True))


def test_sixty_wrong_passwords_and_then_the_right_one_open_nothing(client, edo):
    answers = [give(client, "edo", "wrong").status_code for _ in range(60)]
    last = give(client, "edo", PASSWORD)

    assert answers == [422] * 20 + [429] * 40
    assert last.status_code == 429
    assert int(last.headers["Retry-After"]) > 800
    assert "That were too many wrong passwords. Try again in 15 minutes" in last.content.decode()
    assert kinds(edo) == ["wrong_password"] * 19 + ["locked"]


def test_the_name_and_the_address_of_one_person_count_together(client, edo):
    for _ in range(10):
        give(client, "edo", "wrong")
        give(client, "EDO@desk.example", "wrong")

    assert give(client, "edo", PASSWORD).status_code == 429


def test_forty_wrong_passwords_from_one_address_close_it_for_every_name(client, edo, ana):
    for number in range(40):
        assert give(client, f"nobody{number}", "wrong").status_code == 422

    assert give(client, "ana", PASSWORD).status_code == 429
    assert give(client, "ana", PASSWORD, REMOTE_ADDR="198.51.100.7").status_code == 302
    assert kinds(edo) == []


def test_guessing_elsewhere_does_not_keep_a_person_out_of_their_own_browser(client, edo):
    assert give(client, "edo", PASSWORD).status_code == 302
    client.post(reverse("logout"))
    other = client.__class__()
    for _ in range(25):
        give(other, "edo", "wrong", REMOTE_ADDR="198.51.100.7")

    assert give(other, "edo", PASSWORD, REMOTE_ADDR="203.0.113.1").status_code == 429
    assert give(client, "edo", PASSWORD).status_code == 302


def test_a_browser_that_is_known_has_a_count_of_its_own(client, edo):
    give(client, "edo", PASSWORD)
    client.post(reverse("logout"))

    answers = [give(client, "edo", "wrong").status_code for _ in range(12)]

    assert answers == [422] * 10 + [429] * 2


def test_a_mark_of_somebody_else_or_a_made_up_one_helps_nobody(client, edo, ana):
    give(client, "ana", PASSWORD)
    client.post(reverse("logout"))
    answers = [give(client, "edo", "wrong").status_code for _ in range(21)]
    client.cookies["known"] = "1.abc:forged:forged"

    assert answers[-1] == 429
    assert give(client, "edo", "wrong").status_code == 429


def test_a_success_begins_the_count_anew(client, edo):
    for _ in range(19):
        give(client, "edo", "wrong")
    assert give(client, "edo", PASSWORD).status_code == 302
    client.post(reverse("logout"))
    client.cookies.clear()

    assert [give(client, "edo", "wrong").status_code for _ in range(19)] == [422] * 19


def test_what_was_typed_for_a_name_is_written_nowhere(client, edo, caplog):
    give(client, "my-secret-password-in-the-wrong-field", "edo")

    assert "my-secret-password" not in caplog.text
    assert "my-secret-password" not in str(list(Attempts.objects.values()))
    assert not SecurityEvent.objects.exists()


def test_people_see_what_happened_to_their_account(client, edo):
    give(client, "edo", "wrong", REMOTE_ADDR="198.51.100.7")
    give(client, "edo", PASSWORD)

    page = client.get(reverse("sign-ins")).content.decode()

    assert "A wrong password was given" in page
    assert "198.51.100.7" in page
    assert "Signed in" in page


def test_the_back_office_has_no_sign_in_of_its_own(client, edo, nell, as_person):
    answer = client.get("/admin/login/?next=/admin/claims/claim/")

    assert answer.status_code == 302
    assert answer.headers["Location"] == "/accounts/sign-in/?next=/admin/claims/claim/"
    assert client.post("/admin/login/", {"username": "edo", "password": PASSWORD}).status_code == 302
    assert "_auth_user_id" not in client.session
    assert as_person(nell).get("/admin/login/").status_code == 403


def test_a_full_room_is_said_at_once_and_keeps_the_name(client, edo):
    everybody_is_in, done = threading.Barrier(4), threading.Event()

    def stay():
        places.acquire()
        everybody_is_in.wait()
        done.wait(20)
        places.release()

    places = hashing.turns._places
    others = [threading.Thread(target=stay) for _ in range(3)]
    for each in others:
        each.start()
    everybody_is_in.wait()
    answer = give(client, "edo", PASSWORD)
    done.set()
    for each in others:
        each.join()

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "3"
    assert "Many people are signing in at this moment." in answer.content.decode()
    assert 'value="edo"' in answer.content.decode()
    assert give(client, "edo", PASSWORD).status_code == 302


def test_windows_that_are_over_are_forgotten(db, edo):
    limit = Limit("a test", 2, timedelta(minutes=5))
    assert [count(limit, "x"), count(limit, "x")] == [1, 2]
    assert 0 < seconds_to_wait([(limit, "x")]) <= 301
    Attempts.objects.update(until="2020-01-01T00:00:00Z")

    assert seconds_to_wait([(limit, "x")]) == 0
    assert count(limit, "x") == 1
    Attempts.objects.update(until="2020-01-01T00:00:00Z")
    drop_old()
    assert not Attempts.objects.exists()
