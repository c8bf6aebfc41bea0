"""The threshold in a real browser: moved by mouse, by keys and as a number, and without JavaScript."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from claims.tracking.models import Candidate, TriageSettings
from tests.browser.workspace import card, read_article

pytestmark = pytest.mark.django_db(transaction=True)

HIGH = "The council has cut its spending by 22 per cent since 2021"
MIDDLE = "Ridership on the evening buses fell by 41 per cent in three years"
LOW = "The city deserves better buses than this"


@pytest.fixture
def version(db):
    return read_article({HIGH: 0.9, MIDDLE: 0.6, LOW: 0.2})


@pytest.fixture
def workspace(desk, live_server, version):
    desk.goto(live_server.url + reverse("article", args=[version.article_id]))
    return desk


def slider(page):
    return page.get_by_role("slider", name="List scores from")


def test_the_slider_hides_what_scores_lower_and_gives_it_back(workspace, accessible):
    slider(workspace).fill("0.5")
    expect(card(workspace, LOW)).to_have_count(0)
    expect(workspace.locator(".mark", has_text=LOW)).to_have_count(0)
    expect(workspace.get_by_role("spinbutton", name="List scores from")).to_have_value("0.50")
    expect(workspace.locator("#said")).to_have_text("Hides 1 of 3 to triage.")
    expect(workspace.get_by_role("heading", name="2 to triage, 2 likely")).to_be_visible()
    accessible()

    slider(workspace).fill("0")
    expect(card(workspace, LOW)).to_be_visible()
    expect(workspace.locator(".mark", has_text=LOW)).to_have_count(1)


def test_what_it_would_hide_is_dimmed_before_the_server_answers(workspace):
    workspace.route("**/threshold/**", lambda route: None)
    slider(workspace).fill("0.5")

    expect(card(workspace, LOW)).to_have_attribute("data-below", "")
    expect(workspace.locator(".mark", has_text=LOW)).to_have_attribute("data-below", "")
    expect(card(workspace, MIDDLE)).not_to_have_attribute("data-below", "")
    slider(workspace).fill("0.1")
    expect(card(workspace, LOW)).not_to_have_attribute("data-below", "")


def test_the_arrow_keys_move_it_and_the_triage_keys_go_on_working(workspace):
    slider(workspace).focus()
    for _ in range(21):
        workspace.keyboard.press("ArrowRight")
    expect(card(workspace, LOW)).to_have_count(0)
    expect(slider(workspace)).to_be_focused()

    workspace.keyboard.press("j")
    expect(card(workspace, MIDDLE)).to_be_focused()
    workspace.keyboard.press("a")
    expect(card(workspace, MIDDLE)).to_have_count(0)
    expect(card(workspace, HIGH)).to_be_focused()
    expect(workspace.get_by_text("Hides 1 of 2 to triage.").first).to_be_visible()
    workspace.keyboard.press("z")
    expect(card(workspace, MIDDLE)).to_be_focused()


def test_what_is_hidden_can_be_shown_and_decided(workspace, accessible):
    workspace.get_by_role("spinbutton", name="List scores from").fill("0.5")
    workspace.get_by_role("link", name="Show them").click()
    expect(card(workspace, LOW)).to_be_visible()
    expect(workspace.get_by_role("link", name="Hide them")).to_be_focused()
    accessible()

    card(workspace, LOW).click()
    workspace.keyboard.press("x")
    expect(workspace.get_by_role("dialog")).to_be_visible()
    workspace.keyboard.press("1")
    expect(card(workspace, LOW)).to_have_count(0)
    assert Candidate.objects.get(statement=LOW).dismiss_reason == "opinion"


def test_an_editor_makes_it_the_newsrooms(workspace):
    slider(workspace).fill("0.5")
    workspace.get_by_role("button", name="Set for everyone").click()

    expect(workspace.get_by_role("status")).to_contain_text("The newsroom now lists candidates scored from 0.50.")
    expect(card(workspace, LOW)).to_have_count(0)
    assert TriageSettings.objects.get().threshold == 0.5


def test_it_fits_a_phone(workspace, accessible):
    workspace.set_viewport_size({"width": 320, "height": 640})
    slider(workspace).fill("0.5")
    expect(card(workspace, LOW)).to_have_count(0)

    assert workspace.evaluate("document.documentElement.scrollWidth") == 320
    accessible()


def test_it_works_without_script(browser, live_server, sign_in, context, edo, version):
    sign_in(edo)
    plain = browser.new_context(java_script_enabled=False, base_url=live_server.url)
    plain.add_cookies(context.cookies())
    page = plain.new_page()
    page.set_default_timeout(10_000)
    page.goto(reverse("article", args=[version.article_id]))

    expect(page.get_by_role("slider")).to_be_hidden()
    page.get_by_label("List scores from").last.fill("0.5")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(card(page, LOW)).to_have_count(0)
    expect(card(page, MIDDLE)).to_be_visible()
    card(page, MIDDLE).get_by_role("button", name="Accept").click()
    expect(page.get_by_text("Hides 1 of 2 to triage.").first).to_be_visible()

    page.get_by_role("link", name="Show them").click()
    expect(card(page, LOW)).to_be_visible()
    page.get_by_role("button", name="Keep 0.50 for me").click()
    expect(page.get_by_role("status")).to_contain_text("You see candidates scored from 0.50 until you sign out.")
    expect(card(page, LOW)).to_have_count(0)
    plain.close()
