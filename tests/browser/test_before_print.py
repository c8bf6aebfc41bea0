"""A draft brought by the bookmark is looked over before it is printed, and the address keeps none of it."""

from urllib.parse import quote

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from claims.verdicts.published_words import published_words
from tests.public.newsroom import published
from tests.workflow.stories import crew

pytestmark = pytest.mark.django_db(transaction=True)

DRAFT = "The council has cut its spending on buses by 22 per cent. Spending on buses rose by 12 per cent since 2021."


def test_a_draft_from_the_bookmark_is_looked_over(desk, live_server, accessible):
    published_words.cache_clear()
    published(
        crew(),
        statement="The council has cut its spending on buses by 22 per cent since 2021",
        summary="Spending on buses by the council rose by 9 per cent, the accounts show.",
    )
    address = live_server.url + reverse("before-print")
    desk.goto(f"{address}#draft={quote(DRAFT)}")
    expect(desk.get_by_label("The draft")).to_have_value(DRAFT)
    expect(desk.get_by_role("button", name="Look it over")).to_be_focused()
    assert desk.url == address
    accessible()

    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", name="2 sentences to look at")).to_be_visible()
    expect(desk.get_by_text("Repeats a published check")).to_be_visible()
    expect(desk.get_by_text("You write 12 per cent; the check has 9 per cent.")).to_be_visible()
    expect(desk.get_by_label("The draft")).to_have_value(DRAFT)
    accessible()
    desk.set_viewport_size({"width": 320, "height": 800})
    assert desk.evaluate("document.documentElement.scrollWidth") <= 320

    desk.get_by_label("The draft").fill("")
    desk.get_by_role("button", name="Look it over").click()
    expect(desk.get_by_role("alert").get_by_text("Paste the draft, then have it looked over.")).to_be_visible()
