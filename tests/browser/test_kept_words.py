"""Whatever comes between a writer and the desk, the page stays, the words stay, and they are saved in the end."""

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect

from claims.accounts.models import Session
from claims.tracking.models import Claim
from claims.verdicts.models import Verdict
from tests import review_steps
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)

WORDS = "It spends 5.7 per cent more, not less."


@pytest.fixture
def writing(context, live_server, sign_in, ana):
    """The reviewer's window on a claim in review."""
    review_steps.make_scale()
    claim = review_steps.in_review(ana)
    sign_in(ana)
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.goto(live_server.url + reverse("claim", args=[claim.pk]))
    return page


def notice(page, name):
    return page.locator(f"[data-draft-notice={name}]")


def end_the_session():
    Session.objects.all().delete()


def test_words_outlive_the_session_and_are_saved_after_the_sign_in_beside_them(writing, context, ana):
    end_the_session()
    writing.get_by_label("Short answer").fill(WORDS)
    expect(notice(writing, "signed-out")).to_be_visible()
    expect(writing.get_by_label("Short answer")).to_have_value(WORDS)
    with context.expect_page() as opened:
        notice(writing, "signed-out").get_by_role("link", name="Sign in in a new tab").click()
    beside = opened.value
    beside.get_by_label("User name").fill(ana.username)
    beside.get_by_label("Password").fill(PASSWORD)
    beside.get_by_role("button", name="Sign in").click()
    expect(beside.locator("#claim-head")).to_be_visible()
    expect(writing.locator("#draft-state")).to_contain_text("Draft saved")
    expect(notice(writing, "signed-out")).to_be_hidden()
    assert Verdict.objects.get().summary == WORDS


def test_words_outlive_a_reload_after_the_session_ended(writing, sign_in, ana):
    end_the_session()
    writing.get_by_label("Short answer").fill(WORDS)
    expect(notice(writing, "signed-out")).to_be_visible()
    writing.reload()
    expect(writing.get_by_label("Password")).to_be_visible()
    sign_in(ana)
    writing.goto(writing.url.partition("/accounts/")[0] + reverse("claim-draft", args=[Claim.objects.get().pk]))
    expect(notice(writing, "back")).to_be_visible()
    expect(writing.get_by_label("Short answer")).to_have_value(WORDS)
    expect(writing.locator("#draft-state")).to_contain_text("Draft saved")
    assert Verdict.objects.get().summary == WORDS
    assert writing.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('draft')).length") == 0


def test_somebody_else_who_signs_in_meanwhile_saves_nothing_in_the_writers_place(writing, sign_in, edo):
    sign_in(edo)
    end_of_token(writing)
    writing.get_by_label("Short answer").fill(WORDS)
    expect(notice(writing, "somebody-else")).to_contain_text("Sign in as Ana Costa again")
    assert not Verdict.objects.exists()


def test_words_are_saved_although_the_cookie_of_the_form_is_gone(writing):
    end_of_token(writing)
    writing.get_by_label("Short answer").fill(WORDS)
    expect(writing.locator("#draft-state")).to_contain_text("Draft saved")
    assert Verdict.objects.get().summary == WORDS


def test_words_wait_for_a_server_that_does_not_answer(writing, context):
    context.set_offline(True)
    writing.get_by_label("Short answer").fill(WORDS)
    expect(notice(writing, "unreachable")).to_be_visible()
    writing.get_by_role("button", name="Submit for second review").click()
    expect(writing.get_by_label("Short answer")).to_have_value(WORDS)
    context.set_offline(False)
    expect(writing.locator("#draft-state")).to_contain_text("Draft saved")
    expect(notice(writing, "unreachable")).to_be_hidden()
    assert Verdict.objects.get().summary == WORDS


def test_words_typed_into_a_verdict_that_was_submitted_elsewhere_are_shown_to_copy(writing, ana):
    claim = Claim.objects.get()
    review_steps.perform("release", claim_id=claim.pk, actor=ana)
    writing.get_by_label("Short answer").fill(WORDS)
    expect(writing.locator("#draft-state")).to_contain_text("Not saved")
    writing.reload()
    expect(notice(writing, "locked")).to_be_visible()
    writing.get_by_text("Show the words").click()
    expect(writing.locator("#kept-words")).to_contain_text(WORDS)
    writing.get_by_role("button", name="Discard these words").click()
    writing.reload()
    expect(notice(writing, "locked")).to_be_hidden()


def end_of_token(page):
    """Lose the cookie that the form's token belongs to, as a browser that clears cookies does."""
    page.context.clear_cookies(name=settings.CSRF_COOKIE_NAME)
