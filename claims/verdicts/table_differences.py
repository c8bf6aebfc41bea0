"""What became of a table's named cells in a newer copy of its source."""

from collections.abc import Sequence

from claims.verdicts.models import Evidence, EvidenceTable
from claims.verdicts.tables_in_copies import FoundTable, read_tables


def tables_for(evidence: Evidence, data: bytes, content_type: str) -> list[FoundTable]:
    """The tables of a new copy, where figures may rest on an older one: read in a child process, or not at all."""
    return read_tables(data=data, content_type=content_type) if _with_cells(evidence) else []


def note_differences(evidence: Evidence, found: Sequence[FoundTable]) -> None:
    """Note on each table of a source which of its named cells hold something else in its newest copy."""
    for table in _with_cells(evidence):
        changes = table.kept.changes_in([one.rows for one in found])
        EvidenceTable.objects.filter(pk=table.pk).update(differences=[change.as_data() for change in changes])


def _with_cells(evidence: Evidence) -> list[EvidenceTable]:
    standing = EvidenceTable.objects.filter(evidence=evidence, removed_at__isnull=True)
    return [table for table in standing if table.cells]
