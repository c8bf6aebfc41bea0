"""A figure worked out from a table, from the file to the reader, in a real browser and by keyboard."""

import pytest
from playwright.sync_api import Browser, Page, expect

from claims.workflow.moves import MoveName
from claims.workflow.perform import perform
from tests.browser.ask_axe import ask_axe
from tests.public.newsroom import now_public, ready
from tests.table_files import JOBS
from tests.workflow.stories import approve, crew

pytestmark = pytest.mark.django_db(transaction=True)

expect.set_options(timeout=15_000)


def looks_right(page: Page) -> None:
    """Nothing for axe, and nothing beside a screen of 320 pixels."""
    # What lies half under a bar that stays in sight has half its size.
    page.evaluate("scrollTo(0, 0)")
    assert ask_axe(page).response["violations"] == []
    before = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.set_viewport_size(before)


def test_a_figure_goes_from_a_file_to_the_reader(
    desk: Page, live_server, sign_in, browser: Browser, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    people = crew()
    claim = ready(people)
    sign_in(people.reviewer)
    address = f"{live_server.url}/claims/{claim.pk}/"
    desk.goto(f"{address}evidence/add/?by=file")
    desk.get_by_label("Or a file").set_input_files({"name": "jobs.csv", "mimeType": "text/csv", "buffer": JOBS})
    desk.get_by_label("Context", exact=True).check()
    desk.get_by_label("Primary").check()
    desk.get_by_label("Title", exact=True).fill("Jobs by year")
    desk.get_by_label("Publisher").fill("Statistics Office")
    desk.get_by_role("button", name="Add evidence").click()

    desk.get_by_role("link", name="Take a table from “Jobs by year”").click()
    expect(desk.locator("h1")).to_contain_text("Take a table")
    looks_right(desk)
    desk.get_by_role("button", name="Take this table").click()

    # A cell is chosen by pressing it or, by keyboard alone, by writing where it stands.
    desk.get_by_role("link", name="B2: 8,000").click()
    expect(desk.get_by_label("Cell", exact=True)).to_have_value("B2")
    desk.get_by_label("Name", exact=True).fill("jobs 2019")
    desk.get_by_label("Counted in").fill("people")
    desk.keyboard.press("Enter")
    expect(desk.locator("#names")).to_contain_text("Named cells, 1")
    desk.get_by_label("Cell", exact=True).focus()
    desk.keyboard.type("b3")
    desk.keyboard.press("Tab")
    desk.keyboard.type("jobs_2024")
    desk.keyboard.press("Tab")
    desk.keyboard.type("people")
    desk.keyboard.press("Enter")
    expect(desk.locator("#names")).to_contain_text("Named cells, 2")
    looks_right(desk)

    desk.goto(address)
    formula = "percent_change(jobs_2019, jobs_2024)"
    desk.locator("#explanation").fill(f"Jobs rose by [[15 % = {formula}]] [1].")
    told = desk.get_by_role("list", name="Figures worked out")
    expect(told).to_contain_text("“15 %” is not what the formula gives: 13 %.")
    desk.locator("#explanation").fill(f"Jobs rose by [[12.5 % = {formula}]] [1].")
    expect(told).to_contain_text("the change from jobs 2019 to jobs 2024 in per cent: 12.5 %")
    desk.locator("#summary").fill("It rose by [[1,000 = jobs_2024 - jobs_2019]].")
    expect(desk.locator("#summary-count")).to_contain_text("17 of 280")
    expect(told).to_contain_text("jobs 2024 minus jobs 2019: 1,000 people")
    expect(desk.locator("#draft-state")).to_contain_text("saved")
    looks_right(desk)
    desk.get_by_role("button", name="Submit for second review").click()
    expect(desk.locator("#verdict")).to_contain_text("waits for a second person")

    sign_in(people.second)
    desk.goto(f"{address}review/")
    expect(desk.locator("#figures-title")).to_contain_text("Figures, worked out anew, 2")
    looks_right(desk)
    approve(claim, people.second)
    perform(MoveName.PUBLISH, claim_id=claim.pk, actor=people.second)

    reader = browser.new_context(java_script_enabled=False).new_page()
    reader.goto(f"{live_server.url}/checks/{now_public(claim).slug}/")
    reader.get_by_role("link", name="12.5 %").click()
    assert reader.url.endswith("#figure-2")
    told = reader.locator("#figure-2")
    expect(told).to_contain_text("12.5 %: the change from jobs 2019 to jobs 2024 in per cent")
    told.locator("summary").click()
    expect(told.locator("mark")).to_have_text(["8,000", "9,000"])
    reader.context.close()
    desk.goto(f"{live_server.url}/checks/{now_public(claim).slug}/")
    desk.evaluate("document.querySelectorAll('.figures details').forEach(one => one.open = true)")
    looks_right(desk)
