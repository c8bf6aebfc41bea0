"""An editor says by keys who belonged to which party, and the ledger counts a check for it."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.public.newsroom import published
from tests.workflow.stories import crew

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_party_is_made_filled_and_counted(desk, live_server, accessible):
    published(crew())
    desk.goto(live_server.url + reverse("fairness") + "?by=group")
    expect(desk.get_by_role("heading", name="No claim counts for a party or office yet")).to_be_visible()
    desk.get_by_role("main").get_by_role("link", name="Parties and offices").last.click()
    desk.get_by_label("Name", exact=True).fill("Harbour Alliance")
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", name="Harbour Alliance")).to_be_visible()
    desk.get_by_label("Claimant", exact=True).fill("Rufus Haldane")
    desk.get_by_label("First day").fill("2020-01-01")
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("from 1 January 2020 on")).to_be_visible()
    accessible()
    desk.set_viewport_size({"width": 320, "height": 800})
    assert desk.evaluate("document.documentElement.scrollWidth") <= 320

    desk.goto(live_server.url + reverse("fairness") + "?by=group&months=0")
    expect(desk.get_by_role("row", name="Harbour Alliance")).to_contain_text("1 of 1")
    expect(desk.get_by_role("row", name="Harbour Alliance")).to_contain_text("too few for shares")
    accessible()
    assert desk.evaluate("document.documentElement.scrollWidth") <= 320
