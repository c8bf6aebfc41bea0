"""Files with small invented tables, and claims whose figures rest on them."""

import io
from typing import Final

from openpyxl import Workbook

from claims.accounts.models import User
from claims.review import evidence
from claims.review.tables import naming, taking
from claims.tracking.models import Claim
from claims.verdicts.models import EvidenceTable
from claims.verdicts.uploads import Upload
from tests.claim_in_review import a_source

JOBS: Final = b'Year,Jobs,Share\n2019,"8,000",20.5 %\n2024,"9,000",22.0 %\n'
PAGE: Final = """<!doctype html><html><head><title>Jobs</title></head><body><h2>Jobs in Port Ellery</h2>
<table><tr><th>Year</th><th>Jobs<sup>[1]</sup></th></tr>
<tr><td>2019</td><td>8,000</td></tr><tr><td>2024</td><td>9,000<sup>[2]</sup></td></tr></table></body></html>"""
RISE: Final = "percent_change(jobs_2019, jobs_2024)"


def jobs_in_a_book() -> bytes:
    """The same table in the second sheet of an Excel file, its shares stored as hundredths."""
    book = Workbook()
    book.active.title = "Notes"
    sheet = book.create_sheet("Jobs")
    for row in (("Year", "Jobs", "Share"), (2019, 8000, 0.205), (2024, 9000, 0.22)):
        sheet.append(row)
    for cell in ("C2", "C3"):
        sheet[cell].number_format = "0.0%"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def a_table(claim: Claim, actor: User, data: bytes = JOBS, *, named: bool = True) -> EvidenceTable:
    """A table of a new source of the claim, its jobs of 2019 and 2024 named."""
    source = evidence.add(
        claim_id=claim.pk,
        actor=actor,
        source=a_source(title="Jobs by year", publisher="Statistics Office"),
        upload=Upload("jobs.csv", data, "text/csv"),
    )
    table = taking.take(claim_id=claim.pk, evidence_id=source.pk, index=0, actor=actor, title="Jobs by year")
    for year, place in (("2019", "B2"), ("2024", "B3")) if named else ():
        table = naming.name_cell(
            table_id=table.pk,
            actor=actor,
            name=f"jobs_{year}",
            place=place,
            unit="people",
            expected_version=table.lock_version,
        )
    return table
