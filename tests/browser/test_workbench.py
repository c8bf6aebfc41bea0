"""The claim's page as a workbench: sources beside the text, Markdown by buttons, what is missing one press away."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from claims.verdicts.models import Evidence, Verdict
from tests import review_steps

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def bench(desk, sign_in, ana, live_server):
    """The reviewer's window on a claim, wide enough for both columns."""
    review_steps.make_scale()
    sign_in(ana)
    desk.set_viewport_size({"width": 1440, "height": 900})

    def open_on(claim):
        desk.goto(live_server.url + reverse("claim", args=[claim.pk]))
        return desk

    return open_on


def test_a_sign_offers_the_sources_and_buttons_write_markdown(bench, ana):
    page = bench(review_steps.ready(ana))
    text = page.get_by_label("Explanation, in Markdown")
    text.fill("Spending rose ")
    text.press("End")
    page.keyboard.type("[")
    offers = page.get_by_role("listbox", name="Sources to cite")
    expect(offers.get_by_role("option")).to_have_text(["[1] Accounts 1", "[2] Accounts 2"])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(text).to_have_value("Spending rose [2]")
    expect(offers).to_have_count(0)
    page.keyboard.type(" fast")
    page.keyboard.press("Shift+ControlOrMeta+ArrowLeft")
    page.get_by_role("button", name="Bold").click()
    expect(text).to_have_value("Spending rose [2] **fast**")
    expect(page.locator("#preview strong")).to_have_text("fast")
    expect(page.locator("#draft-state")).to_contain_text("Draft saved")
    assert Verdict.objects.get().explanation == "Spending rose [2] **fast**"


def test_a_copy_is_read_beside_the_text_and_a_passage_of_it_becomes_the_quotation(bench, ana, accessible):
    page = bench(review_steps.ready(ana))
    page.get_by_role("link", name="Open beside the text: source 1").click()
    copy = page.locator("#beside-source")
    expect(copy.get_by_role("heading")).to_have_text("Accounts 1")
    copy.get_by_label("Find in this copy").fill("ACCOUNTS")
    expect(copy.get_by_role("status")).to_have_text("1 found")
    accessible()
    copy.get_by_role("button", name="Quote what is selected").click()
    expect(page.locator("#toasts")).to_contain_text("Select a passage in the copy first.")
    copy.locator("[data-copy-words] p").select_text()
    copy.get_by_role("button", name="Quote what is selected").click()
    dialog = page.locator("#dialog")
    expect(dialog.get_by_label("Quoted passage")).to_have_value("The accounts, page 1.")
    dialog.get_by_role("button", name="Save source").click()
    expect(dialog).to_be_hidden()
    assert Evidence.objects.order_by("id")[0].quote == "The accounts, page 1."
    copy.get_by_role("button", name="Back to the sources").click()
    expect(page.locator("#evidence")).to_be_visible()


def test_colleagues_are_offered_after_an_at_sign(bench, ana, edo):
    page = bench(review_steps.in_review(ana))
    comment = page.get_by_label("Comment", exact=True)
    comment.click()
    page.keyboard.type("Look, @ed")
    offers = page.get_by_role("listbox", name="Colleagues to mention")
    expect(offers.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Tab")
    expect(comment).to_have_value("Look, @edo ")
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.locator("#comments .at")).to_have_text("@edo")


def test_submit_is_always_in_reach_and_says_what_is_missing(bench, ana):
    page = bench(review_steps.in_review(ana))
    submit = page.get_by_role("button", name="Submit for second review")
    page.get_by_label("Explanation, in Markdown").scroll_into_view_if_needed()
    expect(submit).to_be_in_viewport()
    expect(page.locator("#evidence")).to_be_in_viewport()
    page.locator("#missing summary").click()
    page.locator("#missing").get_by_role("link", name="Choose a rating.").click()
    expect(page.locator("#rating")).to_be_in_viewport()
    page.get_by_label("Mostly false").check()
    expect(page.locator("#missing")).not_to_contain_text("Choose a rating.")
    submit.click()
    expect(page.locator("#refused").get_by_role("link").first).to_have_attribute("href", "#summary")
