"""From nothing to the first verdict that readers see, by two people in a real browser, every entry and click counted.

An entry is a field somebody types into, and the Enter that ends it; a click is a link, a button, a tick or a choice.
What it costs is printed, and may not grow without somebody saying so here. The same by touch on a telephone, and
without script.
"""

from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

from claims.delivery.account_letters import send_letter
from claims.delivery.models import AccountLetter
from claims.intake import run_worker
from claims.jobs.running import run_one
from claims.people.first_admin import first_admin_link
from claims.review.evidence_copies import make_copy
from claims.tracking.models import Claim, ExtractionRun
from claims.verdicts.models import EvidenceCopy, Newsroom, Publication
from tests.factories import STORY
from tests.people.letters import links_in_letters

pytestmark = pytest.mark.django_db(transaction=True)

ACCOUNTS = """<!doctype html><html lang="en"><head><title>Accounts {number}</title>
<meta property="og:site_name" content="Office {number}"></head><body><h1>Accounts {number}</h1>
<p>The accounts of the city, page {number}, list every service of the year 2025.</p></body></html>"""
MOST_FOR_THE_SETUP = 20
MOST_FOR_THE_WORK = 28
"""Entries and clicks together; the second person's account is a part of the work."""


@dataclass
class Hand:
    """Somebody at a page, and how often they typed and clicked."""

    page: Page
    touches: bool = False
    entries: int = 0
    clicks: int = 0

    def type(self, label: str, words: str, *, enter: bool = False) -> None:
        """Fill in the field with this label; `enter` sends it off."""
        field = self.page.get_by_label(label, exact=True).first
        field.fill(words)
        if enter:
            field.press("Enter")
        self.entries += 1

    def press(self, name: str) -> None:
        """Press the first button of this name."""
        self._click(self.page.get_by_role("button", name=name).first)

    def follow(self, name: str, *, exact: bool = False) -> None:
        """Follow the first link of this name, or that begins so."""
        self._click(self.page.get_by_role("link", name=name, exact=exact).first)

    def tick(self, label: str) -> None:
        """Tick the box or choose the answer of this label."""
        self._click(self.page.get_by_label(label).first)

    def _click(self, what: Locator) -> None:
        if self.touches:
            what.tap()
        else:
            what.click()
        self.clicks += 1


WAYS = {
    "mouse": {},
    "touch": {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True},
    "no script": {"java_script_enabled": False},
}


@pytest.fixture
def hands(browser, live_server):
    """Opens a browser of its own for somebody."""
    contexts = []

    def open_one(way: str) -> Hand:
        context = browser.new_context(base_url=live_server.url, **WAYS[way])
        context.set_default_timeout(20_000)
        contexts.append(context)
        return Hand(context.new_page(), touches=way == "touch")

    yield open_one
    for context in contexts:
        context.close()


@pytest.mark.parametrize("way", WAYS)
def test_the_first_verdict_from_nothing(way, hands, site, settings, capsys):
    settings.FETCH_ALLOW_NETWORKS = ("127.0.0.0/8",)
    Newsroom.objects.all().delete()
    editha, ines = hands(way), hands(way)
    set_up(editha, settings)
    typed, clicked = editha.entries, editha.clicks

    find_a_claim(editha)
    join(ines, settings)
    write_the_verdict(ines, site)
    judge_and_publish(editha)

    entries, clicks = editha.entries + ines.entries - typed, editha.clicks + ines.clicks - clicked
    with capsys.disabled():
        print(f"\n{way}: set-up {typed} entries and {clicked} clicks, work {entries} entries and {clicks} clicks.")
    assert Publication.objects.get().content["rating"]["label"] == "Mostly false"
    assert typed + clicked <= MOST_FOR_THE_SETUP
    assert entries + clicks <= MOST_FOR_THE_WORK


def set_up(editha: Hand, settings) -> None:
    """The first account, the newsroom, a scale, one invitation, the lists and the texts."""
    editha.page.goto(first_admin_link().removeprefix(settings.PUBLIC_URL))
    editha.type("Your name", "Editha Lang")
    editha.type("User name", "editha")
    editha.type("E-mail", "editha@courier.example")
    editha.type("Password", "a-plumb-line-hangs")
    editha.press("Make my account")
    editha.follow("Begin: Newsroom")
    editha.type("Name of the newsroom", "Port Ellery Courier")
    editha.type("Address", "14 Tollgate Street, Port Ellery")
    editha.type("E-mail for readers", "checks@courier.example")
    editha.press("Save and go on")
    editha.press("Use this scale")
    editha.type("E-mail", "ines@courier.example")
    editha.press("Invite")
    editha.follow("Topics and outlets")
    editha.type("Topics to add", "Public money\nTransport")
    editha.type("Outlets to add", "Marsh Weekly")
    editha.press("Save and go on")
    editha.type("Who owns you", "The Ellery Press Trust.")
    editha.type("Who pays for your work", "Readers.")
    editha.press("Save and go on")
    expect(editha.page.get_by_role("heading", level=1)).to_have_text("Your newsroom is set up")


def find_a_claim(editha: Hand) -> None:
    """Paste the first article, have it read, accept a sentence and give it to Ines later."""
    editha.follow("Add the first article")
    editha.type("Text", STORY)
    editha.press("Add and find claims")
    expect(editha.page.get_by_role("heading", level=1)).to_contain_text("The council has cut its spending")
    for pk in ExtractionRun.objects.values_list("pk", flat=True):
        run_one(ExtractionRun, pk, run=run_worker.read)
    editha.page.reload()
    editha.press("Accept")
    expect(editha.page.locator("#toasts")).to_contain_text("FC-")
    assert Claim.objects.count() == 1


def join(ines: Hand, settings) -> None:
    """Take up the invitation of the letter."""
    for pk in AccountLetter.objects.values_list("pk", flat=True):
        run_one(AccountLetter, pk, run=send_letter)
    ines.page.goto(links_in_letters()[-1])
    ines.type("Your name", "Ines Okafor")
    expect(ines.page.get_by_label("User name")).to_have_value("ines")
    ines.type("Password", "a-plumb-line-hangs", enter=True)


def write_the_verdict(ines: Hand, site) -> None:
    """Pick the claim up, gather two sources, write and submit."""
    ines.press("Pick up and start")
    expect(ines.page.locator("#claim-head")).to_contain_text("your turn")
    for number, stance in ((1, "Refutes"), (2, "Supports")):
        page = ACCOUNTS.format(number=number).encode()
        address = site.page(f"/accounts/{number}", page, Content_Type="text/html; charset=utf-8")
        ines.type("Address of the source", address, enter=True)
        title = ines.page.get_by_label("Title", exact=True)
        expect(title).to_have_value(f"Accounts {number}", timeout=20_000)  # the page is read in a process of its own
        ines.tick(stance)
        ines.tick("Primary")
        ines.press("Add evidence")
        expect(ines.page.locator("#evidence-title")).to_have_text(f"Evidence, {number}")
        keep_copies()
    ines.follow("Log a request")
    ines.type("Whom", "Press office", enter=True)
    expect(ines.page.locator("#contacts")).to_contain_text("Press office")
    ines.tick("Mostly false")
    ines.type("Short answer", "Spending rose.")
    ines.type("Explanation, in Markdown", "Spending rose [1], not [2].")
    ines.press("Submit for second review")
    expect(ines.page.locator("#moves")).to_contain_text("See what was submitted")


def keep_copies() -> None:
    """What the worker for the web does."""
    for pk in EvidenceCopy.jobs().due().values_list("pk", flat=True):
        run_one(EvidenceCopy, pk, run=make_copy)


def judge_and_publish(editha: Hand) -> None:
    """Read it as the second person, approve it, and publish it."""
    editha.page.goto("/")
    editha.follow("Review")
    for tick in ("The rating follows", "Every figure", "Fair to"):
        editha.tick(tick)
    editha.press("Approve")
    expect(editha.page.get_by_role("heading", level=1)).to_have_text("Publish")
    editha.press("Publish")
    expect(editha.page.locator("#claim-head")).to_contain_text("Published")
