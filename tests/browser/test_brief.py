"""Back at the desk: the brief says what happened, each line leads to it, and the letter's hour is chosen by keys."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from claims.delivery.models import MorningBrief
from claims.tracking.enums import ClaimState
from claims.workflow.perform import perform
from tests.workflow.stories import claim_in, crew

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_brief_leads_to_what_happened_and_is_wanted_each_morning(desk, live_server, sign_in, accessible):
    people = crew()
    claim = claim_in(ClaimState.SUBMITTED, people)
    perform("request_changes", claim_id=claim.pk, actor=people.second, note="Name the year.")
    sign_in(people.reviewer)
    desk.goto(live_server.url + reverse("brief"))
    expect(desk.get_by_role("heading", name="2 lines since you left")).to_be_visible()
    accessible()
    desk.set_viewport_size({"width": 320, "height": 800})
    assert desk.evaluate("document.documentElement.scrollWidth") <= 320
    desk.set_viewport_size({"width": 1200, "height": 800})

    desk.get_by_label("By e-mail each day at").focus()
    desk.get_by_label("By e-mail each day at").select_option("07:00")
    desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("Saved.")).to_be_visible()
    assert MorningBrief.objects.get().hour == 7

    desk.get_by_role("link", name="is sent back to you").click()
    desk.wait_for_url(f"**/claims/{claim.pk}/")
