"""Naming the cells of a table, so that figures can be worked out from them."""

from typing import Final

from django.utils.translation import gettext as _

from claims.accounts.models import User
from claims.audit.services import JSONValue
from claims.errors import Blocked
from claims.figures.errors import FormulaError
from claims.figures.parsing import SIGNATURES
from claims.figures.tables import Area, Named, texts_in, unit_in
from claims.figures.tokens import name_of
from claims.figures.units import unit_of, unit_text
from claims.review.tables.taking import door, locked, remembered
from claims.tracking.models import Claim
from claims.verdicts.models import EvidenceTable
from claims.workflow.editing import edit

CELLS_LIMIT: Final = 60


def name_cell(
    *, table_id: int, actor: User, name: str, place: str, unit: str = "", expected_version: int
) -> EvidenceTable:
    """Call a cell (B3), or several in a row or block (B3:B8), by a name, with what its numbers are counted in.

    A name that the table has already moves to the new place. Without a unit, one that the cell shows itself is taken.
    Raises Blocked with a sentence for a name, place, unit or text that cannot be used.
    """

    def write(claim: Claim) -> dict[str, JSONValue]:
        table = locked(table_id, expected_version)
        named = _named(table, name, place, unit)
        _refuse_twice(claim, table, named)
        cells = [cell for cell in table.cells if cell["name"] != named.name] + [named.as_data()]
        if len(cells) > CELLS_LIMIT:
            raise Blocked(_("A table takes %(limit)s names. Remove one that no figure uses.") % {"limit": CELLS_LIMIT})
        if named.as_data() in table.cells:
            return {}
        _save(table, cells)
        return remembered(table) | {"cell": named.name, "place": str(named.area)}

    edit(**door(table_id, actor), action="cell_named", change=write)
    return EvidenceTable.objects.get(pk=table_id)


def remove_name(*, table_id: int, actor: User, name: str, expected_version: int) -> EvidenceTable:
    """Take the name of a cell away; figures that use it no longer hold."""

    def write(claim: Claim) -> dict[str, JSONValue]:
        table = locked(table_id, expected_version)
        cells = [cell for cell in table.cells if cell["name"] != name]
        if len(cells) == len(table.cells):
            return {}
        _save(table, cells)
        return remembered(table) | {"cell": name}

    edit(**door(table_id, actor), action="cell_unnamed", change=write)
    return EvidenceTable.objects.get(pk=table_id)


def _save(table: EvidenceTable, cells: list[dict[str, object]]) -> None:
    names = {cell["name"] for cell in cells}
    moved = {cell["name"] for cell in cells if cell not in table.cells}
    table.cells = cells
    table.differences = [each for each in table.differences if each["name"] in names - moved]
    table.lock_version += 1
    table.save(update_fields=["cells", "differences", "lock_version"])


def _named(table: EvidenceTable, name: str, place: str, unit: str) -> Named:
    try:
        area = Area.of(place)
        texts = texts_in(table.rows, area)
        counted = unit_text(unit_of(unit or unit_in(texts[0])))
        named = Named(name_of(name), counted, area, texts)
        named.values(table.decimal_sign)
    except FormulaError as error:
        raise Blocked(error.sentence) from error
    if named.name in SIGNATURES:
        raise Blocked(_("“%(name)s” is the name of a function. Choose another name.") % {"name": named.name})
    return named


def _refuse_twice(claim: Claim, table: EvidenceTable, named: Named) -> None:
    """A name stands for one place in all tables of the claim."""
    others = EvidenceTable.objects.filter(claim=claim, removed_at__isnull=True, evidence__removed_at__isnull=True)
    for other in others.exclude(pk=table.pk).only("cells", "title"):
        if any(cell["name"] == named.name for cell in other.cells):
            raise Blocked(
                _("A cell of “%(table)s” is called “%(name)s” already. Choose another name.")
                % {"table": other, "name": named.name}
            )
