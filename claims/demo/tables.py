"""Tables in the sources of the demo newsroom, from whose named cells figures are worked out."""

from typing import Any

from claims.accounts.models import User
from claims.review import evidence
from claims.review.evidence import Source
from claims.review.tables import naming, taking
from claims.verdicts.uploads import Upload

type Entry = dict[str, Any]


def add_with_table(claim_id: int, actor: User, source: Source, csv: str, table: Entry) -> None:
    """Add a source whose copy is a CSV file, take its table, and name the cells: name, place and unit of each."""
    upload = Upload("table.csv", csv.encode(), "text/csv")
    added = evidence.add(claim_id=claim_id, actor=actor, source=source, upload=upload)
    taken = taking.take(claim_id=claim_id, evidence_id=added.pk, index=0, actor=actor, title=table["title"])
    for name, place, unit in table["cells"]:
        taken = naming.name_cell(
            table_id=taken.pk, actor=actor, name=name, place=place, unit=unit, expected_version=taken.lock_version
        )
