"""Public pages in a real browser: nothing for axe, no sideways scrolling, no script needed, two printed pages."""

import io

import pypdf
import pytest
from playwright.sync_api import expect

from claims.people.account import keep_author_page
from claims.publishing.related_checks import choose_related
from tests.browser.ask_axe import ask_axe
from tests.public.explained import shown, words
from tests.public.newsroom import corrected, published, retracted
from tests.workflow.stories import crew

pytestmark = pytest.mark.django_db(transaction=True)

LONG = "Donaudampfschifffahrtsgesellschaftskapitaensmuetzenabzeichenverordnung" * 2


@pytest.fixture
def addresses(db, live_server):
    """One page of each sort, with long words in some."""
    people = crew()
    first = corrected(published(people, key_points="It rose.\nBy 9 per cent.", why_checked="It was repeated."), people)
    gone = retracted(published(people, statement="Every school has a nurse", topics=["Health"]), people)
    long = published(people, statement=LONG, claimant=LONG[:100], title=LONG, note=LONG, rating="unproven")
    choose_related(claim_id=first.claim_id, checks=[long.claim_id], expected_version=0, actor=people.editor)
    choose_related(claim_id=long.claim_id, checks=[first.claim_id], expected_version=0, actor=people.editor)
    rents = published(people, statement="Rents fell")
    explainer = shown(people.editor, people.second, words(first, long, rents, title=LONG))
    retracted(rents, people)
    author = keep_author_page(actor=people.reviewer, is_public=True, role=LONG[:120], background=LONG * 3)
    check = f"/checks/{first.slug}/"
    lists = ["search/?q=council", "topics/local-government/", "ratings/", "methodology/", "corrections/", "claimants/"]
    paths = ["/checks/", *(f"/checks/{name}" for name in (*lists, "send-a-claim/", "feeds/")), check, f"{check}1/"]
    paths += [f"{check}embed/", f"/checks/{gone.slug}/", f"/checks/{long.slug}/", "/checks/nothing/"]
    paths += [f"/checks/authors/{author.slug}/", "/checks/explainers/", f"/checks/explainers/{explainer.card['slug']}/"]
    return [f"{live_server.url}{path}" for path in paths]


def test_axe_finds_nothing_and_nothing_scrolls_sideways(browser, addresses):
    # 320 pixels wide is also what 200 per cent zoom leaves of 640.
    for scheme, width in (("light", 1280), ("dark", 320)):
        context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 800})
        page = context.new_page()
        said: list[str] = []
        page.on("console", lambda message, said=said: said.append(message.text))
        for address in addresses:
            page.goto(address)
            results = ask_axe(page)
            assert results.violations_count == 0, f"{address} {scheme}: {results.generate_report()}"
            assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{address} at {width}"
        assert [text for text in said if "Content Security Policy" in text] == []
        assert context.cookies() == []
        context.close()


def test_everything_is_there_without_script(browser, addresses):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(addresses[0])
    page.get_by_role("link", name="The council has cut its spending").first.click()
    page.get_by_text("Embed", exact=True).click()

    assert "<iframe" in page.get_by_label("Code for your page").input_value()
    assert not page.get_by_role("button", name="Print").is_visible()
    page.goto(addresses[0])
    page.get_by_role("searchbox", name="Search checks").fill("council")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Checks with “council”")).to_be_visible()
    context.close()


def test_a_check_prints_on_two_pages_with_the_addresses_of_its_sources(page, addresses):
    page.goto(addresses[9])
    printed = pypdf.PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True)))
    text = "".join(sheet.extract_text() for sheet in printed.pages)

    assert len(printed.pages) <= 2
    assert "https://source0.example/" in text.replace("\n", "")
    assert "Copy link" not in text


def test_a_reader_chooses_the_theme_for_this_browser_alone(browser, addresses):
    context = browser.new_context(color_scheme="light")
    page = context.new_page()
    page.goto(addresses[0])
    switch = page.get_by_role("button", name="Theme")
    expect(switch).to_have_text("Theme: follows your system")
    switch.click()
    expect(switch).to_have_text("Theme: light")
    switch.click()
    expect(switch).to_have_text("Theme: dark")
    page.goto(addresses[-6])
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.get_by_role("button", name="Theme")).to_have_text("Theme: dark")
    page.get_by_role("button", name="Theme").click()
    assert page.locator("html").get_attribute("data-theme") is None
    assert context.cookies() == []
    context.close()
