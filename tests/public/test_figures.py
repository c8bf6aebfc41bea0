"""Figures that are worked out from a table: in the draft, frozen, judged, published, and kept in the pack."""

import pytest

from claims.errors import Blocked
from claims.review import evidence
from claims.review.tables import taking
from claims.verdicts.content import content_of
from claims.verdicts.models import EvidenceTable, Revision, Verdict
from claims.verdicts.uploads import Upload
from claims.workflow.moves import Details, MoveName
from claims.workflow.perform import perform
from tests.public.newsroom import now_public, ready
from tests.table_files import JOBS, RISE, a_table
from tests.workflow.stories import approve, crew

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return crew()


def drafted(people, explanation=f"Jobs rose by [[12.5 % = {RISE}]] [1].", summary="It rose.", **words):
    """A claim under review whose draft has a figure over a table."""
    claim = ready(people, explanation=explanation, summary=summary, **words)
    a_table(claim, people.reviewer)
    claim.refresh_from_db()
    return claim


def test_a_published_figure_is_told_with_its_cells(people, client):
    claim = drafted(
        people,
        summary=f"Jobs rose by [[12.5 % = {RISE}]], by [[1,000 = jobs_2024 - jobs_2019]].",
        key_points="[[9,000 = jobs_2024]] have jobs.",
    )
    perform(MoveName.SUBMIT, claim_id=claim.pk, actor=people.reviewer)
    content = Revision.objects.newest_of(claim)[0].content
    assert content["summary"] == "Jobs rose by 12.5 %, by 1,000."
    assert content["key_points"] == ["9,000 have jobs."]
    assert [(one["part"], one["at"], one["shown"], one["value"], one["unit"]) for one in content["figures"]] == [
        ("summary", 13, "12.5 %", "12.5", "%"),
        ("summary", 24, "1,000", "1000", "people"),
        ("key_points.0", 0, "9,000", "9000", "people"),
        ("explanation", 0, "12.5 %", "12.5", "%"),
    ]
    assert [cell["name"] for cell in content["tables"][0]["cells"]] == ["jobs_2019", "jobs_2024"]
    approve(claim, people.second)
    perform(MoveName.PUBLISH, claim_id=claim.pk, actor=people.second)
    publication = now_public(claim)
    page = client.get(f"/checks/{publication.slug}/").content.decode()
    assert '<a class="figure" href="#figure-1">12.5 %</a>, by <a class="figure" href="#figure-2">1,000</a>.' in page
    assert 'href="#figure-4" class="figure"' in page
    assert "the change from jobs 2019 to jobs 2024 in per cent" in page
    assert '<mark title="jobs_2019">8,000</mark>' in page
    assert "[[" not in page.replace("&#x27;", "")
    card = client.get("/checks/").content.decode()
    assert "Jobs rose by 12.5 %, by 1,000." in card


def test_a_figure_that_is_not_what_its_formula_gives_is_not_submitted(people):
    claim = drafted(people, explanation=f"Jobs rose by [[15 % = {RISE}]] [1].")
    with pytest.raises(Blocked) as refused:
        perform(MoveName.SUBMIT, claim_id=claim.pk, actor=people.reviewer)
    assert refused.value.reasons == (
        "The figure “15 %”: “15 %” is not what the formula gives: 13 %. Mend the text, the formula or the cells.",
    )


def test_an_unknown_cell_is_named(people):
    claim = drafted(people, explanation="Jobs: [[9,000 = jobs_2025]] [1].")
    with pytest.raises(Blocked, match="The figure “9,000”: No cell is called “jobs_2025”. Name that cell first"):
        perform(MoveName.SUBMIT, claim_id=claim.pk, actor=people.reviewer)


def test_a_newer_copy_with_another_number_breaks_the_gate_until_it_is_looked_at(people):
    claim = drafted(people)
    table = EvidenceTable.objects.get(claim=claim)
    newer = JOBS.replace(b"9,000", b"9,100")
    evidence.attach(evidence_id=table.evidence_id, actor=people.reviewer, upload=Upload("jobs.csv", newer, "text/csv"))
    sentence = "“12.5 %” rests on the cell “jobs_2024”, which was 9,000 and is 9,100 now."
    with pytest.raises(Blocked) as refused:
        perform(MoveName.SUBMIT, claim_id=claim.pk, actor=people.reviewer)
    assert refused.value.reasons == (sentence,)

    taking.take_newest(table_id=table.pk, actor=people.reviewer, expected_version=table.lock_version)
    with pytest.raises(Blocked, match="is not what the formula gives: 13.8 %"):
        perform(MoveName.SUBMIT, claim_id=claim.pk, actor=people.reviewer)
    Verdict.objects.filter(claim=claim).update(explanation=f"Jobs rose by [[13.75 % = {RISE}]] [1].")
    claim.refresh_from_db()
    perform(MoveName.SUBMIT, claim_id=claim.pk, actor=people.reviewer)


def test_a_cell_changed_behind_the_desks_back_stops_approval_and_publication(people):
    claim = drafted(people)
    perform(MoveName.SUBMIT, claim_id=claim.pk, actor=people.reviewer)
    table = EvidenceTable.objects.get(claim=claim)
    rows, cells = table.rows, table.cells
    changed = [cells[0], {**cells[1], "texts": ["9,100"]}]
    seen = Revision.objects.newest_of(claim)[0].content_hash
    EvidenceTable.objects.filter(pk=table.pk).update(cells=changed)
    sentence = "“12.5 %” rests on the cell “jobs_2024”, which was 9,000 and is 9,100 now."
    with pytest.raises(Blocked) as refused:
        perform(MoveName.APPROVE, claim_id=claim.pk, actor=people.second, details=Details(content_hash=seen))
    assert sentence in refused.value.reasons
    EvidenceTable.objects.filter(pk=table.pk).update(cells=cells)
    approve(claim, people.second)
    EvidenceTable.objects.filter(pk=table.pk).update(cells=cells[:1])
    with pytest.raises(Blocked) as refused:
        perform(MoveName.PUBLISH, claim_id=claim.pk, actor=people.second)
    assert "“12.5 %” rests on the cell “jobs_2024”, which is gone." in refused.value.reasons
    EvidenceTable.objects.filter(pk=table.pk).update(cells=cells, rows=[*rows[:2], ["2024", "9,900", "22.0 %"]])
    with pytest.raises(Blocked):
        perform(MoveName.PUBLISH, claim_id=claim.pk, actor=people.second)


def test_words_without_a_figure_keep_their_hash_and_name_no_table(people):
    claim = ready(people)
    a_table(claim, people.reviewer)
    assert {"figures", "tables"}.isdisjoint(content_of(claim))


def test_the_second_reader_sees_the_figure_worked_out_anew(people, as_person):
    claim = drafted(people)
    perform(MoveName.SUBMIT, claim_id=claim.pk, actor=people.reviewer)
    page = as_person(people.second).get(f"/claims/{claim.pk}/review/").content.decode()
    assert "Figures, worked out anew, 1" in page
    assert "the change from jobs 2019 to jobs 2024 in per cent: 12.5 %" in page
    revision = Revision.objects.newest_of(claim)[0]
    forged = {**revision.content, "figures": [{**revision.content["figures"][0], "value": "15"}]}
    Revision.objects.filter(pk=revision.pk).update(content=forged)
    page = as_person(people.second).get(f"/claims/{claim.pk}/review/").content.decode()
    assert "“12.5 %” was frozen as 15 %, and its cells give 12.5 %." in page
