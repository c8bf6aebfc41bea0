"""Tables of sources, their named cells, and figures worked out from them, by programs."""

from claims.review import evidence
from claims.verdicts.models import Verdict
from claims.verdicts.uploads import Upload
from tests.claim_in_review import a_source
from tests.public.newsroom import ready
from tests.table_files import JOBS, RISE, jobs_in_a_book
from tests.workflow.stories import crew


def test_programs_take_a_table_name_its_cells_and_read_what_figures_come_to(program_of, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    people = crew()
    claim = ready(people)
    source = evidence.add(
        claim_id=claim.pk,
        actor=people.reviewer,
        source=a_source(title="Jobs", publisher="Statistics Office"),
        upload=Upload("jobs.xlsx", jobs_in_a_book()),
    )
    reviewer = program_of(people.reviewer)
    tables = f"claims/{claim.pk}/tables/"
    found = reviewer.get(f"{tables}found/?evidence={source.pk}").json()
    assert [(table["index"], table["title"], table["is_cut"]) for table in found] == [(0, "Jobs", False)]
    assert found[0]["rows"][2] == ["2024", "9000", "22 %"]
    assert reviewer.get(f"{tables}found/?evidence=999999").status_code == 404

    taken = reviewer.post(tables, {"evidence": source.pk, "index": 0})
    assert (taken.status_code, taken.json()["title"], taken.json()["decimal_sign"]) == (201, "Jobs", "."), taken.content
    assert reviewer.post(tables, {"evidence": source.pk, "index": 7}).status_code == 422
    address = f"{tables}{taken.json()['id']}/"
    named = reviewer.post(
        f"{address}cells/", {"place": "B2", "name": "jobs_2019", "unit": "people"}, seen=taken["ETag"]
    )
    assert named.status_code == 200, named.content
    stale = reviewer.post(f"{address}cells/", {"place": "B3", "name": "jobs_2024"}, seen=taken["ETag"])
    assert stale.status_code == 412
    named = reviewer.post(
        f"{address}cells/", {"place": "B3", "name": "jobs_2024", "unit": "people"}, seen=named["ETag"]
    )
    assert [cell["name"] for cell in named.json()["cells"]] == ["jobs_2019", "jobs_2024"]
    refused = reviewer.post(f"{address}cells/", {"place": "Z9", "name": "far"}, seen=named["ETag"])
    assert (refused.status_code, refused.json()["detail"]) == (422, "Z9 lies outside the table, which ends at C3.")

    Verdict.objects.filter(claim=claim).update(explanation=f"Jobs rose by [[12.5 % = {RISE}]], [[7 = jobs_1999]].")
    figures = reviewer.get(f"claims/{claim.pk}/figures/").json()
    assert [(one["shown"], one["value"], one["unit"], one["problem"]) for one in figures] == [
        ("12.5 %", "12.5", "%", ""),
        ("7", "", "", "No cell is called “jobs_1999”. Name that cell first, or mend the name."),
    ]

    upload = Upload("jobs.csv", JOBS.replace(b"9,000", b"9,100"), "text/csv")
    evidence.attach(evidence_id=source.pk, actor=people.reviewer, upload=upload)
    changed = reviewer.get(address)
    assert changed.json()["differences"] == [{"name": "jobs_2024", "place": "B3", "was": ["9000"], "now": ["9,100"]}]
    newest = reviewer.post(f"{address}newest/", {}, seen=changed["ETag"])
    assert [cell["texts"] for cell in newest.json()["cells"]] == [["8,000"], ["9,100"]]
    left = reviewer.post(f"{address}unname/", {"name": "jobs_2019"}, seen=newest["ETag"])
    assert [cell["name"] for cell in left.json()["cells"]] == ["jobs_2024"]
    assert reviewer.delete(address, seen=left["ETag"]).status_code == 204
    assert reviewer.get(address).status_code == 404
    assert reviewer.get(tables).json()["results"] == []


def test_who_does_not_work_on_a_claim_takes_no_table_of_it(program_of, ana, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    people = crew()
    claim = ready(people)
    source = evidence.add(
        claim_id=claim.pk, actor=people.reviewer, source=a_source(), upload=Upload("jobs.csv", JOBS, "text/csv")
    )
    refused = program_of(ana).post(f"claims/{claim.pk}/tables/", {"evidence": source.pk, "index": 0})
    assert refused.status_code == 403
