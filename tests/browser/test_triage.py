"""Triage in a real browser: by keys alone, by mouse, by selecting words, and with JavaScript switched off."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from claims.matching.models import Match, MatchSearch
from claims.tracking.enums import CandidateOrigin, CandidateState, RunState
from claims.tracking.models import Candidate, Claim, ExtractionRun
from tests.browser.workspace import card, read_article
from tests.factories import ArticleFactory, CandidateFactory, ClaimFactory, RunFactory

pytestmark = pytest.mark.django_db(transaction=True)

FIRST = "The council has cut its spending by 22 per cent since 2021"
SECOND = "Ridership on the evening buses fell by 41 per cent in three years"
THIRD = "About 2,300 households have no car"


@pytest.fixture
def version(db):
    return read_article({FIRST: 0.9, SECOND: 0.8, THIRD: 0.7})


@pytest.fixture
def workspace(desk, live_server, version):
    desk.goto(live_server.url + reverse("article", args=[version.article_id]))
    return desk


def state_of(words):
    return Candidate.objects.get(statement=words).state


def test_an_editor_triages_with_the_keys_alone(workspace):
    workspace.keyboard.press("j")
    expect(card(workspace, SECOND)).to_be_focused()
    workspace.keyboard.press("k")
    expect(card(workspace, FIRST)).to_be_focused()

    workspace.keyboard.press("a")
    expect(card(workspace, FIRST)).to_have_count(0)
    expect(card(workspace, SECOND)).to_be_focused()
    assert state_of(FIRST) == CandidateState.ACCEPTED

    workspace.keyboard.press("x")
    expect(workspace.get_by_role("dialog")).to_be_visible()
    workspace.keyboard.press("4")
    expect(card(workspace, SECOND)).to_have_count(0)
    expect(card(workspace, THIRD)).to_be_focused()
    assert Candidate.objects.get(statement=SECOND).dismiss_reason == "trivial"

    workspace.keyboard.press("z")
    expect(card(workspace, SECOND)).to_be_focused()
    assert state_of(SECOND) == CandidateState.PENDING

    workspace.keyboard.press("e")
    wording = workspace.get_by_role("textbox", name="Wording")
    expect(wording).to_be_focused()
    wording.fill("Evening ridership fell by 41 per cent.")
    workspace.keyboard.press("Control+Enter")
    expect(card(workspace, "Evening ridership fell by 41 per cent.")).to_be_focused()


def test_the_marks_follow_the_list_and_the_decisions(workspace):
    first = Candidate.objects.get(statement=FIRST)
    mark = workspace.locator(f'.mark[data-lead="{first.pk}"]')
    workspace.keyboard.press("j")
    workspace.keyboard.press("k")
    expect(mark).to_have_attribute("aria-current", "true")

    workspace.locator(".mark", has_text=THIRD).click()
    expect(card(workspace, THIRD)).to_be_focused()
    card(workspace, FIRST).click()
    card(workspace, FIRST).get_by_role("button", name="Accept").click()
    expect(mark).to_have_attribute("data-state", "accepted")
    workspace.get_by_role("button", name="Undo").click()
    expect(mark).to_have_attribute("data-state", "candidate")
    assert not Claim.objects.exists()


def test_a_decision_leaves_the_other_cards_standing_and_all_of_them_work_on(workspace):
    third = card(workspace, THIRD)
    third.evaluate("card => { card.seenBefore = true; }")
    third.get_by_role("checkbox").check()

    card(workspace, FIRST).get_by_role("button", name="Accept").click()
    expect(card(workspace, FIRST)).to_have_count(0)
    expect(workspace.get_by_role("heading", name="2 to triage, 2 likely")).to_be_visible()
    expect(workspace.locator(".bulkbar")).to_contain_text("1 selected")
    assert third.evaluate("card => card.seenBefore") is True

    workspace.keyboard.press("z")
    expect(card(workspace, FIRST)).to_be_focused()
    assert workspace.locator("#triage [data-item] .text").all_text_contents() == [FIRST, SECOND, THIRD]
    for words in (THIRD, FIRST, SECOND):
        card(workspace, words).locator(".text").click()
        card(workspace, words).get_by_role("button", name="Accept").click()
        expect(card(workspace, words)).to_have_count(0)
    assert Candidate.objects.filter(state=CandidateState.ACCEPTED).count() == 3


@pytest.mark.parametrize("held", [0, 400])
def test_every_card_is_ticked_by_the_mouse_however_slow_the_press(workspace, held):
    for words in (SECOND, THIRD):
        box = card(workspace, words).get_by_role("checkbox")
        at = box.bounding_box()
        workspace.mouse.move(at["x"] + at["width"] / 2, at["y"] + at["height"] / 2)
        workspace.mouse.down()
        workspace.wait_for_timeout(held)
        assert box.bounding_box() == at
        workspace.mouse.up()
        expect(box).to_be_checked()
    expect(workspace.locator(".bulkbar")).to_contain_text("2 selected")

    workspace.keyboard.press("k")
    expect(card(workspace, FIRST)).to_be_focused()


def test_a_card_that_is_pressed_opens_where_it_stands(workspace):
    workspace.set_viewport_size({"width": 1200, "height": 620})
    workspace.locator(".side").evaluate("side => side.scrollTo(0, 1000)")
    third = card(workspace, THIRD)
    before = third.bounding_box()
    workspace.mouse.click(before["x"] + 60, before["y"] + 10)

    expect(third).to_have_attribute("aria-current", "true")
    assert abs(third.bounding_box()["y"] - before["y"]) < 1


def test_the_less_likely_are_marked_by_one_key(desk, live_server, accessible):
    version = read_article({FIRST: 0.9, THIRD: 0.2})
    desk.goto(live_server.url + reverse("article", args=[version.article_id]))
    faint = desk.locator(".mark", has_text=THIRD)
    expect(faint).to_have_css("text-decoration-line", "none")
    desk.keyboard.press("l")
    expect(faint).to_have_css("text-decoration-line", "underline")
    expect(desk.get_by_role("link", name="Mark the likely ones only")).to_be_visible()
    accessible()
    desk.keyboard.press("l")
    expect(faint).to_have_css("text-decoration-line", "none")
    accessible()

    desk.keyboard.press("j")
    expect(faint).to_have_attribute("aria-current", "true")
    expect(faint).to_have_css("text-decoration-line", "underline")


def test_a_candidate_is_assigned_from_its_card(workspace, accessible, ana):
    workspace.keyboard.press("s")
    expect(workspace.get_by_role("dialog", name="Accept and assign")).to_be_visible()
    accessible()
    workspace.get_by_role("radio", name="Ana Costa").check()
    workspace.get_by_role("dialog").get_by_role("button", name="Assign").click()

    expect(card(workspace, FIRST)).to_have_count(0)
    expect(card(workspace, SECOND)).to_be_focused()
    claim = Claim.objects.get()
    expect(workspace.get_by_role("status")).to_contain_text(f"Accepted as {claim.number} and assigned to Ana Costa.")
    assert (claim.state, claim.reviewer) == ("assigned", ana)


def test_selected_words_become_a_candidate(workspace):
    workspace.evaluate(
        """() => {
          const piece = [...document.querySelectorAll("[data-start]")].find((p) => p.textContent.includes("Dana"));
          const at = piece.firstChild.data.indexOf("Dana");
          getSelection().setBaseAndExtent(piece.firstChild, at, piece.firstChild, at + 50);
        }"""
    )
    workspace.get_by_role("button", name="Add as a candidate").click()

    added = card(workspace, "Dana Wexcombe, who leads the opposition, disputed")
    expect(added).to_be_focused()
    marked = Candidate.objects.get(origin=CandidateOrigin.PERSON)
    assert marked.version.text[marked.start : marked.end] == marked.exact
    expect(workspace.locator(f'.mark[data-lead="{marked.pk}"]')).to_have_count(1)
    workspace.keyboard.press("z")
    expect(added).to_have_count(0)


def test_a_selection_across_marks_and_signs_beyond_the_basic_plane_keeps_its_offsets(desk, live_server):
    text = "🜚🜚 gold: The price of gold rose by 12 per cent. 𝔄nd then it fell by half again, they said."
    version = ArticleFactory(version__text=text).current
    CandidateFactory(version=version, exact="The price of gold rose by 12 per cent.")
    desk.goto(live_server.url + reverse("article", args=[version.article_id]))

    desk.evaluate(
        """() => {
          const pieces = document.querySelectorAll("[data-start]");
          const last = pieces[pieces.length - 1].firstChild;
          getSelection().setBaseAndExtent(pieces[1].firstChild, 4, last, last.data.indexOf(","));
        }"""
    )
    desk.get_by_role("button", name="Add as a candidate").click()

    expect(desk.locator("article.claim")).to_have_count(2)
    assert Candidate.objects.get(origin=CandidateOrigin.PERSON).exact == (
        "price of gold rose by 12 per cent. 𝔄nd then it fell by half again"
    )


def test_an_editor_merges_by_searching(workspace):
    claim = ClaimFactory(statement="Shellfish have doubled since the dredging ban")
    workspace.keyboard.press("j")
    workspace.keyboard.press("m")
    workspace.get_by_role("searchbox", name="Search claims by words or number").fill("shellfish doubled")
    workspace.get_by_role("radio", name="Shellfish have doubled").check()
    workspace.get_by_role("button", name="Merge").click()

    expect(workspace.get_by_role("status")).to_contain_text(f"Merged into {claim.number}.")
    assert Candidate.objects.get(statement=SECOND).claim == claim


def test_many_are_dismissed_at_once_after_a_preview(workspace):
    workspace.keyboard.press("j")
    workspace.keyboard.press("Space")
    workspace.keyboard.press("j")
    workspace.keyboard.press("Space")
    expect(workspace.locator(".bulkbar")).to_contain_text("2 selected")

    workspace.keyboard.press("x")
    expect(workspace.get_by_role("dialog", name="Dismiss 2 candidates?")).to_be_visible()
    workspace.get_by_label("Opinion or value judgement").check()
    workspace.get_by_role("button", name="Dismiss 2").click()
    expect(workspace.get_by_role("status")).to_contain_text("2 dismissed.")
    expect(workspace.locator("article.claim")).to_have_count(1)

    workspace.keyboard.press("z")
    expect(workspace.locator("article.claim")).to_have_count(3)


def test_a_refusal_is_said_beside_the_candidate(workspace):
    Candidate.objects.filter(statement=FIRST).update(
        state=CandidateState.DISMISSED, dismiss_reason="opinion", lock_version=2
    )
    workspace.wait_for_load_state("networkidle")
    workspace.keyboard.press("j")
    workspace.keyboard.press("k")
    expect(card(workspace, FIRST)).to_be_focused()
    workspace.keyboard.press("a")

    notice = card(workspace, FIRST).get_by_role("alert")
    expect(notice).to_contain_text("Somebody changed this candidate in the meantime.")
    expect(workspace.locator("article.claim")).to_have_count(3)


def test_what_a_reading_finds_appears_by_itself(desk, live_server, accessible):
    version = ArticleFactory().current
    run = RunFactory(version=version, state=RunState.RUNNING, sentences_total=40, sentences_done=12)
    desk.goto(live_server.url + reverse("article", args=[version.article_id]))
    expect(desk.get_by_text("12 of 40 sentences")).to_be_visible()
    accessible()

    CandidateFactory(version=version, run=run)
    ExtractionRun.objects.update(state=RunState.DONE, due_at=None, finished_at=run.queued_at, sentences_done=40)

    expect(desk.locator("article.claim")).to_have_count(1)
    expect(desk.locator(".mark", has_text="cut its spending")).to_be_visible()
    expect(desk.get_by_text("12 of 40 sentences")).to_have_count(0)


def test_dialogs_are_accessible_while_open(workspace, accessible):
    for key in ("x", "e", "m"):
        workspace.keyboard.press("j")
        workspace.keyboard.press(key)
        expect(workspace.locator("#dialog")).to_be_visible()
        accessible()
        workspace.keyboard.press("Escape")
        expect(workspace.locator("#dialog")).to_be_hidden()


def test_the_workspace_can_be_worked_on_a_phone(workspace):
    workspace.set_viewport_size({"width": 320, "height": 640})
    assert workspace.evaluate("document.documentElement.scrollWidth") == 320
    workspace.get_by_role("link", name="3 to triage").click()
    card(workspace, FIRST).get_by_role("button", name="Accept").click()

    expect(card(workspace, FIRST)).to_have_count(0)


@pytest.fixture
def no_script(browser, live_server, sign_in, context, edo):
    sign_in(edo)
    plain = browser.new_context(java_script_enabled=False, base_url=live_server.url)
    plain.add_cookies(context.cookies())
    page = plain.new_page()
    page.set_default_timeout(10_000)
    yield page
    plain.close()


def test_everything_works_without_script(no_script, version):
    page = no_script
    page.goto(reverse("article", args=[version.article_id]))

    card(page, SECOND).get_by_role("button", name="Accept").click()
    expect(page.get_by_role("status")).to_contain_text("Accepted as")
    page.get_by_role("status").get_by_role("button", name="Undo").click()
    expect(card(page, SECOND)).to_be_visible()

    card(page, FIRST).get_by_role("link", name="Dismiss").click()
    page.get_by_label("Promise or forecast").check()
    page.get_by_role("button", name="Dismiss").click()
    expect(card(page, FIRST)).to_have_count(0)

    card(page, SECOND).get_by_role("link", name="Edit").click()
    page.get_by_label("Wording").fill("Evening ridership fell.")
    page.get_by_role("button", name="Save wording").click()
    expect(card(page, "Evening ridership fell.")).to_be_visible()

    page.get_by_role("link", name="add one by its words").click()
    page.get_by_label("Words of the article").fill("The city deserves better buses")
    page.get_by_role("button", name="Add candidate").click()
    expect(card(page, "The city deserves better buses")).to_be_visible()

    page.get_by_label("Select candidate").first.check()
    page.locator(".bulkbar").get_by_role("button", name="Accept").click()
    page.get_by_role("button", name="Accept 1").click()
    expect(page.get_by_role("status")).to_contain_text("1 accepted.")


def test_an_article_is_added_without_script(no_script):
    page = no_script
    page.goto(reverse("article-add"))
    page.get_by_label("Link").check()
    page.get_by_label("Web address").fill("http://127.0.0.1/x")
    page.get_by_role("button", name="Add and find claims").click()
    expect(page.locator("#id_url_error")).to_be_visible()

    page.get_by_label("Paste").check()
    page.get_by_label("Text", exact=True).fill("A story\n\nThe council spent 4 million on buses in 2025, it said.")
    page.get_by_role("button", name="Add and find claims").click()
    expect(page.get_by_role("heading", name="A story")).to_be_visible()


def test_what_was_checked_before_is_confirmed_and_rejected_by_keys(workspace, version):
    earlier = ClaimFactory(statement="Council spending is down 22 per cent since 2021")
    for words, score in ((FIRST, 0.91), (SECOND, 0.7)):
        candidate = Candidate.objects.get(statement=words)
        Match.objects.create(
            candidate=candidate, claim=earlier, score=score, band="likely", suggested_at=timezone.now()
        )
    workspace.reload()
    chip = card(workspace, FIRST).locator(".chip.match")
    expect(chip).to_contain_text(f"Likely the same as: {earlier.number}")

    workspace.keyboard.press("y")
    expect(card(workspace, FIRST)).to_have_count(0)
    expect(card(workspace, SECOND)).to_be_focused()
    assert Candidate.objects.get(statement=FIRST).claim == earlier

    workspace.keyboard.press("n")
    expect(card(workspace, SECOND).locator(".chip.match")).to_have_count(0)
    expect(card(workspace, SECOND)).to_be_focused()
    workspace.keyboard.press("z")
    expect(card(workspace, SECOND).locator(".chip.match")).to_have_count(1)


def test_chips_arrive_by_themselves_when_the_looking_is_over(workspace, version):
    lookup = MatchSearch.objects.create(version=version, due_at=timezone.now())
    workspace.reload()
    expect(workspace.get_by_text("Looking for earlier checks")).to_be_visible()
    workspace.keyboard.press("j")
    workspace.keyboard.press("Space")
    Match.objects.create(
        candidate=Candidate.objects.get(statement=FIRST),
        claim=ClaimFactory(),
        score=0.9,
        band="likely",
        suggested_at=timezone.now(),
    )
    MatchSearch.objects.filter(pk=lookup.pk).update(due_at=None)
    expect(card(workspace, FIRST).locator(".chip.match")).to_have_count(1)
    expect(workspace.get_by_text("Looking for earlier checks")).to_have_count(0)
    expect(workspace.locator("[data-pick]").nth(1)).to_be_checked()
