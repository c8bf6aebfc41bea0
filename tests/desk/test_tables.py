"""Tables of sources on the desk: taken, their cells named, taken anew, removed; and figures seen while written."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.review import evidence
from claims.verdicts.models import EvidenceTable
from claims.verdicts.uploads import Upload
from tests.claim_in_review import a_source
from tests.public.newsroom import ready
from tests.table_files import JOBS, RISE, a_table
from tests.workflow.stories import crew

pytestmark = pytest.mark.django_db

HOSTILE = "<script>alert(1)</script>\"'&"


@pytest.fixture
def people(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return crew()


@pytest.fixture
def desk(as_person, people):
    return as_person(people.reviewer)


def uploaded(desk, claim, data: bytes = JOBS) -> int:
    """A source with a CSV file, added by the form of the desk; its id."""
    fields = {"title": "Jobs by year", "publisher": "Statistics Office", "kind": "primary", "stance": "context"}
    file = SimpleUploadedFile("jobs.csv", data, content_type="text/csv")
    answer = desk.post(f"/claims/{claim.pk}/evidence/add/", fields | {"file": file})
    assert answer.status_code == 302, answer.content
    return claim.evidence.latest("pk").pk


def test_a_table_is_taken_its_cells_named_and_a_figure_seen(desk, people):
    claim = ready(people)
    source = uploaded(desk, claim)
    page = desk.get(f"/claims/{claim.pk}/").content.decode()
    take = f"/claims/{claim.pk}/evidence/{source}/tables/"
    assert f'href="{take}"' in page
    shown = desk.get(take).content.decode()
    assert "3 rows, 3 columns" in shown
    assert "8,000" in shown
    answer = desk.post(take, {"index": "0", "title": "Jobs", "decimal_sign": ""})
    table = EvidenceTable.objects.get(claim=claim)
    address = f"/claims/{claim.pk}/tables/{table.pk}/"
    assert answer["Location"] == address
    shown = desk.get(f"{address}?cell=B2").content.decode()
    assert 'name="place" value="B2"' in shown
    assert 'href="?cell=B3#name-a-cell"' in shown
    for version, (place, name) in enumerate((("B2", "Jobs 2019"), ("B3", "jobs_2024")), 1):
        desk.post(f"{address}cells/", {"place": place, "name": name, "unit": "people", "expected_version": version})
    table.refresh_from_db()
    assert [(cell["name"], cell["unit"], cell["texts"]) for cell in table.cells] == [
        ("jobs_2019", "people", ["8,000"]),
        ("jobs_2024", "people", ["9,000"]),
    ]
    typed = {
        "explanation": f"Up [[12.5 % = {RISE}]], [[? = {RISE}]], [[3 = jobs]].",
        "summary": "[[9,000 = jobs_2024]]",
    }
    preview = desk.post(f"/claims/{claim.pk}/draft/preview/", typed).content.decode()
    assert "the change from jobs 2019 to jobs 2024 in per cent: 12.5 %" in preview
    assert "The formula gives 12.5 %. Write that in place of the “?”." in preview
    assert "No cell is called “jobs”. Name that cell first, or mend the name." in preview
    assert "jobs 2024: 9,000 people" in preview
    history = desk.get(f"/claims/{claim.pk}/history/").content.decode()
    for words in ("took the table “Jobs” from a source", "named the cell “jobs_2024” of the table “Jobs”"):
        assert words in history


@pytest.mark.parametrize(
    ("place", "name", "unit", "sentence"),
    [
        ("", "jobs", "", "Write the cell, such as B3, or press one in the table."),
        ("B3", "", "", "Give the cell a name, such as jobs_2024."),
        ("Z9", "jobs", "", "Z9 lies outside the table, which ends at C3."),
        ("B1", "jobs", "", "The cell “jobs” (B1): “Jobs” holds no single number."),
        ("B3", "9jobs", "", "Begin the name with a letter"),
        ("B3", "sum", "", "“sum” is the name of a function. Choose another name."),
        ("B3", "jobs", "EUR/people/year", "Write the unit in one word, such as EUR or people, or as EUR/people."),
        ("B3", HOSTILE, "", "Begin the name with a letter"),
    ],
)
def test_what_cannot_be_named_comes_back_with_a_sentence(desk, people, place, name, unit, sentence):
    claim = ready(people)
    table = a_table(claim, people.reviewer, named=False)
    typed = {"place": place, "name": name, "unit": unit, "expected_version": 1}
    answer = desk.post(f"/claims/{claim.pk}/tables/{table.pk}/cells/", typed)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert sentence in page
    assert "<script>alert" not in page
    assert f'name="unit" value="{unit}"' in page or not unit


def test_a_name_stands_for_one_place_in_all_tables(desk, people):
    claim = ready(people)
    a_table(claim, people.reviewer)
    other = a_table(claim, people.reviewer, named=False)
    typed = {"place": "B3", "name": "jobs_2024", "unit": "people", "expected_version": 1}
    page = desk.post(f"/claims/{claim.pk}/tables/{other.pk}/cells/", typed).content.decode()
    assert "A cell of “Jobs by year” is called “jobs_2024” already. Choose another name." in page


def test_somebody_elses_change_meanwhile_is_told(desk, people):
    claim = ready(people)
    table = a_table(claim, people.reviewer)
    typed = {"place": "C3", "name": "share", "unit": "", "expected_version": 1}
    answer = desk.post(f"/claims/{claim.pk}/tables/{table.pk}/cells/", typed | {"name": "part"})
    assert answer.status_code == 409
    assert "Somebody changed this table after you opened it." in answer.content.decode()
    assert 'name="name" value="part"' in answer.content.decode()


def test_a_newer_copy_is_told_and_its_table_taken(desk, people):
    claim = ready(people)
    table = a_table(claim, people.reviewer)
    newer = Upload("jobs.csv", JOBS.replace(b"9,000", b"9,100"), "text/csv")
    evidence.attach(evidence_id=table.evidence_id, actor=people.reviewer, upload=newer)
    for page in (f"/claims/{claim.pk}/", f"/claims/{claim.pk}/tables/{table.pk}/"):
        assert "“jobs_2024” was 9,000 and is 9,100 now." in desk.get(page).content.decode()
    desk.post(f"/claims/{claim.pk}/tables/{table.pk}/newest/", {"expected_version": table.lock_version})
    table.refresh_from_db()
    assert (table.differences, table.rows[2][1], table.cells[1]["texts"]) == ([], "9,100", ["9,100"])
    assert (
        "took the table “Jobs by year” anew from the newest copy"
        in desk.get(f"/claims/{claim.pk}/history/").content.decode()
    )


def test_a_name_and_a_table_are_removed(desk, people):
    claim = ready(people)
    table = a_table(claim, people.reviewer)
    address = f"/claims/{claim.pk}/tables/{table.pk}/"
    desk.post(f"{address}cells/remove/", {"name": "jobs_2024", "expected_version": table.lock_version})
    table.refresh_from_db()
    assert [cell["name"] for cell in table.cells] == ["jobs_2019"]
    assert "Figures that rest on it no longer hold" in desk.get(f"{address}remove/").content.decode()
    desk.post(f"{address}remove/", {"expected_version": table.lock_version})
    assert desk.get(address).status_code == 404
    assert "Where a figure comes out of a table" in desk.get(f"/claims/{claim.pk}/").content.decode()


def test_a_source_without_a_table_says_what_to_do(desk, people):
    claim = ready(people)
    added = evidence.add(claim_id=claim.pk, actor=people.reviewer, source=a_source(title="Call"), text="He said no.")
    page = desk.get(f"/claims/{claim.pk}/evidence/{added.pk}/tables/").content.decode()
    assert "No table was found in the kept copy." in page
    answer = desk.post(f"/claims/{claim.pk}/evidence/{added.pk}/tables/", {"index": "0"})
    assert answer.status_code == 422
    bare = claim.evidence.first()
    assert (
        "No copy of this source is kept yet."
        in desk.get(f"/claims/{claim.pk}/evidence/{bare.pk}/tables/").content.decode()
    )


def test_who_does_not_work_on_it_looks_and_changes_nothing(as_person, people, ana):
    claim = ready(people)
    table = a_table(claim, people.reviewer)
    other = as_person(ana)
    address = f"/claims/{claim.pk}/tables/{table.pk}/"
    page = other.get(address).content.decode()
    assert "9,000" in page
    assert "name-a-cell" not in page
    typed = {"place": "C3", "name": "part", "unit": "", "expected_version": table.lock_version}
    assert other.post(f"{address}cells/", typed).status_code == 403
    assert other.post(f"{address}newest/", {"expected_version": table.lock_version}).status_code == 403


def test_hostile_words_in_a_table_are_shown_as_words(desk, people):
    claim = ready(people)
    data = f'"{HOSTILE.replace(chr(34), chr(34) * 2)}",Jobs\n2019,8\n'.encode()
    table = a_table(claim, people.reviewer, data, named=False)
    page = desk.get(f"/claims/{claim.pk}/tables/{table.pk}/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_the_claims_page_asks_as_often_for_three_tables_as_for_one(desk, people):
    claim = ready(people, explanation="[[9,000 = jobs_2024]] [1].")
    a_table(claim, people.reviewer)
    desk.get(f"/claims/{claim.pk}/")
    with CaptureQueriesContext(connection) as one:
        desk.get(f"/claims/{claim.pk}/")
    for _ in range(2):
        EvidenceTable.objects.create(
            **{
                field.attname: getattr(EvidenceTable.objects.filter(claim=claim)[0], field.attname)
                for field in EvidenceTable._meta.concrete_fields
                if field.name not in ("id", "cells")
            }
        )
    with CaptureQueriesContext(connection) as three:
        desk.get(f"/claims/{claim.pk}/")
    assert len(three) == len(one)
