"""A sign-in ends after a time without use, and after a time in any case."""

import pytest

from claims.accounts.models import Session
from factcheck import sessions

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(as_person, edo):
    """Edo's browser, with its session's times in the hand of the test."""
    client = as_person(edo)
    assert client.get("/account/").status_code == 200
    return client


def move_back(browser, **seconds):
    """As if the session had begun, or had been used, so many seconds earlier."""
    session = browser.session
    for name, earlier in seconds.items():
        session[name] -= earlier
    session.save()


def test_it_lasts_while_it_is_used(browser):
    move_back(browser, used_at=23 * 60 * 60, signed_in_at=6 * 24 * 60 * 60)

    assert browser.get("/account/").status_code == 200


def test_it_ends_after_a_day_without_use(browser):
    move_back(browser, used_at=25 * 60 * 60)

    assert browser.get("/account/").status_code == 302
    assert not Session.objects.exists()


def test_it_ends_a_week_after_it_began_however_often_it_is_used(browser):
    move_back(browser, signed_in_at=8 * 24 * 60 * 60)

    assert browser.get("/account/").status_code == 302


def test_reading_writes_no_session_more_often_than_every_five_minutes(browser):
    before = browser.session[sessions.USED]
    move_back(browser, used_at=200)
    browser.get("/account/")
    assert browser.session[sessions.USED] == before - 200
    move_back(browser, used_at=200)
    browser.get("/account/")
    assert browser.session[sessions.USED] >= before


def test_a_program_with_a_session_is_signed_out_too(browser):
    assert browser.get("/api/v1/me/").status_code == 200
    move_back(browser, used_at=25 * 60 * 60)

    assert browser.get("/api/v1/me/").status_code in (401, 403)
