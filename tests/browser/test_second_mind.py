"""Judging unseen, rating otherwise than before, and asking an expert from outside: in a real browser."""

import re

import pytest
from django.core import mail
from playwright.sync_api import expect

from claims.delivery import account_letters
from claims.delivery.models import AccountLetter
from claims.jobs.running import run_one
from claims.publishing.second_verdict_rules import save_rule
from claims.tracking.models import Claim
from claims.workflow.perform import perform
from tests import review_steps
from tests.browser.ask_axe import ask_axe

pytestmark = pytest.mark.django_db(transaction=True)

expect.set_options(timeout=15_000)


def looks_right(page):
    """Nothing for axe, and nothing beside a screen of 320 pixels."""
    assert ask_axe(page).response["violations"] == []
    before = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.set_viewport_size(before)


def test_an_approver_judges_unseen_and_then_sees_the_first(desk, live_server, sign_in, ana, apa):
    review_steps.make_scale()
    save_rule(scale=None, topic=None, share=100, actor=apa)
    claim = review_steps.submitted(ana)
    sign_in(apa)
    desk.goto(f"{live_server.url}/claims/{claim.pk}/")
    expect(desk.locator("#sealed")).to_contain_text("Sealed: a second person judges it")
    expect(desk.locator("body")).not_to_contain_text("It spends more")
    looks_right(desk)

    desk.locator("#sealed").get_by_role("link", name="Give your verdict").click()
    expect(desk).to_have_title(re.compile("Second verdict"))
    looks_right(desk)
    desk.get_by_role("button", name="Give my verdict and see the first").click()
    expect(desk.locator("form.decision")).to_contain_text("Choose a rating from the scale.")
    desk.get_by_label("True", exact=False).first.check()
    desk.get_by_label("What it rests on").fill("The plan has the cut.")
    desk.get_by_role("button", name="Give my verdict and see the first").click()

    expect(desk.locator("#two-verdicts")).to_contain_text("Two verdicts, two ratings")
    expect(desk.locator("body")).to_contain_text("It spends more, not less.")
    looks_right(desk)
    desk.get_by_role("link", name="Hold to the first rating").click()
    desk.get_by_label("Why").fill("The plan was dropped.")
    desk.get_by_role("button", name="Hold to the first rating").click()
    expect(desk.locator("#two-verdicts")).to_contain_text("The plan was dropped.")

    desk.goto(f"{live_server.url}/second-verdicts/")
    expect(desk.locator("h1")).to_contain_text("0 of 1 judged twice")
    looks_right(desk)


def test_another_rating_than_a_near_precedent_is_explained_beside_the_scale(desk, live_server, sign_in, ana, apa):
    review_steps.make_scale()
    earlier = review_steps.approved(ana, apa)
    perform("publish", claim_id=earlier.pk, actor=apa)
    claim = review_steps.ready(ana)
    Claim.objects.filter(pk=claim.pk).update(claimant=earlier.claimant)
    sign_in(ana)
    desk.goto(f"{live_server.url}/claims/{claim.pk}/")
    expect(desk.locator("#precedents")).to_contain_text("Published checks most like it")
    expect(desk.locator("#precedent-why")).to_have_count(0)

    desk.locator("#rating input[value=true]").check()
    expect(desk.locator("#precedent-why")).to_be_visible()
    looks_right(desk)
    desk.locator("#precedent-why").fill("That was all services, this is buses.")
    desk.get_by_role("button", name="Submit for second review").click()
    expect(desk.locator("#moves")).to_contain_text("See what was submitted")

    sign_in(apa)
    desk.goto(f"{live_server.url}/claims/{claim.pk}/review/")
    expect(desk.locator("#precedents")).to_contain_text("That was all services, this is buses.")
    looks_right(desk)
    desk.goto(f"{live_server.url}/precedents/")
    expect(desk.locator("#mostly-false")).to_contain_text(earlier.statement)
    looks_right(desk)


@pytest.mark.parametrize("scripts", [True, False], ids=["script", "no-script"])
def test_an_expert_reads_remarks_and_signs_without_an_account(scripts, browser, desk, live_server, sign_in, ana):
    review_steps.make_scale()
    claim = review_steps.submitted(ana)
    sign_in(ana)
    desk.goto(f"{live_server.url}/claims/{claim.pk}/experts/")
    desk.get_by_label("Name").fill("Rhea Oduya")
    desk.get_by_label("E-mail address").fill("r.oduya@university.example")
    desk.get_by_role("button", name="Make the link").click()
    first = re.search(r"/guest/[\w-]{43}/", desk.locator("#link").text_content())[0]
    looks_right(desk)

    context = browser.new_context(java_script_enabled=scripts, base_url=live_server.url)
    outside = context.new_page()
    outside.goto(first)
    outside.get_by_role("button", name="Send me the letter").click()
    expect(outside.locator("article")).to_contain_text("The letter is on its way")
    for letter in AccountLetter.objects.all():
        run_one(AccountLetter, letter.pk, run=account_letters.send_letter)
    outside.goto(re.search(r"/guest/[\w-]{43}/read/", mail.outbox[-1].body)[0])
    expect(outside.locator("article")).to_contain_text("It spends more, not less.")
    outside.get_by_text("Remark on this paragraph").click()
    outside.get_by_label("Remark on paragraph 2").fill("Say which year.")
    outside.get_by_label("I agree with changes").check()
    outside.get_by_label("Your interest in the matter").fill("I advise the council.")
    if scripts:
        looks_right(outside)
    outside.get_by_role("button", name="Sign", exact=True).click()
    expect(outside.locator("#signed")).to_contain_text("You have signed: I agree with changes")
    assert context.cookies() == []
    context.close()

    desk.reload()
    expect(desk.locator("main")).to_contain_text("I advise the council.")
    looks_right(desk)
