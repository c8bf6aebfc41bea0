"""The whole story in a real browser: five people take a claim from an article to an approved verdict.

Once as people click, once with JavaScript off, once with the keyboard alone.
"""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from claims.accounts.roles import Role
from claims.tracking.models import Candidate, Claim
from claims.verdicts.models import Approval
from tests import review_steps
from tests.factories import ArticleFactory, CandidateFactory, PersonFactory, RunFactory

pytestmark = pytest.mark.django_db(transaction=True)

expect.set_options(timeout=15_000)

QUOTE = "The council has cut its spending by 22 per cent since 2021"


@pytest.fixture
def article(db):
    review_steps.make_scale()
    version = ArticleFactory().current
    RunFactory(version=version)
    CandidateFactory(version=version, exact=QUOTE)
    return version.article


@pytest.fixture
def newsroom(browser, live_server, ana, edo, apa):
    """Opens a window for each person, with or without JavaScript."""
    bea = PersonFactory(username="bea", display_name="Bea Lind", roles=[Role.REVIEWER])
    cyd = PersonFactory(username="cyd", display_name="Cyd Marsh", roles=[Role.APPROVER])
    contexts = []

    def enter(scripts):
        windows = {}
        for person in (ana, bea, edo, apa, cyd):
            client = Client()
            client.force_login(person)
            context = browser.new_context(java_script_enabled=scripts, base_url=live_server.url)
            key = client.cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}])
            contexts.append(context)
            windows[person.username] = context.new_page()
            windows[person.username].set_default_timeout(20_000)
        return windows

    yield enter
    for context in contexts:
        context.close()


def press(page, name):
    page.get_by_role("button", name=name, exact=True).first.click()


def follow(page, name):
    page.get_by_role("link", name=name).first.click()


def assign(page, move, to):
    follow(page, move)
    page.get_by_label(to).check()
    page.get_by_label("Message to the reviewer").fill("Please look at the accounts.")
    press(page, move)


def add_source(page, number, stance):
    follow(page, "Add evidence")
    follow(page, "It has no address")
    page.get_by_label("Title").fill(f"Accounts {number}")
    page.get_by_label("Publisher").fill(f"Office {number}")
    page.get_by_label(stance).check()
    page.get_by_label("Primary").check()
    page.get_by_label("Or its words").fill(f"The accounts, page {number}.")
    page.get_by_label("Quoted passage").fill(f"page {number}")
    press(page, "Add evidence")
    expect(page.locator("#evidence-title")).to_have_text(f"Evidence, {number}")


def decide(page, claim, choice, note=""):
    page.goto(f"/claims/{claim.pk}/review/")
    page.get_by_label("Note to the authors").fill(note)
    for tick in page.locator(".ticks input").all():
        tick.check()
    page.locator(f"button[name=decision][value={choice}]").click()


def submit(page, claim, summary):
    page.goto(f"/claims/{claim.pk}/")
    page.get_by_label("Short answer").fill(summary)
    press(page, "Submit for second review")
    expect(page.locator("#moves")).to_contain_text("See what was submitted")


@pytest.mark.parametrize("scripts", [True, False], ids=["clicks", "no-script"])
def test_five_people_bring_a_claim_to_an_approved_verdict(scripts, newsroom, article):
    desk = newsroom(scripts)
    editor = desk["edo"]
    editor.goto(f"/articles/{article.pk}/")
    editor.get_by_role("button", name="Accept").first.click()
    expect(editor.locator("#toasts")).to_contain_text("FC-")
    claim = Claim.objects.get()

    editor.goto(f"/claims/{claim.pk}/")
    assign(editor, "Assign", "Ana Costa")
    expect(editor.locator("#claim-head")).to_contain_text("Assigned: Ana Costa")
    desk["ana"].goto("/")
    desk["ana"].get_by_role("link", name="Start").click()
    press(desk["ana"], "Start review")
    expect(desk["ana"].locator("#claim-head")).to_contain_text("your turn")
    editor.goto(f"/claims/{claim.pk}/")
    assign(editor, "Reassign", "Bea Lind")
    expect(editor.locator("#claim-head")).to_contain_text("Assigned: Bea Lind")

    bea = desk["bea"]
    bea.goto(f"/claims/{claim.pk}/")
    press(bea, "Start review")
    expect(bea.locator("#claim-head")).to_contain_text("In review: your turn")
    add_source(bea, 1, "Refutes")
    add_source(bea, 2, "Supports")
    follow(bea, "Log a request")
    bea.get_by_label("Whom").fill("Press office")
    press(bea, "Log it")
    expect(bea.locator("#contacts")).to_contain_text("Press office")
    bea.get_by_label("Mostly false").check()
    bea.get_by_label("Explanation, in Markdown").fill("Spending rose [1], not [2].")
    bea.get_by_label("Short answer").fill("It spends more.")
    press(bea, "Submit for second review")
    expect(bea.locator("#moves")).to_contain_text("See what was submitted")

    decide(desk["apa"], claim, "request_changes", "Say by how much.")
    expect(desk["apa"].locator("#claim-head")).to_contain_text("Changes asked")
    bea.goto(f"/claims/{claim.pk}/")
    press(bea, "Revise")
    expect(bea.get_by_label("Short answer")).to_be_visible()
    submit(bea, claim, "It spends 5.7 per cent more.")
    decide(desk["apa"], claim, "approve")
    # Whoever approves and may publish goes straight on to the publish step.
    expect(desk["apa"].get_by_role("heading", name="Publish", exact=True)).to_be_visible()
    desk["apa"].goto(f"/claims/{claim.pk}/")
    expect(desk["apa"].locator("#claim-head")).to_contain_text("Approved: ready to publish")

    bea.goto(f"/claims/{claim.pk}/")
    follow(bea, "Edit again")
    press(bea, "Edit again")
    bea.get_by_label("Short answer").fill("It spends 5.7 per cent more, not less.")
    press(bea, "Save draft")
    expect(bea.locator("#claim-head")).to_contain_text("In review: your turn")
    submit(bea, claim, "It spends 5.7 per cent more, not less.")
    desk["bea"].goto(f"/claims/{claim.pk}/review/")
    expect(desk["bea"].get_by_text("You can’t judge this.")).to_be_visible()
    decide(desk["cyd"], claim, "approve")
    expect(desk["cyd"].get_by_role("heading", name="Publish", exact=True)).to_be_visible()
    desk["cyd"].goto(f"/claims/{claim.pk}/")
    expect(desk["cyd"].locator("#claim-head")).to_contain_text("Approved: ready to publish")
    assert Claim.objects.get().state == "approved"
    assert [(one.approver.username, one.voided_at is None) for one in Approval.objects.order_by("id")] == [
        ("apa", False),
        ("cyd", True),
    ]


def tab_to(page, what):
    """Press Tab until that element has the focus, as somebody without a mouse does."""
    for _ in range(120):
        if what.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches {what}")


def type_into(page, label, words):
    tab_to(page, page.get_by_label(label).first)
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(words)


def test_the_same_with_the_keyboard_alone(newsroom, article):
    desk = newsroom(True)
    editor, ana, apa = desk["edo"], desk["ana"], desk["apa"]
    editor.goto(f"/articles/{article.pk}/")
    editor.keyboard.press("a")
    expect(editor.locator("#toasts")).to_contain_text("FC-")
    claim = Claim.objects.get()
    assert Candidate.objects.get().state == "accepted"
    editor.keyboard.press("g")
    editor.keyboard.press("q")
    expect(editor.get_by_role("heading", name="Queue")).to_be_visible()
    editor.keyboard.press("j")
    editor.keyboard.press("Enter")
    expect(editor.locator("#do-assign")).to_be_visible()
    editor.keyboard.press("s")
    tab_to(editor, editor.get_by_label("Ana Costa"))
    editor.keyboard.press("Space")
    type_into(editor, "Message to the reviewer", "Please.")
    tab_to(editor, editor.locator("#dialog .actions button"))
    editor.keyboard.press("Enter")
    expect(editor.locator("#claim-head")).to_contain_text("Assigned: Ana Costa")

    ana.goto("/")
    ana.keyboard.press("j")
    ana.keyboard.press("Enter")
    tab_to(ana, ana.locator("#do-start"))
    ana.keyboard.press("Enter")
    expect(ana.get_by_label("Short answer")).to_be_visible()
    for number, stance in ((1, "Refutes"), (2, "Supports")):
        ana.keyboard.press("v")
        tab_to(ana, ana.get_by_role("link", name="It has no address"))
        ana.keyboard.press("Enter")
        expect(ana.get_by_label("Or its words")).to_be_visible()
        type_into(ana, "Or its words", f"The accounts, page {number}.")
        tab_to(ana, ana.get_by_label("Supports"))
        if stance == "Refutes":
            ana.keyboard.press("ArrowDown")
        else:
            ana.keyboard.press("Space")
        tab_to(ana, ana.get_by_label("Primary"))
        ana.keyboard.press("Space")
        type_into(ana, "Title", f"Accounts {number}")
        type_into(ana, "Publisher", f"Office {number}")
        ana.keyboard.press("Enter")
        expect(ana.locator("#evidence-title")).to_have_text(f"Evidence, {number}")
    tab_to(ana, ana.locator("#add-contact"))
    ana.keyboard.press("Enter")
    type_into(ana, "Whom", "Press office")
    ana.keyboard.press("Enter")
    expect(ana.locator("#contacts")).to_contain_text("Press office")
    tab_to(ana, ana.locator("#rating input").first)
    ana.keyboard.press("ArrowRight")
    type_into(ana, "Short answer", "It spends more.")
    type_into(ana, "Explanation, in Markdown", "Spending rose [1], not [2].")
    tab_to(ana, ana.locator("#submit-verdict"))
    ana.keyboard.press("Enter")
    expect(ana.locator("#moves")).to_contain_text("See what was submitted")

    apa.goto(f"/claims/{claim.pk}/")
    apa.keyboard.press("r")
    expect(apa.locator("#approve")).to_be_visible()
    for tick in apa.locator(".ticks input").all():
        tab_to(apa, tick)
        apa.keyboard.press("Space")
    tab_to(apa, apa.locator("#approve"))
    apa.keyboard.press("Enter")
    expect(apa.get_by_role("heading", level=1)).to_have_text("Publish")
