"""The queue and the pages around it in a real browser: by keys, and what axe says."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from claims.tracking.models import Claim
from tests import review_steps
from tests.factories import ClaimFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_queue_by_keys_alone(desk, live_server, ana):
    claims = [ClaimFactory(statement=f"Claim about {what}") for what in ("bridges", "trams", "schools")]
    desk.goto(live_server.url + reverse("queue"))
    expect(desk.locator("[data-bulk]")).to_be_hidden()
    desk.keyboard.press("j")
    desk.keyboard.press("Space")
    desk.keyboard.press("j")
    desk.keyboard.press("Space")
    expect(desk.locator("[data-count]")).to_have_text("2")
    desk.keyboard.press("k")
    desk.keyboard.press("Space")
    expect(desk.locator("[data-count]")).to_have_text("1")
    desk.keyboard.press("x")
    desk.get_by_label("Overtaken by events").check()
    desk.get_by_role("button", name="Show what it will do").click()
    expect(desk.locator("main")).to_contain_text("Closed: Overtaken by events")
    desk.get_by_role("button", name="Do it to 1 claim").click()
    expect(desk.get_by_role("heading", name="1 done")).to_be_visible()
    assert Claim.objects.get(state="closed") == claims[2]
    desk.goto(live_server.url + reverse("queue"))
    desk.keyboard.press("/")
    expect(desk.get_by_role("searchbox", name="Find anything")).to_be_focused()
    desk.keyboard.type("about trams")
    desk.keyboard.press("Enter")
    desk.locator("main").get_by_role("link", name="Claim about trams").focus()
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", name="Claim about trams")).to_be_visible()


def test_choosing_an_order_needs_no_button(desk, live_server):
    ClaimFactory()
    desk.goto(live_server.url + reverse("queue"))
    expect(desk.get_by_role("button", name="Sort", exact=True)).to_be_hidden()
    desk.get_by_label("Sort by").select_option("score")
    expect(desk).to_have_url(live_server.url + "/queue/?sort=score")


@pytest.mark.parametrize(("scheme", "width"), [("light", 320), ("dark", 1440)])
def test_pages_around_the_queue_are_accessible(scheme, width, desk, live_server, accessible, ana):
    review_steps.make_scale()
    review_steps.submitted(ana)
    ClaimFactory()
    desk.emulate_media(color_scheme=scheme)
    desk.set_viewport_size({"width": width, "height": 900})
    for name in ("queue", "desk", "people", "reports", "notifications", "notification-choices"):
        desk.goto(live_server.url + reverse(name))
        accessible()
        assert desk.evaluate("document.documentElement.scrollWidth") <= width, name
    desk.goto(live_server.url + reverse("queue") + "?q=council&assignee=nobody")
    for opener in desk.locator(".filterbox > summary").all():
        opener.click()
    accessible()
    desk.goto(live_server.url + reverse("queue"))
    desk.locator("[data-pick]").last.check()
    desk.locator("[data-bulk] [data-key=s]").click()
    expect(desk.get_by_role("heading", level=1)).to_be_visible()
    expect(desk).to_have_url(re.compile("/queue/bulk/"))
    accessible()
