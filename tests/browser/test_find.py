"""Ctrl K finds anything and opens it by keys alone; readers' pages lead back to the desk in this browser only."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from claims.tracking.enums import ClaimState
from tests.factories import ArticleFactory, ClaimFactory
from tests.public.newsroom import published
from tests.workflow.stories import crew

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_palette_finds_and_opens_by_keys_alone(desk, live_server, accessible):
    claim = ClaimFactory(statement="The city repairs most roads", state=ClaimState.CLOSED, close_reason="not_checkable")
    ArticleFactory(version__title="About roads")
    desk.goto(live_server.url + reverse("queue"))
    desk.keyboard.press("Control+k")
    palette = desk.get_by_role("dialog", name="Find anything")
    expect(palette.get_by_role("searchbox")).to_be_focused()
    expect(palette.get_by_role("link", name="Go to the articles")).to_be_visible()
    accessible()

    desk.keyboard.type("roads")
    expect(palette.get_by_role("link", name="About roads")).to_be_visible()
    expect(palette.get_by_text("Closed")).to_be_visible()
    accessible()
    desk.keyboard.press("ArrowDown")
    expect(palette.get_by_role("link", name="The city repairs most roads")).to_be_focused()
    desk.keyboard.press("ArrowUp")
    expect(palette.get_by_role("searchbox")).to_be_focused()
    desk.keyboard.press("Enter")
    desk.wait_for_url(f"**/claims/{claim.pk}/")

    desk.keyboard.press("Control+k")
    desk.keyboard.press("Escape")
    expect(palette).to_be_hidden()


def test_a_readers_page_leads_back_to_the_desk_for_its_people_alone(desk, browser, live_server):
    publication = published(crew())
    address = f"{live_server.url}/checks/{publication.slug}/"
    reader = browser.new_context().new_page()
    reader.goto(address)
    expect(reader.get_by_role("link", name="All checks").first).to_be_visible()
    expect(reader.get_by_role("link", name="Open in the desk")).to_have_count(0)

    desk.goto(live_server.url + reverse("published"))
    desk.goto(address)
    desk.get_by_role("link", name="Open in the desk").click()
    desk.wait_for_url(f"**/claims/{publication.claim_id}/")

    desk.get_by_role("button", name="your account").click()
    desk.get_by_role("button", name="Sign out").click()
    desk.wait_for_url("**/accounts/sign-in/**")
    desk.goto(address)
    expect(desk.get_by_role("link", name="Open in the desk")).to_have_count(0)
