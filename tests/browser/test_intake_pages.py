"""Feeds, hooks, imports and the page of the API in a real browser: nothing for axe to find, and requests to try."""

import json

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from claims.articles.models import Article, Feed
from claims.intake import hooks, imports
from claims.intake.feeds import add_feed
from claims.people.tokens import issue
from claims.tracking.enums import ImportKind, ImportState
from tests.factories import ClaimFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("width", [1440, 320])
def test_axe_finds_nothing_and_nothing_is_cut_off(desk, live_server, accessible, edo, width):
    feed = add_feed(url="https://courier.example/a/rather/long/address/of/a/feed.xml", actor=edo)
    Feed.objects.update(error="That address does not answer.", failing_since=timezone.now(), failures=3)
    hook = hooks.make_hook(actor=edo, name="newsroom CMS")
    hooks.note(hook_id=hook.pk, taken=False, message="The message is not signed as it should be.")
    batch = imports.receive(
        kind=ImportKind.CLAIMS, name="march.csv", data=b"statement\nA\n,\nB,C\n", actor=edo, dry_run=True
    )
    imports.work(batch.pk)
    desk.set_viewport_size({"width": width, "height": 900})
    addresses = ["/feeds/", f"/feeds/{feed.pk}/", "/hooks/", f"/hooks/{hook.pk}/", "/imports/", f"/imports/{batch.pk}/"]
    for address in [*addresses, reverse("api-docs")]:
        desk.goto(live_server.url + address)
        accessible()
        assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth"), address


def test_an_import_is_followed_without_reloading(desk, live_server, edo):
    batch = imports.receive(kind=ImportKind.CLAIMS, name="a.csv", data=b"statement\nA\n", actor=edo, dry_run=True)
    desk.goto(f"{live_server.url}/imports/{batch.pk}/")
    expect(desk.get_by_role("status").filter(has_text="Being checked")).to_be_visible()
    imports.work(batch.pk)
    desk.get_by_role("button", name="Import 1 row").click()
    imports.work(batch.pk)
    expect(desk.get_by_text("Added as FC-")).to_be_visible()
    batch.refresh_from_db()
    assert batch.state == ImportState.DONE


def test_requests_are_tried_on_the_page_of_the_api(desk, live_server, edo):
    claim = ClaimFactory()
    desk.goto(live_server.url + reverse("api-docs"))

    reading = desk.locator("#claims_retrieve")
    reading.locator("summary").first.click()
    reading.get_by_label("id, needed").fill(str(claim.pk))
    reading.get_by_role("button", name="Send").click()
    expect(reading.locator("[data-answer]")).to_contain_text("200 OK")
    expect(reading.locator("[data-answer]")).to_contain_text(claim.number)

    writing = desk.locator("#claims_partial_update")
    writing.locator("summary").first.click()
    writing.get_by_label("id, needed").fill(str(claim.pk))
    writing.get_by_label("Body").fill(json.dumps({"statement": "Ridership fell by 41 per cent"}))
    writing.get_by_role("button", name="Send").click()
    expect(writing.locator("[data-answer]")).to_contain_text("200 OK")
    claim.refresh_from_db()
    assert claim.statement == "Ridership fell by 41 per cent"

    sending = desk.locator("#articles_create")
    sending.locator("summary").first.click()
    desk.get_by_label("Token").fill("plumb_wrong")
    sending.get_by_role("button", name="Send").click()
    expect(sending.locator("[data-answer]")).to_contain_text("401")
    desk.get_by_label("Token").fill(issue(actor=edo, name="docs", scopes=["read", "write"]).secret)
    sending.get_by_role("button", name="Send").click()
    expect(sending.locator("[data-answer]")).to_contain_text("201 Created")
    assert Article.objects.get().added_by == edo
