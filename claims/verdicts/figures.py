"""Figures of a verdict that are worked out from named cells: found in its words, frozen with it, worked out anew.

What is frozen are the figures with their formulas and values, and the tables they rest on with their cells. Whether it
still holds is worked out from that data alone, so that a second person, a pack and the site come to the same.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from claims.extraction.figures import power_of_ten
from claims.figures.computing import Value, value_of
from claims.figures.errors import FormulaError
from claims.figures.in_text import ASKED, Written, figures_in, places_in
from claims.figures.parsing import Node, names_in, parse
from claims.figures.tables import Marked, Named, marked_rows, texts_in
from claims.figures.units import unit_text
from claims.figures.wording import in_words
from claims.figures.written import brief, check, plain
from claims.sentences import say
from claims.verdicts.markdown import figures_of
from claims.verdicts.models import EvidenceTable, Verdict

type Data = Mapping[str, Any]

MOST_FIGURES: Final = 60


@dataclass(frozen=True)
class Cell:
    """A named cell with the numbers in it and the sign before its decimals; `table` is the row it stands in."""

    named: Named
    decimal_sign: str
    table: int


@dataclass(frozen=True)
class Redone:
    """A figure worked out anew: what it comes to and what it rests on, or why it does not hold."""

    shown: str
    formula: str
    cells: tuple[Cell, ...] = ()
    words: str = ""
    value: str = ""
    unit: str = ""
    problem: str = ""

    @property
    def told(self) -> str:
        """What it comes to, for people: 12.5 %."""
        return brief(Decimal(self.value), self.unit) if self.value else ""


def tables_of(claim_id: int) -> list[EvidenceTable]:
    """The tables that stand, by their sources: one query."""
    standing = EvidenceTable.objects.filter(claim=claim_id, removed_at__isnull=True, evidence__removed_at__isnull=True)
    return list(standing.select_related("evidence", "copy").defer("copy__text").order_by("evidence__position", "id"))


def cells_of(tables: Iterable[EvidenceTable]) -> dict[str, Cell]:
    """The named cells of tables by their names."""
    return {named.name: Cell(named, table.decimal_sign, table.pk) for table in tables for named in table.named}


def work_out(written: Written, cells: Mapping[str, Cell]) -> Redone:
    """What a figure of a text comes to over the named cells, and whether the text says so."""
    used: tuple[Cell, ...] = ()
    try:
        tree = parse(written.formula)
        used = tuple(cells[name] for name in names_in(tree) if name in cells)
        value = _value(tree, used)
        if written.shown == ASKED:
            gives = brief(value.number, unit_text(value.unit))
            raise FormulaError(say("The formula gives %(gives)s. Write that in place of the “?”.", gives=gives))
        check(written.shown, value, _scale(written.shown, value))
    except FormulaError as error:
        return Redone(written.shown, written.formula, used, problem=error.sentence)
    return Redone(written.shown, written.formula, used, in_words(tree), plain(value.number), unit_text(value.unit))


def figures_written(verdict: Verdict | None) -> list[tuple[str, Written, int]]:
    """The figures with a formula in a draft: the part, the figure, and where it begins in that part's words.

    The parts are summary, key_points.0 and so on, and explanation; of its figures the place is their number from 0.
    """
    if verdict is None:
        return []
    plain_parts = {"summary": verdict.summary, **{f"key_points.{at}": text for at, text in enumerate(verdict.points)}}
    found = [
        (part, figure, place)
        for part, text in plain_parts.items()
        for figure, place in zip(figures_in(text), places_in(text), strict=True)
    ]
    found += [("explanation", figure, at) for at, figure in enumerate(figures_of(verdict.explanation))]
    return found


def frozen_parts(claim_id: int, verdict: Verdict | None) -> dict[str, Any]:
    """The figures and the tables they rest on as content, where a verdict has any: one query where it has."""
    written = figures_written(verdict)
    if not written:
        return {}
    tables = tables_of(claim_id)
    cells = cells_of(tables)
    redone = [(part, place, work_out(figure, cells)) for part, figure, place in written]
    used = {cell.table for _part, _place, one in redone for cell in one.cells}
    kept = [_table(table) for table in tables if table.pk in used]
    return {
        "figures": [
            {
                "part": part,
                "at": place,
                "shown": one.shown,
                "formula": one.formula,
                "cells": [cell.named.name for cell in one.cells],
                "value": one.value,
                "unit": one.unit,
            }
            for part, place, one in redone
        ],
        **({"tables": kept} if kept else {}),
    }


def work_out_anew(content: Data) -> list[Redone]:
    """The figures of frozen words, each worked out from the frozen tables as if for the first time.

    Raises KeyError, TypeError or ValueError where the data has not the form of frozen words.
    """
    cells = {
        str(cell["name"]): Cell(Named.from_data(cell), str(table["decimal_sign"]), int(table["id"]))
        for table in content.get("tables", [])
        for cell in table["cells"]
    }
    return [_against(figure, work_out(_written(figure), cells)) for figure in content.get("figures", [])]


def cell_faults(content: Data) -> Iterator[str]:
    """Cells of frozen words that do not hold what stands in their own table."""
    for table in content.get("tables", []):
        for named in map(Named.from_data, table["cells"]):
            try:
                stands = texts_in(table["rows"], named.area)
            except FormulaError as error:
                yield error.sentence
                continue
            if stands != named.texts:
                yield say(
                    "The cell “%(name)s” (%(place)s) of “%(table)s” holds %(now)s, and the figures use %(was)s.",
                    name=named.name,
                    place=str(named.area),
                    table=str(table["title"]),
                    now=", ".join(stands) or "–",
                    was=", ".join(named.texts),
                )


def changed_since(content: Data, tables: Sequence[EvidenceTable]) -> list[str]:
    """The figures of frozen words whose cells changed or vanished since, each with its cell, in a sentence."""
    now = {cell.named.name: cell for cell in cells_of(tables).values()}
    was = {cell["name"]: cell for table in content.get("tables", []) for cell in table["cells"]}
    sentences: list[str] = []
    for figure in content.get("figures", []):
        for name in figure["cells"]:
            standing = now.get(name)
            if standing is None:
                sentences.append(
                    say("“%(figure)s” rests on the cell “%(cell)s”, which is gone.", figure=figure["shown"], cell=name)
                )
            elif list(standing.named.texts) != was[name]["texts"]:
                sentences.append(moved_on(figure["shown"], name, was[name]["texts"], standing.named.texts))
    return sentences


def moved_on(figure: str, cell: str, was: Sequence[str], now: Sequence[str]) -> str:
    """The sentence that names a figure and the cell under it that changed."""
    return say(
        "“%(figure)s” rests on the cell “%(cell)s”, which was %(was)s and is %(now)s now.",
        figure=figure,
        cell=cell,
        was=", ".join(was),
        now=", ".join(now),
    )


def shown_to_readers(content: Data) -> dict[str, Any]:
    """The figures and their tables as a page keeps them: each figure with its formula in words and where it is told."""
    if not content.get("figures"):
        return {}
    sources = {source["id"]: number for number, source in enumerate(content["evidence"], 1)}
    return {
        "figures": [
            {
                **figure,
                "anchor": f"figure-{number}" if figure["value"] else "",
                "words": _in_words(figure["formula"]),
            }
            for number, figure in enumerate(content["figures"], 1)
        ],
        "tables": [{**table, "source": sources.get(table["evidence"])} for table in content.get("tables", [])],
    }


def anchors(page: Data, part: str) -> list[str]:
    """Where a page tells of the figures of one of its parts, in their order."""
    return [figure["anchor"] for figure in page.get("figures", []) if figure["part"] == part]


def anchors_by_formula(page: Data, text: str) -> list[str]:
    """Where a page tells of the figures in a translation of its explanation, which has the same formulas."""
    told = {figure["formula"]: figure["anchor"] for figure in reversed(page.get("figures", []))}
    return [told.get(figure.formula, "") for figure in figures_of(text)]


def figure_pieces(page: Data, part: str, text: str) -> list[tuple[str, str]]:
    """The words of a part of a page cut at its figures, each with the anchor where it is told how it was worked out.

    A figure that stands elsewhere in the words, as in a translation, is left as it is.
    """
    pieces: list[tuple[str, str]] = []
    done = 0
    for figure in page.get("figures", []):
        start, shown = figure["at"], figure["shown"]
        if figure["part"] == part and figure["anchor"] and start >= done and text[start:].startswith(shown):
            pieces += [(text[done:start], ""), (shown, figure["anchor"])]
            done = start + len(shown)
    return [piece for piece in [*pieces, (text[done:], "")] if piece[0]]


def marked_table(table: Data, names: Sequence[str]) -> list[list[Marked]]:
    """The rows of a frozen table that a figure rests on, below its first row, with the cells it uses marked."""
    named = [Named.from_data(cell) for cell in table["cells"] if cell["name"] in names]
    return marked_rows(table["rows"], named, only_marked=True)


def tables_under(figure: Data, tables: Sequence[Data]) -> list[Data]:
    """The frozen tables that a figure rests on."""
    return [table for table in tables if any(cell["name"] in figure["cells"] for cell in table["cells"])]


def cells_under(figure: Data, tables: Sequence[Data]) -> list[Data]:
    """The named cells that a figure rests on, in the order of its formula."""
    cells = {cell["name"]: cell for table in tables for cell in table["cells"]}
    return [cells[name] for name in figure["cells"] if name in cells]


def value_told(figure: Data) -> str:
    """What a frozen figure comes to, for people: 12.5 %."""
    return brief(Decimal(figure["value"]), figure["unit"])


def _in_words(formula: str) -> str:
    try:
        return in_words(parse(formula))
    except FormulaError:
        return formula


def _against(figure: Data, redone: Redone) -> Redone:
    """The figure as it was worked out anew, with what is wrong where another value was frozen."""
    if redone.problem or (redone.value, redone.unit) == (figure["value"], figure["unit"]):
        return redone
    problem = say(
        "“%(figure)s” was frozen as %(frozen)s, and its cells give %(now)s.",
        figure=redone.shown,
        frozen=f"{figure['value']} {figure['unit']}".strip() or "–",
        now=f"{redone.value} {redone.unit}".strip(),
    )
    return Redone(**{**vars(redone), "problem": problem})


def _written(figure: Data) -> Written:
    return Written(str(figure["shown"]), str(figure["formula"]))


def _value(tree: Node, cells: Iterable[Cell]) -> Value:
    return value_of(tree, {cell.named.name: cell.named.values(cell.decimal_sign) for cell in cells})


def _scale(shown: str, value: Value) -> int:
    """The power of ten in the words of a figure, where its unit has not the same word, as in million EUR."""
    return power_of_ten(shown) - power_of_ten(f"1 {unit_text(value.unit)}")


def _table(table: EvidenceTable) -> dict[str, Any]:
    return {
        "id": table.pk,
        "evidence": table.evidence_id,
        "copy": table.copy.sha256,
        "index": table.index,
        "title": table.title,
        "decimal_sign": table.decimal_sign,
        "rows": table.rows,
        "cells": table.cells,
    }
