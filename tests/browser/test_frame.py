"""The frame in a real browser: signing in, theme, keys, dialogs, and nothing for axe to find."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.ask_axe import ask_axe
from tests.factories import PASSWORD, ArticleFactory, CandidateFactory, ClaimFactory, RunFactory

pytestmark = pytest.mark.django_db(transaction=True)

PAGES = ["desk", "articles", "article-add", "report-card", "account", "keys", "password-change"]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page(desk, live_server, accessible, theme):
    version = ArticleFactory().current
    RunFactory(version=version)
    candidate = CandidateFactory(version=version, speaker="Rufus Haldane", hedged=True, quoted=True)
    CandidateFactory(version=version, exact="The city deserves better buses than this", score=0.2)
    CandidateFactory(version=version, exact="fell by 41 per cent", state="dismissed", dismiss_reason="opinion")
    RunFactory(version=ArticleFactory().current, state="failed", error="Cut off.")
    RunFactory(version=ArticleFactory().current, state="queued")
    ClaimFactory()
    article = reverse("article", args=[version.article_id])
    acts = [reverse(f"candidate-{act}", args=[candidate.pk]) for act in ("dismiss", "wording", "merge", "split")]
    desk.context.add_cookies([{"name": "theme", "value": theme, "url": live_server.url}])

    pages = [*map(reverse, PAGES), article, f"{article}?show=all", f"{article}mark/", *acts, "/no/such/page/"]
    for address in pages:
        desk.goto(live_server.url + address)
        accessible()
    desk.set_viewport_size({"width": 390, "height": 800})
    for address in (reverse("articles"), article):
        desk.goto(live_server.url + address)
        accessible()


def test_axe_finds_nothing_before_the_sign_in(page, live_server, db):
    for name in ("login", "password-reset", "password-reset-sent"):
        page.goto(live_server.url + reverse(name))
        results = ask_axe(page)
        assert results.violations_count == 0, results.generate_report()


def test_signing_in_with_the_keys_alone(page, live_server, edo):
    page.goto(live_server.url + "/articles/")
    page.keyboard.type("edo")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")

    expect(page).to_have_title("Articles · Plumbline")


def test_the_theme_changes_at_once_and_stays(desk, live_server):
    desk.goto(live_server.url + reverse("keys"))
    toggle = desk.get_by_role("button", name="Theme: follows your system")

    toggle.click()
    expect(desk.locator("html")).to_have_attribute("data-theme", "light")
    desk.get_by_role("button", name="Theme: light").click()
    desk.reload()

    expect(desk.locator("html")).to_have_attribute("data-theme", "dark")


def test_keys_go_places_and_can_be_switched_off(desk, live_server):
    desk.goto(live_server.url + reverse("account"))
    desk.keyboard.press("?")
    dialog = desk.get_by_role("dialog", name="Keyboard")
    expect(dialog).to_be_visible()
    dialog.get_by_label("Single-key shortcuts are on").uncheck()
    desk.keyboard.press("Escape")
    desk.keyboard.press("?")
    expect(dialog).to_be_hidden()

    dialog_link = desk.get_by_role("link", name="Keyboard shortcuts")
    dialog_link.click()
    dialog.get_by_label("Single-key shortcuts are on").check()
    dialog.get_by_role("button", name="Close").click()
    desk.keyboard.press("g")
    desk.keyboard.press("a")
    expect(desk).to_have_title("Articles · Plumbline")
    desk.keyboard.press("/")
    expect(desk.get_by_role("searchbox").first).to_be_focused()


def test_the_account_menu_signs_out(desk, live_server):
    desk.goto(live_server.url + reverse("account"))
    desk.get_by_role("button", name="your account").click()
    desk.get_by_role("button", name="Sign out").click()

    expect(desk.get_by_role("heading", name="Sign in to the desk")).to_be_visible()
