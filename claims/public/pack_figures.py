"""The figures of an evidence pack: their tables as CSV, a list with formulas and values, and whether these hold."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from claims.tracking.tables import escaped
from claims.verdicts.figures import cell_faults, work_out_anew

FIGURES: Final = "figures.json"

type Data = Mapping[str, Any]


def csv_files(publications: Sequence[Data]) -> Iterator[tuple[str, bytes]]:
    """The tables behind published figures as CSV, by the number of the publication; each is its `content`."""
    for publication in publications:
        for table in publication["content"].get("tables", []):
            yield _name(publication, table), _csv(table["rows"])


def list_of_figures(publications: Sequence[Data]) -> list[dict[str, Any]]:
    """The figures of each publication with their formulas, values and cells; nothing where none has any."""
    return [
        {
            "publication": publication["number"],
            "figures": [
                {name: figure[name] for name in ("part", "shown", "formula", "cells", "value", "unit")}
                for figure in publication["content"]["figures"]
            ],
            "cells": {
                cell["name"]: {
                    "file": _name(publication, table),
                    "place": cell["place"],
                    "texts": cell["texts"],
                    "unit": cell["unit"],
                    "decimal_sign": table["decimal_sign"],
                    "copy": table["copy"],
                }
                for table in publication["content"].get("tables", [])
                for cell in table["cells"]
            },
        }
        for publication in publications
        if publication["content"].get("figures")
    ]


def figure_faults(
    publications: Mapping[str, Data], names: Sequence[str], read: Callable[[str], bytes], listed: Any
) -> Iterator[str]:
    """What is wrong with the figures of a pack, each worked out anew; `publications` by the names of their files.

    `names` are the files that the pack has, `listed` what its figures.json says. Data of another form raises KeyError,
    TypeError or ValueError.
    """
    for name, publication in publications.items():
        for redone in work_out_anew(publication["content"]):
            if redone.problem and publication["content"].get("imported") is None:
                yield f"{name}: a figure is forged. {redone.problem}"
        for fault in cell_faults(publication["content"]):
            yield f"{name}: a figure is forged. {fault}"
    every = list(publications.values())
    if (listed or []) != list_of_figures(every):
        yield f"{FIGURES} does not list the figures that were published."
    for name, content in csv_files(every):
        if name not in names:
            yield f"{name} is not in the pack."
        elif read(name) != content:
            yield f"{name} is not the table that was published."


def _name(publication: Data, table: Data) -> str:
    return f"tables/{int(publication['number'])}-{int(table['id'])}.csv"


def _csv(rows: Sequence[Sequence[str]]) -> bytes:
    """The table as CSV in UTF-8; text that a spreadsheet would run has an apostrophe before it."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([[escaped(text) for text in row] for row in rows])
    return out.getvalue().encode()
