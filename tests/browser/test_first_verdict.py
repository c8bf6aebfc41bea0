"""From nothing to the first verdict that readers see, by two people in a real browser, every entry and click counted.

An entry is a field somebody types into; a click is a link, a button, a tick or a choice. What it costs is printed, and
may not grow without somebody saying so here.
"""

from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from claims.delivery.account_letters import send_letter
from claims.delivery.models import AccountLetter
from claims.intake import run_worker
from claims.jobs.running import run_one
from claims.people.first_admin import first_admin_link
from claims.tracking.models import Claim, ExtractionRun
from claims.verdicts.models import Newsroom, Publication
from tests.factories import STORY
from tests.people.letters import links_in_letters

pytestmark = pytest.mark.django_db(transaction=True)

MOST_FOR_THE_SETUP = 20
MOST_FOR_THE_WORK = 43
"""Entries and clicks together; the second person's account is a part of the work."""


@dataclass
class Hand:
    """Somebody at a page, and how often they typed and clicked."""

    page: Page
    entries: int = 0
    clicks: int = 0

    def type(self, label: str, words: str) -> None:
        """Fill in the field with this label."""
        self.page.get_by_label(label, exact=True).first.fill(words)
        self.entries += 1

    def press(self, name: str) -> None:
        """Press the first button of this name."""
        self.page.get_by_role("button", name=name).first.click()
        self.clicks += 1

    def follow(self, name: str, *, exact: bool = False) -> None:
        """Follow the first link of this name, or that begins so."""
        self.page.get_by_role("link", name=name, exact=exact).first.click()
        self.clicks += 1

    def tick(self, label: str) -> None:
        """Tick the box or choose the answer of this label."""
        self.page.get_by_label(label).first.check()
        self.clicks += 1


@pytest.fixture
def hands(browser, live_server):
    """Opens a browser of its own for somebody."""
    contexts = []

    def open_one() -> Hand:
        context = browser.new_context(base_url=live_server.url)
        context.set_default_timeout(20_000)
        contexts.append(context)
        return Hand(context.new_page())

    yield open_one
    for context in contexts:
        context.close()


def test_the_first_verdict_from_nothing(hands, settings, capsys):
    Newsroom.objects.all().delete()
    editha, ines = hands(), hands()
    set_up(editha, settings)
    typed, clicked = editha.entries, editha.clicks

    claim = find_a_claim(editha)
    join(ines, settings)
    write_the_verdict(ines, claim)
    judge_and_publish(editha, claim)

    entries, clicks = editha.entries + ines.entries - typed, editha.clicks + ines.clicks - clicked
    with capsys.disabled():
        print(f"\nSet-up: {typed} entries and {clicked} clicks. Work: {entries} entries and {clicks} clicks.")
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


def find_a_claim(editha: Hand) -> Claim:
    """Paste the first article, have it read, accept a sentence and give it to Ines later."""
    editha.follow("Add the first article")
    editha.type("Title", "The mayor on spending")
    editha.type("Text", STORY)
    editha.press("Add and find claims")
    expect(editha.page.get_by_role("heading", level=1)).to_contain_text("The mayor on spending")
    for pk in ExtractionRun.objects.values_list("pk", flat=True):
        run_one(ExtractionRun, pk, run=run_worker.read)
    editha.page.reload()
    editha.press("Accept")
    expect(editha.page.locator("#toasts")).to_contain_text("FC-")
    return Claim.objects.get()


def join(ines: Hand, settings) -> None:
    """Take up the invitation of the letter."""
    for pk in AccountLetter.objects.values_list("pk", flat=True):
        run_one(AccountLetter, pk, run=send_letter)
    ines.page.goto(links_in_letters()[-1])
    ines.type("Your name", "Ines Okafor")
    ines.type("User name", "ines")
    ines.type("Password", "a-plumb-line-hangs")
    ines.press("Make my account")


def write_the_verdict(ines: Hand, claim: Claim) -> None:
    """Pick the claim up, gather two sources, write and submit."""
    ines.follow("Pick up")
    ines.press("Pick up")
    ines.press("Start review")
    expect(ines.page.locator("#claim-head")).to_contain_text("your turn")
    for number, stance in ((1, "Refutes"), (2, "Supports")):
        ines.follow("Add evidence", exact=True)
        ines.follow("It has no address")
        ines.type("Or its words", f"The accounts, page {number}.")
        ines.type("Title", f"Accounts {number}")
        ines.type("Publisher", f"Office {number}")
        ines.tick(stance)
        ines.tick("Primary")
        ines.press("Add evidence")
        expect(ines.page.locator("#evidence-title")).to_have_text(f"Evidence, {number}")
    ines.follow("Log a request")
    ines.type("Whom", "Press office")
    ines.press("Log it")
    expect(ines.page.locator("#contacts")).to_contain_text("Press office")
    ines.tick("Mostly false")
    ines.type("Short answer", "Spending rose.")
    ines.type("Explanation, in Markdown", "Spending rose [1], not [2].")
    ines.press("Submit for second review")
    expect(ines.page.locator("#moves")).to_contain_text("See what was submitted")


def judge_and_publish(editha: Hand, claim: Claim) -> None:
    """Read it as the second person, approve it, and publish it."""
    editha.page.goto("/")
    editha.follow("Review")
    editha.page.locator("input[name=decision][value=approve]").check()
    editha.clicks += 1
    for tick in editha.page.locator(".ticks input").all():
        tick.check()
        editha.clicks += 1
    editha.press("Send decision")
    expect(editha.page.locator("#claim-head")).to_contain_text("Approved")
    editha.follow("Publish", exact=True)
    editha.press("Publish")
    expect(editha.page.locator("#claim-head")).to_contain_text("Published")
