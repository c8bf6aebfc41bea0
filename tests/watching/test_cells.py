"""A number under a published figure that changes where it came from: which cell, from what to what."""

import pytest

from claims.audit.models import AuditEvent
from claims.audit.queries import in_words
from claims.delivery.models import Notification
from claims.jobs.running import run_one
from claims.review import evidence
from claims.review.evidence_copies import make_copy
from claims.review.tables import naming, taking
from claims.tracking.enums import ClaimState
from claims.tracking.models import Claim
from claims.verdicts.models import EvidenceCopy, Verdict, WatchedPassage, WatchedSource
from claims.watching import decisions
from tests.table_files import PAGE, RISE
from tests.watching.conftest import cite, read_again
from tests.workflow import stories

PATH = "/jobs"


@pytest.fixture
def claim(people, site) -> Claim:
    """A published check whose figure rests on a table of a page that is watched."""
    url = site.page(PATH, PAGE.encode(), Content_Type="text/html; charset=utf-8")
    claim = stories.claim_in(ClaimState.IN_REVIEW, people)
    source = cite(claim, url, "", PAGE.encode())
    table = taking.take(claim_id=claim.pk, evidence_id=source.pk, index=0, actor=people.reviewer)
    for year, place in (("2019", "B2"), ("2024", "B3")):
        seen = table.lock_version
        table = naming.name_cell(
            table_id=table.pk,
            actor=people.reviewer,
            name=f"jobs_{year}",
            place=place,
            unit="people",
            expected_version=seen,
        )
    Verdict.objects.filter(claim=claim).update(explanation=f"Jobs rose by [[12.5 % = {RISE}]].")
    for step in stories._PUBLISHED[2:]:
        step(claim, people)
    claim.refresh_from_db()
    return claim


def serve(site, markup: str) -> None:
    site.page(PATH, markup.encode(), Content_Type="text/html; charset=utf-8")


def source_of(claim: Claim) -> WatchedSource:
    return WatchedSource.objects.get(passages__claim=claim, passages__tables__0__index=0)


def test_a_changed_cell_waits_for_a_person_and_says_which(claim, site, apa, as_person):
    source = read_again(source_of(claim))
    assert (source.outcome, source.alarm_since) == ("same", None)

    serve(site, PAGE.replace("9,000", "9,100"))
    source = read_again(source)
    passage = WatchedPassage.objects.get(source=source)
    assert (source.outcome, source.alarm_since is not None, passage.is_lost) == ("cells", True, True)
    assert passage.cells_now == [{"name": "jobs_2024", "place": "B3", "was": ["9,000"], "now": ["9,100"]}]
    told = Notification.objects.filter(kind="source_lost").values_list("text", flat=True).first()
    assert told == f"127.0.0.1 has changed a number that a figure of {claim.number} rests on"
    event = AuditEvent.objects.get(action="source_lost")
    assert "in its table, jobs_2024 went from 9,000 to 9,100" in str(in_words([event])[0])
    for page in ("/watch/", f"/watch/{source.pk}/"):
        assert "“jobs_2024” was 9,000 and is 9,100 now." in as_person(apa).get(page).content.decode()


def test_what_a_person_took_for_right_is_right_until_it_changes_again(claim, site, apa):
    serve(site, PAGE.replace("9,000", "9,100"))
    source = read_again(source_of(claim))
    decisions.still_holds(source_id=source.pk, actor=apa, note="A revision of a few jobs.")
    serve(site, PAGE.replace("9,000", "9,200"))
    source = read_again(source)
    assert source.alarm_since is not None
    decisions.still_holds(source_id=source.pk, actor=apa)
    source = read_again(source)
    assert (source.outcome, source.alarm_since) == ("same", None)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("9,000", "9 000"),
        ("<h2>", "<p>Updated today.</p><h2>"),
        ("<tr><td>2019", "<tr><td>2014</td><td>7,000</td></tr><tr><td>2019"),
        ("<h2>", "<table><tr><td>Menu</td><td>1</td></tr><tr><td>Help</td><td>2</td></tr></table><h2>"),
    ],
)
def test_what_changes_around_the_cells_is_no_alarm(claim, site, old, new):
    serve(site, PAGE.replace(old, new))
    source = read_again(source_of(claim))
    assert (source.outcome, source.alarm_since) == ("same", None)


def test_a_cell_that_is_gone_is_said_to_be(claim, site, apa, as_person):
    serve(site, PAGE.replace("<tr><td>2024</td>", "<tr><td>2025</td>"))
    source = read_again(source_of(claim))
    assert WatchedPassage.objects.get(source=source).cells_now == [
        {"name": "jobs_2024", "place": "B3", "was": ["9,000"], "now": None}
    ]
    page = as_person(apa).get(f"/watch/{source.pk}/").content.decode()
    assert "“jobs_2024” was 9,000 and is no longer there." in page


def test_a_page_that_is_gone_is_gone_and_no_number_of_it_has_changed(claim, site):
    site.page(PATH, b"gone", status=404)
    source = read_again(source_of(claim))
    assert source.outcome == "page_gone"
    assert WatchedPassage.objects.get(source=source).cells_now == []


def test_a_newer_copy_fetched_during_the_review_is_held_against_the_table(people, site):
    url = site.page(PATH, PAGE.encode(), Content_Type="text/html; charset=utf-8")
    claim = stories.claim_in(ClaimState.IN_REVIEW, people)
    source = cite(claim, url, "", PAGE.encode())
    table = taking.take(claim_id=claim.pk, evidence_id=source.pk, index=0, actor=people.reviewer)
    naming.name_cell(
        table_id=table.pk, actor=people.reviewer, name="jobs", place="B3", expected_version=table.lock_version
    )
    serve(site, PAGE.replace("9,000", "9,100"))
    evidence.copy_again(evidence_id=source.pk, actor=people.reviewer)
    assert run_one(EvidenceCopy, source.copies.latest("pk").pk, run=make_copy)
    table.refresh_from_db()
    assert table.differences == [{"name": "jobs", "place": "B3", "was": ["9,000"], "now": ["9,100"]}]
