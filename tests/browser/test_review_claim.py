"""The claim's page in a real browser: drafts that save themselves, dialogs, two windows, and what axe says."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from claims.verdicts.models import Evidence, EvidenceCopy, Verdict
from tests import review_steps

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def window(desk, sign_in, ana, live_server):
    """The reviewer's window, opened on a claim's page or on one beside it."""
    review_steps.make_scale()
    sign_in(ana)

    def open_on(claim, name="claim", page=desk):
        page.goto(live_server.url + reverse(name, args=[claim.pk]))
        return page

    return open_on


def test_draft_saves_itself_and_the_panels_follow(window, ana):
    page = window(review_steps.in_review(ana))
    expect(page.locator("#preflight")).to_contain_text("Choose a rating.")
    page.get_by_label("Mostly false").check()
    page.get_by_label("Short answer").fill("It spends more, not less.")
    with page.expect_response(lambda answer: answer.url.endswith("/draft/") and "rose" in answer.request.post_data):
        page.get_by_label("Explanation, in Markdown").fill("It **rose**.")
    expect(page.locator("#preview strong")).to_have_text("rose")
    expect(page.locator("#draft-state")).to_contain_text("Draft saved")
    expect(page.locator("#preflight")).to_contain_text("The rating is set: Mostly false.")
    expect(page.locator("#summary-count")).to_have_text("25 of 280 characters")
    expect(page.locator("#explanation")).to_be_focused()
    assert Verdict.objects.get().explanation == "It **rose**."


def test_second_window_is_told_and_keeps_its_words(window, ana, context):
    claim = review_steps.in_review(ana)
    one, two = window(claim), window(claim, page=context.new_page())
    one.get_by_label("Short answer").fill("First words.")
    expect(one.locator("#draft-state")).to_contain_text("Draft saved")
    two.get_by_label("Short answer").fill("Second words.")
    expect(two.locator("#draft-conflict")).to_contain_text("saved another draft")
    expect(two.locator("#draft-conflict del")).to_have_text("First")
    expect(two.get_by_label("Short answer")).to_have_value("Second words.")
    two.get_by_role("button", name="Save mine instead").click()
    expect(two.locator("#draft-state")).to_contain_text("Draft saved")
    assert Verdict.objects.get().summary == "Second words."


def test_source_is_added_in_a_dialog_and_typed_words_stay(window, ana):
    page = window(review_steps.in_review(ana))
    page.get_by_label("Short answer").fill("Half a sen")
    page.locator("body").press("Escape")
    page.locator("#evidence").focus()
    page.keyboard.press("v")
    dialog = page.locator("#dialog")
    dialog.get_by_role("link", name="It has no address").click()
    dialog.get_by_role("button", name="Add evidence").click()
    expect(dialog).to_contain_text("Say whether the source is primary or secondary.")
    dialog.get_by_label("Title").fill("Accounts 2025")
    dialog.get_by_label("Refutes").check()
    dialog.get_by_label("Primary").check()
    dialog.get_by_label("Or its words").fill("Net spending rose.")
    dialog.get_by_label("Quoted passage").fill("spending rose")
    dialog.get_by_role("button", name="Add evidence").click()
    expect(dialog).to_be_hidden()
    expect(page.locator("#evidence")).to_contain_text("Found in the copy")
    expect(page.locator("#toasts")).to_contain_text("Source added.")
    expect(page.locator("#evidence")).to_be_focused()
    expect(page.get_by_label("Short answer")).to_have_value("Half a sen")


def test_copy_under_way_shows_itself_when_it_is_done(window, ana):
    claim = review_steps.in_review(ana)
    review_steps.evidence.add(
        claim_id=claim.pk,
        actor=ana,
        source=review_steps.evidence.Source(
            url="https://office.example/a", title="A", kind="primary", stance="refutes"
        ),
    )
    page = window(claim)
    expect(page.locator("#evidence")).to_contain_text("A copy is being made.")
    EvidenceCopy.objects.update(state="failed", error="The server did not answer.")
    expect(page.locator("#evidence")).to_contain_text("No copy: The server did not answer.")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("#evidence")).to_contain_text("A copy is being made.")
    assert Evidence.objects.get().copies.count() == 2


def test_move_swaps_what_changed_and_moves_the_focus(window, ana):
    claim = review_steps.in_review(ana)
    review_steps.perform("release", claim_id=claim.pk, actor=ana)
    page = window(claim)
    page.locator("#do-pick_up").click()
    expect(page.locator("#claim-head")).to_contain_text("Assigned: your turn")
    expect(page.locator("#moves")).to_be_focused()
    page.locator("#do-start").click()
    expect(page.get_by_role("button", name="Submit for second review")).to_be_visible()


@pytest.mark.parametrize(("scheme", "width"), [("light", 320), ("dark", 1440)])
def test_pages_of_the_review_are_accessible(scheme, width, window, accessible, ana, apa, sign_in):
    claim, judged = review_steps.ready(ana), review_steps.submitted(ana)
    page = window(claim)
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    pages = [("claim", claim), ("claim-review", judged), ("claim-history", claim), ("evidence-add", claim)]
    for name, subject in pages:
        window(subject, name)
        accessible()
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
    sign_in(apa)
    window(judged, "claim-review")
    accessible()
