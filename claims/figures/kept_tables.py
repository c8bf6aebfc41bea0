"""A table as it was kept, held against the tables of a newer document: which of its named cells changed."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Self

from claims.figures.tables import Named, Rows, find_again, nearest_table


@dataclass(frozen=True)
class CellChange:
    """A named cell that holds something else in a newer table; `now` is None where it has vanished."""

    name: str
    place: str
    was: tuple[str, ...]
    now: tuple[str, ...] | None

    def as_data(self) -> dict[str, Any]:
        """The same as JSON data."""
        return {**asdict(self), "was": list(self.was), "now": None if self.now is None else list(self.now)}


@dataclass(frozen=True)
class KeptTable:
    """A kept table: which of its document's tables it was, its texts, and its named cells."""

    index: int
    decimal_sign: str
    rows: Rows
    named: tuple[Named, ...]

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """The table as it was frozen."""
        named = tuple(Named.from_data(cell) for cell in data["cells"])
        return cls(int(data["index"]), str(data["decimal_sign"]), data["rows"], named)

    def nearest(self, tables: Sequence[Rows]) -> int | None:
        """Which of a newer document's tables it is; None where that has none."""
        return nearest_table(self.named, self.rows, tables, self.index)

    def changes_in(self, tables: Sequence[Rows]) -> list[CellChange]:
        """The named cells that hold something else in a newer document, whose tables these are."""
        at = self.nearest(tables)
        changes: list[CellChange] = []
        for one in self.named:
            again = find_again(one, self.rows, tables[at], self.decimal_sign) if at is not None else None
            if again is None or again.texts != one.texts:
                changes.append(CellChange(one.name, str(one.area), one.texts, again.texts if again else None))
        return changes

    def taken_over(self, tables: Sequence[Rows]) -> "KeptTable | None":
        """The same table of a newer document, with the named cells that are still there; None where it has none."""
        at = self.nearest(tables)
        if at is None:
            return None
        rows = tables[at]
        found = (find_again(one, self.rows, rows, self.decimal_sign) for one in self.named)
        named = tuple(
            Named(one.name, one.unit, one.area, tuple(rows[row][column] for row, column in one.area.places()))
            for one in found
            if one is not None
        )
        return KeptTable(at, self.decimal_sign, rows, named)
