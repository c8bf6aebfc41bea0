"""Taking a table from the kept copy of a source, removing it, and taking the newest copy's in its place."""

from typing import Any, Final

from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.accounts.models import User
from claims.audit.services import JSONValue
from claims.errors import Blocked, Stale, WrongState
from claims.figures.tables import decimal_sign_of
from claims.tracking.models import Claim
from claims.verdicts import copies, normalise_input
from claims.verdicts.models import Evidence, EvidenceCopy, EvidenceTable
from claims.verdicts.tables_in_copies import FoundTable, read_tables
from claims.workflow.editing import Part, edit

TITLE_LIMIT: Final = 200
TABLES_LIMIT: Final = 20
GONE: Final = gettext_lazy("This table is no longer here. Reload the claim.")


class StaleTable(Stale):
    """Somebody changed the table meanwhile: `stored` is the row as it is now."""

    def __init__(self, stored: EvidenceTable) -> None:
        self.stored = stored
        super().__init__(
            _("Somebody changed this table after you opened it. Nothing of yours is lost: look at it, then go on.")
        )


def tables_in(source: Evidence) -> tuple[EvidenceCopy | None, list[FoundTable]]:
    """The newest kept copy of a source and the tables found in it; read in a child process."""
    kept = copies.newest_kept(source)
    if kept is None or not kept.file.name or not default_storage.exists(kept.file.name):
        return None, []
    with default_storage.open(kept.file.name) as file:
        return kept, read_tables(data=file.read(), content_type=kept.content_type)


def take(
    *, claim_id: int, evidence_id: int, index: int, actor: User, title: str = "", decimal_sign: str = ""
) -> EvidenceTable:
    """Take one of the tables that the newest copy of a source holds, counted from 0; its texts are kept as they are.

    Without a title it keeps its own; without a sign, that of its numbers is guessed.
    """
    source = Evidence.objects.filter(pk=evidence_id, claim=claim_id, removed_at__isnull=True).first()
    if source is None:
        raise WrongState(_("This source is no longer here. Reload the claim."))
    kept, found = tables_in(source)
    if kept is None or not 0 <= index < len(found):
        raise Blocked(_("No such table is in the kept copy. Choose one of those that are shown."))
    table = found[index]
    title = normalise_input.line(title) or table.title or str(source)
    if len(title) > TITLE_LIMIT:
        raise Blocked(_("Keep the name of the table under %(limit)s characters.") % {"limit": TITLE_LIMIT})
    if decimal_sign not in ("", ".", ","):
        raise Blocked(_("The sign before decimals is a point or a comma."))
    added: list[EvidenceTable] = []

    def write(claim: Claim) -> dict[str, JSONValue]:
        if EvidenceTable.objects.filter(claim=claim, removed_at__isnull=True).count() >= TABLES_LIMIT:
            raise Blocked(
                _("A claim takes %(limit)s tables. Remove one that no figure rests on.") % {"limit": TABLES_LIMIT}
            )
        row = EvidenceTable.objects.create(
            claim=claim,
            evidence=source,
            copy=kept,
            index=index,
            title=title[:TITLE_LIMIT],
            decimal_sign=decimal_sign or decimal_sign_of(table.rows),
            rows=[list(cells) for cells in table.rows],
            added_by=actor,
            added_at=timezone.now(),
        )
        added.append(row)
        return remembered(row)

    edit(claim_id=claim_id, actor=actor, part=Part.EVIDENCE, action="table_taken", change=write)
    return added[0]


def remove(*, table_id: int, actor: User, expected_version: int) -> EvidenceTable:
    """Take a table out of the verdict; the row is kept."""

    def write(claim: Claim) -> dict[str, JSONValue]:
        table = locked(table_id, expected_version)
        table.removed_at = timezone.now()
        table.lock_version += 1
        table.save(update_fields=["removed_at", "lock_version"])
        return remembered(table)

    edit(**door(table_id, actor), action="table_removed", change=write)
    return EvidenceTable.objects.select_related("evidence").get(pk=table_id)


def take_newest(*, table_id: int, actor: User, expected_version: int) -> EvidenceTable:
    """Take the same table from the newest copy in its place; named cells that are there no longer lose their names."""
    standing = live(table_id)
    kept, found = tables_in(standing.evidence)
    tables = [table.rows for table in found]
    if kept is None or not tables:
        raise Blocked(_("The newest copy holds no table. Take the table of another source, or copy the source again."))

    def write(claim: Claim) -> dict[str, JSONValue]:
        table = locked(table_id, expected_version)
        newer = table.kept.taken_over(tables)
        if newer is None:
            raise WrongState(GONE)
        changed: list[JSONValue] = [change.name for change in table.kept.changes_in(tables)]
        table.copy, table.index, table.differences = kept, newer.index, []
        table.rows, table.cells = [list(cells) for cells in newer.rows], [one.as_data() for one in newer.named]
        table.lock_version += 1
        table.save(update_fields=["copy", "index", "rows", "differences", "cells", "lock_version"])
        return remembered(table) | {"cells": changed}

    edit(**door(table_id, actor), action="table_taken_anew", change=write)
    return EvidenceTable.objects.select_related("evidence").get(pk=table_id)


def door(table_id: int, actor: User) -> dict[str, Any]:
    """What the one door for changes is told of a change of this table: claim, actor and part."""
    return {"claim_id": live(table_id).claim_id, "actor": actor, "part": Part.EVIDENCE}


def locked(table_id: int, expected_version: int) -> EvidenceTable:
    """The table as the person saw it, under the lock of its claim; else StaleTable."""
    table = live(table_id)
    if table.lock_version != expected_version:
        raise StaleTable(table)
    return table


def live(table_id: int) -> EvidenceTable:
    """The table that stands; WrongState where it was removed."""
    standing = EvidenceTable.objects.filter(pk=table_id, removed_at__isnull=True)
    table = standing.select_related("evidence").first()
    if table is None:
        raise WrongState(GONE)
    return table


def remembered(table: EvidenceTable) -> dict[str, JSONValue]:
    """What the record keeps of an act on a table."""
    return {"table": table.pk, "evidence": table.evidence_id, "name": str(table)[:120]}
