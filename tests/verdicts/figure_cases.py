"""What the gates on figures that are worked out say of a claim, by hand: a story, a severity and a sentence."""

from typing import Any

from django.utils import timezone

from claims.accounts.models import User
from claims.tracking.models import Claim
from claims.verdicts.models import EvidenceTable
from tests.table_files import RISE
from tests.verdicts.preflight_cases import Story, a_source, draft, together

JOBS = [
    {"name": "jobs_2019", "unit": "people", "place": "B2", "texts": ["8,000"]},
    {"name": "jobs_2024", "unit": "people", "place": "B3", "texts": ["9,000"]},
]


def a_table(cells: list[dict[str, Any]] = JOBS, differences: tuple[dict[str, Any], ...] = ()) -> Story:
    """The claim has a source with the table of jobs, its cells named so."""

    def write(claim: Claim, ana: User) -> None:
        source = a_source(claim, ana, title="Jobs by year")
        EvidenceTable.objects.create(
            claim=claim,
            evidence=source,
            copy=source.copies.get(),
            index=0,
            title="Jobs by year",
            rows=[["Year", "Jobs"], ["2019", "8,000"], ["2024", "9,000"]],
            cells=cells,
            differences=list(differences),
            added_by=ana,
            added_at=timezone.now(),
        )

    return write


def changed(now: list[str] | None) -> tuple[dict[str, Any], ...]:
    return ({"name": "jobs_2024", "place": "B3", "was": ["9,000"], "now": now},)


FIGURE_CASES: list[tuple[str, Story, str, str]] = [
    ("figures", draft(), "ok", "No figure is worked out from a table, and none needs to be."),
    (
        "figures",
        together(a_table(), draft(explanation=f"Jobs rose by [[12.5 % = {RISE}]].")),
        "ok",
        "One figure is what its formula gives.",
    ),
    (
        "figures",
        together(a_table(), draft(summary=f"Up [[13 % = {RISE}]].", explanation="[[9,000 = jobs_2024]]")),
        "ok",
        "2 figures are what their formulas give.",
    ),
    (
        "figures",
        together(a_table(), draft(explanation=f"Jobs rose by [[15 % = {RISE}]].")),
        "block",
        "The figure “15 %”: “15 %” is not what the formula gives: 13 %. Mend the text, the formula or the cells.",
    ),
    (
        "figures",
        together(a_table(JOBS[:1]), draft(explanation=f"Jobs rose by [[12.5 % = {RISE}]].")),
        "block",
        "The figure “12.5 %”: No cell is called “jobs_2024”. Name that cell first, or mend the name.",
    ),
    (
        "figures",
        together(a_table(), draft(explanation=f"Jobs rose by [[? = {RISE}]].")),
        "block",
        "The figure “?”: The formula gives 12.5 %. Write that in place of the “?”.",
    ),
    (
        "figures",
        together(a_table(), draft(explanation="Look: `[[15 % = jobs_2024]]`.")),
        "ok",
        "No figure is worked out from a table, and none needs to be.",
    ),
    (
        "figures",
        together(a_table(), draft(explanation="[[9,000 = jobs_2024]] " * 61)),
        "block",
        "There are 61 figures with a formula; bring them down to 60.",
    ),
    (
        "figures",
        together(
            a_table(), draft(explanation="A factory for [[9 thousand = jobs_2024]], [[0.009 million = jobs_2024]].")
        ),
        "ok",
        "2 figures are what their formulas give.",
    ),
    (
        "cells",
        together(a_table(differences=changed(["9,100"])), draft(explanation=f"Up [[12.5 % = {RISE}]].")),
        "block",
        "“12.5 %” rests on the cell “jobs_2024”, which was 9,000 and is 9,100 now.",
    ),
    (
        "cells",
        together(a_table(differences=changed(None)), draft(explanation=f"Up [[12.5 % = {RISE}]].")),
        "block",
        "“12.5 %” rests on the cell “jobs_2024”, which the newest copy no longer has.",
    ),
    (
        "cells",
        together(a_table(differences=changed(["9,100"])), draft(explanation="Only [[8,000 = jobs_2019]].")),
        "ok",
        "The cells behind the figures are as the newest copies have them.",
    ),
]
